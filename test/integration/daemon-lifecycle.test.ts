import { renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState, ImageService, PodSandboxState, RuntimeService, Signal } from '../../proto/gen/cri.ts';
import { LogStream, Slipway } from '../../proto/gen/slipway.ts';
import { IMAGE_HANDLERS, RUNTIME_HANDLERS, SLIPWAY_HANDLERS } from '../../runtime/rpc/handlers.ts';
import { CGROUP_DRIVER } from '../support/cgroup-driver.ts';
import { startDaemon, daemonMissing, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  expectNoPodsLeft,
  failureOf,
  podConfig,
  readCriLog,
  removeAllPods,
  runContainer,
  shellContainer,
  until,
  untilExited,
} from '../support/daemon-lab.ts';
import type { BuiltImage } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const MADE_UP = 'f'.repeat(64);

describe.skipIf(missing !== undefined)('the daemon, by its socket', () => {
  let daemon: Daemon;
  let registry: Registry;
  let built: BuiltImage;
  let reference = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    built = await busyboxImage();
    reference = await registry.push('test/busybox', built, 'v1');
    daemon = await startDaemon();
    await daemon.cri.images.PullImage({ image: { image: reference } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  // What a failed test has left shall not fail the next one.
  afterEach(() => removeAllPods(daemon));

  it('says its versions and its state, and is for its owner only', async () => {
    const { runtime } = daemon.cri;
    const version = await runtime.Version();
    expect(version).toMatchObject({ version: '0.1.0', runtimeName: 'slipway', runtimeApiVersion: 'v1' });
    expect(version.runtimeVersion).toMatch(/^\d+\.\d+\.\d+/);
    const answer = await runtime.Status({ verbose: true });
    const conditions = answer.status?.conditions.map(({ type, status: isSo }) => [type, isSo]);
    expect(conditions).toEqual(
      expect.arrayContaining([
        ['RuntimeReady', true],
        ['NetworkReady', true],
      ]),
    );
    expect(answer.runtimeHandlers.map(({ name }) => name)).toEqual(expect.arrayContaining(['', 'runc']));
    expect(JSON.parse(answer.info['config'] ?? '')).toMatchObject({ stateDir: daemon.run });
    expect((await runtime.RuntimeConfig()).linux?.cgroupDriver).toBe(CGROUP_DRIVER === 'systemd' ? 0 : 1);
    expect(statSync(daemon.socket).mode & 0o777).toBe(0o600);
    // The roots of user namespaces pass through to their root file systems, and see nothing.
    expect(statSync(dirname(daemon.socket)).mode & 0o777).toBe(0o711);
  });

  it('runs a pod with a network and a container in it, and removes both without a trace', async () => {
    const { runtime } = daemon.cri;
    const dnsConfig = { servers: ['10.96.0.10'], searches: ['svc.test'], options: ['ndots:5'] };
    const config = podConfig(daemon, 'web', { dnsConfig, labels: { app: 'web' }, annotations: { note: 'a' } });
    const { podSandboxId } = await runtime.RunPodSandbox({ config });
    const pod = (await runtime.PodSandboxStatus({ podSandboxId, verbose: true })).status;
    expect(pod).toMatchObject({
      id: podSandboxId,
      state: PodSandboxState.SANDBOX_READY,
      metadata: config.metadata,
      labels: { app: 'web' },
      annotations: { note: 'a' },
    });
    const ip = pod?.network?.ip ?? '';
    expect(ip).toMatch(/^10\.\d+\.\d+\.\d+$/);

    const script =
      'echo "hello $WHO from $FROM"; echo "on error" >&2; printf unended; trap "exit 7" USR1; while :; do sleep 0.05; done';
    const container = shellContainer('main', reference, script, {
      envs: [{ key: 'WHO', value: Buffer.from('sailor') }],
      labels: { part: 'one' },
      stopSignal: Signal.SIGNAL_SIGUSR1,
    });
    const { containerId } = await runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    const created = (await runtime.ContainerStatus({ containerId })).status;
    expect(created).toMatchObject({
      state: ContainerState.CONTAINER_CREATED,
      startedAt: 0,
      finishedAt: 0,
      imageId: built.config.digest,
    });
    expect(created?.createdAt).toBeGreaterThan(1e18);
    await runtime.StartContainer({ containerId });
    const running = (await runtime.ContainerStatus({ containerId })).status;
    expect(running).toMatchObject({
      state: ContainerState.CONTAINER_RUNNING,
      metadata: container.metadata,
      image: { image: reference },
      labels: { part: 'one' },
      stopSignal: Signal.SIGNAL_SIGUSR1,
    });
    expect(running?.startedAt).toBeGreaterThanOrEqual(created?.createdAt ?? Infinity);

    const exec = async (...cmd: string[]): Promise<string> => {
      const { stdout, exitCode } = await runtime.ExecSync({ containerId, cmd, timeout: 10 });
      expect(exitCode).toBe(0);
      return Buffer.from(stdout).toString();
    };
    expect(await exec('cat', '/etc/resolv.conf')).toBe('search svc.test\nnameserver 10.96.0.10\noptions ndots:5\n');
    expect(await exec('cat', '/etc/hosts')).toMatch(new RegExp(`^${ip}\\s+web$`, 'm'));
    expect(await exec('hostname')).toBe('web\n');
    expect(await exec('ip', 'address', 'show', 'eth0')).toContain(`inet ${ip}/24`);
    const failed = await runtime.ExecSync({ containerId, cmd: ['/bin/sh', '-c', 'echo out; echo err >&2; exit 3'] });
    expect([Buffer.from(failed.stdout).toString(), Buffer.from(failed.stderr).toString(), failed.exitCode]).toEqual([
      'out\n',
      'err\n',
      3,
    ]);
    const late = await failureOf(runtime.ExecSync({ containerId, cmd: ['sleep', '300'], timeout: 1 }));
    expect(late.code).toBe(status.DEADLINE_EXCEEDED);
    expect(await exec('ps')).not.toContain('sleep 300');

    await runtime.StopContainer({ containerId, timeout: 10 });
    const ended = (await runtime.ContainerStatus({ containerId })).status;
    expect(ended).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 7, reason: 'Error' });
    expect(ended?.finishedAt).toBeGreaterThanOrEqual(running?.startedAt ?? Infinity);
    const log = readCriLog(ended?.logPath ?? '');
    expect(log.filter(({ stream }) => stream === 'stdout').map(({ tag, text }) => [tag, text])).toEqual([
      ['F', 'hello sailor from image'],
      ['P', 'unended'],
    ]);
    expect(log.filter(({ stream }) => stream === 'stderr').map(({ tag, text }) => [tag, text])).toEqual([['F', 'on error']]);
    for (const { time } of log) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|[+-]\d\d:\d\d)$/);

    await runtime.StopContainer({ containerId, timeout: 10 });
    await runtime.StopPodSandbox({ podSandboxId });
    await runtime.StopPodSandbox({ podSandboxId });
    expect((await runtime.PodSandboxStatus({ podSandboxId })).status?.state).toBe(PodSandboxState.SANDBOX_NOTREADY);
    const refused = await failureOf(runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config }));
    expect(refused.code).toBe(status.FAILED_PRECONDITION);
    await runtime.RemoveContainer({ containerId });
    await runtime.RemoveContainer({ containerId });
    await runtime.RemovePodSandbox({ podSandboxId });
    await runtime.RemovePodSandbox({ podSandboxId });
    expect((await runtime.ListPodSandbox()).items).toEqual([]);
    await expectNoPodsLeft(daemon);
  });

  it('removes a running pod at once with all that runs in it', async () => {
    const { podSandboxId } = await runContainer(daemon, {
      name: 'busy',
      image: reference,
      script: 'trap "" TERM; sleep 1000 & wait; wait',
    });
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    expect((await daemon.cri.runtime.ListContainers()).containers).toEqual([]);
    await expectNoPodsLeft(daemon);
  });

  it('lists by filter, and takes unique beginnings of ids', async () => {
    const { runtime } = daemon.cri;
    const pods = await Promise.all(
      ['red', 'blue'].map(async (name) => {
        const config = podConfig(daemon, name, { labels: { color: name, all: 'yes' } });
        const { podSandboxId } = await runtime.RunPodSandbox({ config });
        const container = shellContainer(name, reference, 'sleep 1000', { labels: { color: name } });
        const { containerId } = await runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
        return { podSandboxId, containerId };
      }),
    );
    const [red, blue] = pods as [(typeof pods)[0], (typeof pods)[0]];
    await runtime.StartContainer({ containerId: red.containerId.slice(0, 13) });
    await runtime.StopPodSandbox({ podSandboxId: blue.podSandboxId.slice(0, 13) });

    const podIds = async (filter: object): Promise<string[]> =>
      (await runtime.ListPodSandbox({ filter })).items.map(({ id }) => id).sort();
    const both = [red.podSandboxId, blue.podSandboxId].sort();
    expect(await podIds({})).toEqual(both);
    expect(await podIds({ labelSelector: { all: 'yes' } })).toEqual(both);
    expect(await podIds({ labelSelector: { all: 'yes', color: 'red' } })).toEqual([red.podSandboxId]);
    expect(await podIds({ state: { state: PodSandboxState.SANDBOX_NOTREADY } })).toEqual([blue.podSandboxId]);
    expect(await podIds({ id: red.podSandboxId, state: { state: PodSandboxState.SANDBOX_NOTREADY } })).toEqual([]);

    const ids = async (filter: object): Promise<string[]> =>
      (await runtime.ListContainers({ filter })).containers.map(({ id }) => id);
    expect(await ids({ podSandboxId: red.podSandboxId })).toEqual([red.containerId]);
    expect(await ids({ state: { state: ContainerState.CONTAINER_RUNNING } })).toEqual([red.containerId]);
    expect(await ids({ labelSelector: { color: 'blue' } })).toEqual([blue.containerId]);
    expect(await ids({ id: blue.containerId.slice(0, 13) })).toEqual([blue.containerId]);
    expect((await runtime.ContainerStatus({ containerId: red.containerId.slice(0, 13) })).status?.id).toBe(red.containerId);
    expect((await runtime.PodSandboxStatus({ podSandboxId: red.podSandboxId.slice(0, 13) })).status?.id).toBe(red.podSandboxId);
    const streamed: string[] = [];
    for await (const { podSandboxes } of runtime.StreamPodSandboxes()) streamed.push(...podSandboxes.map(({ id }) => id));
    expect(streamed.sort()).toEqual(both);
    const streamedContainers: string[] = [];
    for await (const { containers } of runtime.StreamContainers({})) streamedContainers.push(...containers.map(({ id }) => id));
    expect(streamedContainers.sort()).toEqual([red.containerId, blue.containerId].sort());

    await Promise.all(pods.map(({ podSandboxId }) => runtime.RemovePodSandbox({ podSandboxId })));
    await expectNoPodsLeft(daemon);
  });

  it('answers for ids that nobody has', async () => {
    const { runtime, images } = daemon.cri;
    await runtime.StopPodSandbox({ podSandboxId: MADE_UP });
    await runtime.RemovePodSandbox({ podSandboxId: MADE_UP });
    await runtime.StopContainer({ containerId: MADE_UP, timeout: 1 });
    await runtime.RemoveContainer({ containerId: MADE_UP });
    await images.RemoveImage({ image: { image: 'localhost/none:x' } });
    const config = shellContainer('main', reference, 'true');
    const calls = [
      runtime.PodSandboxStatus({ podSandboxId: MADE_UP }),
      runtime.ContainerStatus({ containerId: MADE_UP }),
      runtime.StartContainer({ containerId: MADE_UP }),
      runtime.ExecSync({ containerId: MADE_UP, cmd: ['true'] }),
      runtime.CreateContainer({ podSandboxId: MADE_UP, config, sandboxConfig: podConfig(daemon, 'none') }),
    ];
    const codes = await Promise.all(calls.map(async (call) => (await failureOf(call)).code));
    expect(codes).toEqual(calls.map(() => status.NOT_FOUND));
  });

  it('holds names and states against the caller', async () => {
    const { runtime } = daemon.cri;
    const { podSandboxId, containerId } = await runContainer(daemon, { name: 'twice', image: reference, script: 'sleep 1000' });
    const config = podConfig(daemon, 'twice');
    expect(await failureOf(runtime.RunPodSandbox({ config }))).toMatchObject({ code: status.ALREADY_EXISTS });
    const container = shellContainer('main', reference, 'true');
    const again = runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    expect(await failureOf(again)).toMatchObject({ code: status.ALREADY_EXISTS });
    expect(await failureOf(runtime.StartContainer({ containerId }))).toMatchObject({ code: status.FAILED_PRECONDITION });
    const handler = runtime.RunPodSandbox({ config: podConfig(daemon, 'other'), runtimeHandler: 'nothing' });
    expect(await failureOf(handler)).toMatchObject({
      code: status.INVALID_ARGUMENT,
      hint: expect.stringContaining('runc') as string,
    });
    await runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('streams a log as it grows until the container ends, and its tail afterwards', async () => {
    const script = 'for n in $(seq 1 40); do echo "line $n"; sleep 0.05; done; echo last >&2';
    const { podSandboxId, containerId, logFile } = await runContainer(daemon, { name: 'logs', image: reference, script });
    await until('five lines', () => (readCriLog(logFile).length >= 5 ? true : undefined));
    const texts: string[] = [];
    let lastStream: LogStream = LogStream.LOG_STREAM_UNSPECIFIED;
    for await (const { records } of daemon.cri.slipway.ContainerLogs({ containerId, follow: true, timestamps: true })) {
      texts.push(...records.map(({ text }) => Buffer.from(text).toString()));
      lastStream = records.at(-1)?.stream ?? lastStream;
      for (const { timeNs } of records) expect(timeNs).toBeGreaterThan(1e18);
    }
    expect(texts).toEqual([...Array.from({ length: 40 }, (_, n) => `line ${n + 1}`), 'last']);
    expect(lastStream).toBe(LogStream.LOG_STREAM_STDERR);
    await untilExited(daemon, containerId);
    const tail: string[] = [];
    for await (const { records } of daemon.cri.slipway.ContainerLogs({ containerId, tailLines: { value: 2 } }))
      tail.push(...records.map(({ text }) => Buffer.from(text).toString()));
    expect(tail).toEqual(['line 40', 'last']);
    renameSync(logFile, `${logFile}.old`);
    expect(await drain(daemon.cri.slipway.ContainerLogs({ containerId }))).toEqual([]);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('answers UNIMPLEMENTED to every call that it does not have yet', async () => {
    const answered = new Set(daemon.logs().map(({ message }) => message));
    expect(answered).toContain('RunPodSandbox');
    const calls = Object.entries({ ...daemon.cri.runtime, ...daemon.cri.images }).filter(([name]) => !SERVED.has(name));
    expect(calls.length + SERVED.size).toBe(Object.keys({ ...RuntimeService, ...ImageService }).length);
    for (const [name, call] of calls as [string, () => Promise<unknown> | AsyncIterable<unknown>][]) {
      const answer = call();
      const failure = await failureOf(Symbol.asyncIterator in answer ? drain(answer) : answer);
      expect([name, failure.code]).toEqual([name, status.UNIMPLEMENTED]);
    }
    expect(Object.keys(SLIPWAY_HANDLERS).sort()).toEqual(Object.keys(Slipway).sort());
  });

  it('runs twenty pods at once', async () => {
    const begin = performance.now();
    const names = Array.from({ length: 20 }, (_, n) => `many-${n}`);
    const pods = await Promise.all(names.map((name) => runContainer(daemon, { name, image: reference, script: 'sleep 1000' })));
    const statuses = await Promise.all(pods.map(({ podSandboxId }) => daemon.cri.runtime.PodSandboxStatus({ podSandboxId })));
    expect(new Set(statuses.map((answer) => answer.status?.network?.ip)).size).toBe(20);
    const running = await daemon.cri.runtime.ListContainers({ filter: { state: { state: ContainerState.CONTAINER_RUNNING } } });
    expect(running.containers).toHaveLength(20);
    await Promise.all(pods.map(({ podSandboxId }) => daemon.cri.runtime.RemovePodSandbox({ podSandboxId })));
    await expectNoPodsLeft(daemon);
    console.info(`twenty pods up and away in ${Math.round(performance.now() - begin)} ms`);
  });

  it('logs each call once, and no bug', () => {
    const errors = daemon.logs().filter(({ level }) => level === 'error' || level === 'text');
    expect(errors).toEqual([]);
    const ids = daemon.logs().flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId]));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const SERVED = new Set(Object.keys({ ...RUNTIME_HANDLERS, ...IMAGE_HANDLERS }));

async function drain(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const message of stream) all.push(message);
  return all;
}
