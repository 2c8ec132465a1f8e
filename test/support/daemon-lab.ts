import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceError } from '@grpc/grpc-js';
import { ContainerState, NamespaceMode } from '../../proto/gen/cri.ts';
import type { ContainerConfig, PodSandboxConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { controlGroups } from './clear-machine.ts';
import type { Daemon } from './daemon.ts';
import { buildImage, type BuiltImage, type LayerEntry } from './image-builder.ts';
import { expectNoLeaks, takeSnapshot, type Snapshot } from './leak-check.ts';

const APPLETS = [
  'sh',
  'cat',
  'date',
  'echo',
  'hostname',
  'id',
  'ls',
  'ps',
  'sleep',
  'usleep',
  'seq',
  'true',
  'ip',
  'mount',
  'touch',
];

/** busybox, by the names of some of its commands. */
export function busyboxLayer(): LayerEntry[] {
  return [
    ...['bin/', 'etc/', 'proc/', 'sys/', 'dev/', 'tmp/'].map((name) => ({ name })),
    { name: 'bin/busybox', mode: 0o755, content: readFileSync('/bin/busybox') },
    ...APPLETS.map((name) => ({ name: `bin/${name}`, type: 'symlink' as const, linkname: 'busybox' })),
    { name: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\n' },
  ];
}

export function busyboxImage(more: readonly LayerEntry[] = []): Promise<BuiltImage> {
  const layers = [busyboxLayer(), ...(more.length === 0 ? [] : [more])];
  return buildImage({ layers, config: { Cmd: ['/bin/sleep', '1000'], Env: ['PATH=/bin', 'FROM=image'] } });
}

/** An archive as ImportImage takes it, with the names that it has itself. */
export async function* archiveMessages(
  archive: Uint8Array,
): AsyncGenerator<{ header?: { names: string[] }; chunk?: Uint8Array }> {
  yield { header: { names: [] } };
  for (let at = 0; at < archive.length; at += 64 * 1024) yield { chunk: archive.subarray(at, at + 64 * 1024) };
}

/** A pod of its own network and a log directory, in the daemon's control group. */
export function podConfig(daemon: Daemon, name: string, more: Input<PodSandboxConfig> = {}): Input<PodSandboxConfig> {
  return {
    metadata: { name, uid: `uid-${name}`, namespace: 'test', attempt: 0 },
    hostname: name,
    logDirectory: join(daemon.directory, 'logs', name),
    linux: {
      cgroupParent: daemon.cgroupParent,
      securityContext: {
        namespaceOptions: { network: NamespaceMode.POD, pid: NamespaceMode.CONTAINER, ipc: NamespaceMode.POD },
      },
    },
    ...more,
  };
}

/** A container that runs a shell script and logs to `<name>.log`. */
export function shellContainer(
  name: string,
  image: string,
  script: string,
  more: Input<ContainerConfig> = {},
): Input<ContainerConfig> {
  return {
    metadata: { name, attempt: 0 },
    image: { image },
    command: ['/bin/sh', '-c', script],
    logPath: `${name}.log`,
    linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER, ipc: NamespaceMode.POD } } },
    ...more,
  };
}

/** A running container that runs `script`, in a pod of its own. */
export async function runContainer(
  daemon: Daemon,
  {
    name,
    image,
    script,
    ...more
  }: { readonly name: string; readonly image: string; readonly script: string } & Input<ContainerConfig>,
): Promise<{ readonly podSandboxId: string; readonly containerId: string; readonly logFile: string }> {
  const config = podConfig(daemon, name);
  const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
  const container = shellContainer('main', image, script, more);
  const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
  await daemon.cri.runtime.StartContainer({ containerId });
  return { podSandboxId, containerId, logFile: join(config.logDirectory ?? '', 'main.log') };
}

/** Lines of a CRI log file: time, stream, tag and text. */
export function readCriLog(file: string): { time: string; stream: string; tag: string; text: string }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => {
    const [time = '', stream = '', tag = '', ...text] = line.split(' ');
    return { time, stream, tag, text: text.join(' ') };
  });
}

/** Looks again and again until `look` answers something. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, withinMs = 10_000): Promise<T> {
  for (const end = Date.now() + withinMs; ;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what} did not come within ${withinMs} ms`);
    await sleep(10);
  }
}

export async function untilExited(daemon: Daemon, containerId: string): Promise<void> {
  await until(`the end of container ${containerId}`, async () => {
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
    return status?.state === ContainerState.CONTAINER_EXITED ? true : undefined;
  });
}

export async function removeAllPods({ cri }: Daemon): Promise<void> {
  const { items } = await cri.runtime.ListPodSandbox();
  await Promise.all(items.map(({ id }) => cri.runtime.RemovePodSandbox({ podSandboxId: id })));
}

/** How a call failed: gRPC's code, the message, and the hint of the trailers. Throws when it did not fail. */
export async function failureOf(call: Promise<unknown>): Promise<{ code: number; message: string; hint: string }> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    const { code, details, metadata } = error as ServiceError;
    const [hint = ''] = metadata.get('slipway-hint');
    return { code, message: details, hint: decodeURIComponent(String(hint)) };
  }
  throw new Error(`the call did not fail, it answered ${JSON.stringify(answer)}`);
}

type DaemonPlace = Pick<Daemon, 'root' | 'run' | 'directory' | 'bridge' | 'cgroupParent'>;

type Leftovers = Snapshot & { readonly files: readonly string[] };

const NOTHING: Leftovers = {
  mounts: [],
  processes: [],
  cgroups: [],
  bridgePorts: [],
  addresses: [],
  rules: [],
  descriptors: [],
  files: [],
};

/**
 * Throws with a list when anything of a pod or container is left on the machine, but `expected`; waits for what the kernel takes
 * away by itself.
 */
export async function expectNoPodsLeft(daemon: DaemonPlace, expected = (_thing: string): boolean => false): Promise<void> {
  for (const end = Date.now() + 5000; ;) {
    try {
      const found = Object.entries(podLeftovers(daemon)).map(([kind, things]: [string, readonly string[]]) => [
        kind,
        things.filter((thing) => !expected(thing)),
      ]);
      expectNoLeaks(NOTHING, Object.fromEntries(found) as Leftovers);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(20);
  }
}

/** What there is of pods and containers; a control group only once, though several hierarchies have it. */
function podLeftovers(daemon: DaemonPlace): Leftovers {
  const { root, run, directory } = daemon;
  const found = takeSnapshot({ directories: [directory], bridge: daemon.bridge, addresses: join(root, 'cni', 'addresses') });
  const places = [
    ...['pods', 'containers', 'exits', 'runtime/runc'].map((name) => join(run, name)),
    ...['containers', 'cni/attachments', 'images/unpack'].map((name) => join(root, name)),
  ];
  return {
    ...found,
    mounts: found.mounts.filter((path) => path !== root),
    processes: found.processes.filter((line) => !line.includes('daemon.mjs')),
    cgroups: [...new Set(controlGroups(daemon).flatMap((group) => directoriesIn(group)))],
    files: places.flatMap((place) => listOrNone(place)),
  };
}

/** Blobs, layers and parts in the image store. */
export function imageFiles({ root }: Pick<Daemon, 'root'>): string[] {
  return ['blobs/sha256', 'layers', 'ingest', 'unpack', 'trash'].flatMap((name) => listOrNone(join(root, 'images', name)));
}

/** Names of its subdirectories. */
export function directoriesIn(group: string): string[] {
  return readdirSync(group, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** Paths of what is in a directory; none when it is absent. */
export function listOrNone(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
}
