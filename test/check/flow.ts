import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSampleImage } from '../../scripts/sample-image.ts';
import { controlGroups } from '../support/clear-machine.ts';
import type { CriClient } from '../support/cri-client.ts';
import { startDaemon, type Daemon } from '../support/daemon.ts';
import { expectNoLeaksSoon, takeSnapshot } from '../support/leak-check.ts';
import { startRegistry } from '../support/registry.ts';
import type { Steps } from './steps.ts';

const STOP_SECONDS = 5;
const POLL_MS = 10_000;

/** Pull → run → log → exec → page → stop → remove → nothing left. Everything is below a new directory in `parent`. */
export async function runFlow({ step }: Steps, parent: string): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const image = await buildSampleImage();
  let reference = '';
  await step('start a registry on loopback and push the sample image', async () => {
    const registry = await startRegistry({ storageParent: parent });
    undo.defer(() => registry.close());
    reference = await registry.push('slipway/sample', image);
    return reference;
  });
  const daemon = await startOne(step);
  undo.defer(() => daemon.close());
  const scope = {
    directories: [daemon.directory],
    bridge: daemon.bridge,
    addresses: join(daemon.root, 'cni/addresses'),
  };
  const before = takeSnapshot(scope);
  await step('ask for its status', () => ready(daemon.cri));
  await step('pull the image', () => pull(daemon.cri, reference));
  await runAndRemove({ step, daemon, reference });
  await step('remove the image', async () => {
    await daemon.cri.images.RemoveImage({ image: { image: reference } });
    return undefined;
  });
  await step('see that no record is left', () => nothingListed(daemon.cri));
  await step('see that no mount, process, namespace, address or cgroup is left', async () => {
    await expectNoLeaksSoon(before, scope);
    noGroupLeft(daemon);
    return undefined;
  });
  await step('stop the daemon', async () => {
    await daemon.terminate();
    await expectNoLeaksSoon({ ...before, processes: [] }, scope);
    return undefined;
  });
}

async function startOne(step: Steps['step']): Promise<Daemon> {
  let daemon: Daemon | undefined;
  await step('start a daemon of its own', async () => {
    daemon = await startDaemon();
    const { runtimeName, runtimeVersion } = await daemon.cri.runtime.Version({});
    return `${runtimeName} ${runtimeVersion}, pid ${daemon.pid}`;
  });
  if (daemon === undefined) throw new Error('no daemon was started');
  return daemon;
}

const POD = { name: 'check', namespace: 'default', uid: 'check', attempt: 0 };

interface Run {
  readonly step: Steps['step'];
  readonly daemon: Daemon;
  readonly reference: string;
}

async function runAndRemove({ step, daemon, reference }: Run): Promise<void> {
  const { cri } = daemon;
  const { runtime } = cri;
  const logDirectory = join(daemon.directory, 'logs');
  const pod = { metadata: POD, hostname: 'check', logDirectory, linux: { cgroupParent: daemon.cgroupParent } };
  const config = { metadata: { name: 'sample', attempt: 0 }, image: { image: reference }, logPath: 'sample.log' };
  mkdirSync(logDirectory);
  let podSandboxId = '';
  let containerId = '';
  await step('run a pod', async () => {
    ({ podSandboxId } = await runtime.RunPodSandbox({ config: pod }));
    return podSandboxId.slice(0, 12);
  });
  await step('create a container', async () => {
    ({ containerId } = await runtime.CreateContainer({ podSandboxId, config, sandboxConfig: pod }));
    return containerId.slice(0, 12);
  });
  await step('start it', async () => {
    await runtime.StartContainer({ containerId });
    const { status } = await runtime.ContainerStatus({ containerId });
    if (status?.state !== 1) throw new Error(`its state is ${status?.state ?? 'unknown'}, not running`);
    return 'running';
  });
  await step('read its log until the second line', () => readLog(cri, containerId));
  await step('run a command in it', async () => {
    const { stdout, exitCode } = await runtime.ExecSync({ containerId, cmd: ['hostname'], timeout: 10 });
    const answer = new TextDecoder().decode(stdout).trim();
    if (exitCode !== 0 || answer !== 'check') throw new Error(`hostname said "${answer}" and ended with ${exitCode}`);
    return `hostname says ${answer}`;
  });
  await step('open its page from this machine', () => openPage(cri, podSandboxId));
  await step('stop it', async () => {
    await runtime.StopContainer({ containerId, timeout: STOP_SECONDS });
    const { status } = await runtime.ContainerStatus({ containerId });
    return `exit code ${status?.exitCode ?? 'unknown'}`;
  });
  await step('remove it', async () => {
    await runtime.RemoveContainer({ containerId });
    return undefined;
  });
  await step('stop the pod', async () => {
    await runtime.StopPodSandbox({ podSandboxId });
    return undefined;
  });
  await step('remove the pod', async () => {
    await runtime.RemovePodSandbox({ podSandboxId });
    return undefined;
  });
}

async function ready(cri: CriClient): Promise<string> {
  const { status } = await cri.runtime.Status({});
  const bad = (status?.conditions ?? []).filter((condition) => !condition.status);
  if (bad.length > 0)
    throw new Error(bad.map(({ type, reason, message }) => `${type} is false: ${reason} ${message}`).join('; '));
  return (status?.conditions ?? []).map(({ type }) => type).join(', ');
}

async function pull(cri: CriClient, reference: string): Promise<string> {
  const layers = new Map<string, number>();
  let imageId = '';
  for await (const message of cri.slipway.PullImage({ reference })) {
    for (const { digest, doneBytes } of message.layers) if (digest !== '') layers.set(digest, doneBytes);
    imageId ||= message.imageId;
  }
  const { image } = await cri.images.ImageStatus({ image: { image: reference } });
  if (image === undefined || imageId === '') throw new Error('the pull ended without an image');
  return `${layers.size} layers, ${(image.size / 1e6).toFixed(1)} MB`;
}

async function readLog(cri: CriClient, containerId: string): Promise<string> {
  const lines: string[] = [];
  for await (const { records } of cri.slipway.ContainerLogs({ containerId, follow: true }, { timeoutMs: POLL_MS })) {
    lines.push(...records.map(({ text }) => new TextDecoder().decode(text)));
    if (lines.some((line) => line.startsWith('line 2'))) return `${lines.length} lines, the last: ${lines.at(-1)?.trim() ?? ''}`;
  }
  throw new Error(`the log ended after ${lines.length} lines`);
}

async function openPage(cri: CriClient, podSandboxId: string): Promise<string> {
  const { status } = await cri.runtime.PodSandboxStatus({ podSandboxId });
  const url = `http://${status?.network?.ip ?? ''}:8080/`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(POLL_MS) });
  const title = /<title>(.*)<\/title>/.exec(await answer.text())?.[1];
  if (!answer.ok || title === undefined) throw new Error(`${url} answered ${answer.status}`);
  return `${url} says "${title}"`;
}

async function nothingListed(cri: CriClient): Promise<undefined> {
  const { items } = await cri.runtime.ListPodSandbox({});
  const { containers } = await cri.runtime.ListContainers({});
  const { images } = await cri.images.ListImages({});
  const left = [
    ...items.map(({ id }) => `pod ${id}`),
    ...containers.map(({ id }) => `container ${id}`),
    ...images.map(({ id }) => `image ${id}`),
  ];
  if (left.length > 0) throw new Error(`still listed: ${left.join(', ')}`);
  return undefined;
}

/** The parent is the caller's, who named it; what was made in it has to be gone. */
function noGroupLeft(daemon: Daemon): void {
  const below = (group: string): string[] =>
    readdirSync(group, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(group, entry.name));
  const left = controlGroups(daemon).flatMap(below);
  if (left.length > 0) throw new Error(`control groups are left: ${left.join(', ')}`);
}
