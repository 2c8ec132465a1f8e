import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { newSandboxId, type ImageId } from '../../runtime/base/ids.ts';
import type { ImageConfig, ImageRecord } from '../../runtime/base/image-record.ts';
import { KeyedLock } from '../../runtime/base/keyed-lock.ts';
import { createListeners } from '../../runtime/base/listeners.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import { createPaths, type Paths } from '../../runtime/base/paths.ts';
import type { SandboxRecord } from '../../runtime/base/pod-sandbox.ts';
import { createContainers, type Containers } from '../../runtime/container/containers.ts';
import { createHost, type Host } from '../../runtime/host/host.ts';
import { createPodNetwork } from '../../runtime/network/create-pod-network.ts';
import { createLowLevelRuntime, type LowLevelRuntime } from '../../runtime/oci/low-level-runtime.ts';
import { readMachine, type Machine } from '../../runtime/oci/machine.ts';
import { createMappedImagesProbe } from '../../runtime/pod/mapped-images.ts';
import { createPods, type Pods } from '../../runtime/pod/pods.ts';
import { createNames, type Names } from '../../runtime/state/names.ts';
import { openStore, type Store } from '../../runtime/state/store.ts';
import { podSandbox } from './container-config.ts';
import { takeSnapshot } from './leak-check.ts';

const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** Programs that these tests need and this machine lacks; why they are skipped, when they are. */
export function whyNotHere(): string | undefined {
  const missing = ['/usr/bin/conmon', '/usr/sbin/runc', '/bin/busybox'].filter((path) => !fs.existsSync(path));
  if (process.getuid?.() !== 0) missing.unshift('root');
  return missing.length === 0 ? undefined : `needs ${missing.join(' and ')}`;
}

/** Containers on the real conmon and runc, in one ready pod without namespaces of its own, over a busybox layer. */
export interface ContainerLab {
  readonly directory: string;
  readonly host: Host;
  readonly paths: Paths;
  readonly machine: Machine;
  readonly sandbox: SandboxRecord;
  readonly containers: Containers;
  readonly store: Store;
  readonly names: Names;
  readonly locks: KeyedLock;
  readonly runtimes: ReadonlyMap<string, LowLevelRuntime>;
  close(): void;
}

export interface LabOptions {
  readonly directory: string;
  /** The pod of an earlier lab in the same directory. */
  readonly sandboxId?: SandboxRecord['id'];
  readonly host?: Host;
  readonly conmon?: string;
  readonly runc?: string;
  readonly machine?: Partial<Machine>;
  /** Of the busybox image. */
  readonly imageConfig?: Partial<ImageConfig>;
  /** Images beside busybox: name → layer directories, lowest first. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
  readonly wrapStore?: (store: Store) => Store;
}

/** A new directory with the layer in it. */
export function makeLabDirectory(): string {
  const directory = fs.mkdtempSync(join(tmpdir(), 'slipway-container-'));
  makeLayer(directory);
  return directory;
}

/** Removes it, with the control groups of its pod; throws when a container has left one there, a mount or a process. */
export function removeLabDirectory(directory: string): void {
  const { mounts, processes } = takeSnapshot({ directories: [directory] });
  if (mounts.length + processes.length > 0) throw new Error(`left behind:\n  ${[...mounts, ...processes].join('\n  ')}`);
  for (const path of labCgroups(directory)) fs.rmdirSync(path);
  fs.rmSync(directory, { recursive: true });
}

/** Names of the control groups that containers of the lab have now. */
export function cgroupsInLab(directory: string): string[] {
  const names = labCgroups(directory).flatMap((path) => fs.readdirSync(path, { withFileTypes: true }));
  return [...new Set(names.filter((entry) => entry.isDirectory()).map((entry) => entry.name))];
}

function labCgroups(directory: string): string[] {
  const mount = '/sys/fs/cgroup';
  return [mount, ...fs.readdirSync(mount).map((name) => join(mount, name))]
    .map((path) => join(path, basename(directory)))
    .filter((path) => fs.existsSync(path));
}

/** Opens the lab, as a daemon does. The caller closes it. */
export async function openLab(options: LabOptions): Promise<ContainerLab> {
  const { directory, sandboxId = newSandboxId() } = options;
  const host = options.host ?? createHost({ path: PATH });
  const paths = createPaths(join(directory, 'root'), join(directory, 'run'));
  for (const path of [paths.root, paths.run, join(paths.sandbox(sandboxId), 'shm')]) fs.mkdirSync(path, { recursive: true });
  const opened = openStore(paths.database, silentLogger);
  const store = options.wrapStore?.(opened) ?? opened;
  const machine = { ...(await readMachine(host.files, process.arch)), ...options.machine };
  const runc = createLowLevelRuntime(host, {
    name: 'runc',
    program: options.runc ?? 'runc',
    stateDirectory: paths.runtimeState,
    systemdCgroup: false,
    searchPath: PATH,
  });
  const runtimes = new Map([
    ['', runc],
    ['runc', runc],
  ]);
  const names = createNames();
  const locks = new KeyedLock();
  const image = { ...busybox, config: { ...busybox.config, ...options.imageConfig } };
  const containers = createContainers({
    host,
    machine,
    paths,
    log: silentLogger,
    containers: store.containers,
    sandboxes: store.sandboxes,
    names,
    images: labImages(image, { busybox: [join(directory, 'layer')], ...options.images }),
    runtimes,
    conmon: options.conmon ?? 'conmon',
    cgroupDriver: 'cgroupfs',
    cdiDirs: ['cdi', 'cdi-run'].map((name) => join(directory, name)),
    locks,
  });
  const sandbox = store.sandboxes.get(sandboxId) ?? podSandbox(sandboxId, { directory, bootId: machine.bootId });
  store.sandboxes.put(sandbox);
  await containers.recover();
  const close = (): void => {
    containers.close();
    opened.close();
  };
  return { directory, host, paths, machine, sandbox, containers, store, names, locks, runtimes, close };
}

/** All but busybox have nothing but their layers; the id of an image tells its name. */
function labImages(busyboxImage: ImageRecord, layers: Readonly<Record<string, readonly string[]>>) {
  const idOf = (name: string): ImageId => (name === 'busybox' ? busyboxImage.id : (`sha256:${name}` as ImageId));
  return {
    find: (name: string) => (layers[name] === undefined ? undefined : { ...busyboxImage, id: idOf(name) }),
    hold: () => ({ add: () => undefined, [Symbol.dispose]: () => undefined }),
    layerDirectories: ({ id }: ImageRecord) => Object.entries(layers).find(([name]) => idOf(name) === id)?.[1] ?? [],
  };
}

/** Pods with namespaces and addresses of their own, for the containers of a lab. The caller removes `bridge` afterwards. */
export function openLabPods(lab: ContainerLab, { bridge, subnet }: { bridge: string; subnet: string }): Pods {
  const { host, paths, store, names, locks, machine, containers } = lab;
  const network = createPodNetwork({
    host,
    log: silentLogger,
    confDir: join(lab.directory, 'no-conf'),
    binDirs: ['/usr/lib/cni', '/opt/cni/bin'],
    cacheDir: paths.cniCache,
    builtIn: { bridge, subnet },
  });
  return createPods({
    host,
    log: silentLogger,
    paths,
    sandboxes: store.sandboxes,
    names,
    locks,
    bootId: machine.bootId,
    network,
    machine,
    cgroupDriver: 'cgroupfs',
    runtimes: lab.runtimes,
    noMappedImages: createMappedImagesProbe(host, { run: paths.run, images: join(lab.directory, 'layer') }),
    changes: createListeners(),
    containers: {
      bySandbox: (id) => store.containers.bySandbox(id),
      kill: (id, signal) => containers.kill(id, signal),
      remove: (id, signal) => containers.remove(id, signal),
      create: (request) => containers.create(request),
      checkpointTogether: (request) => containers.checkpointTogether(request),
    },
  });
}

function makeLayer(directory: string): void {
  for (const name of ['bin', 'etc', 'proc', 'sys', 'dev', 'tmp'])
    fs.mkdirSync(join(directory, 'layer', name), { recursive: true });
  fs.copyFileSync('/bin/busybox', join(directory, 'layer/bin/busybox'));
  for (const name of ['sh', 'sleep', 'cat', 'id', 'echo', 'ps', 'kill', 'hostname', 'yes', 'tail', 'head', 'setsid', 'grep']) {
    fs.symlinkSync('busybox', join(directory, 'layer/bin', name));
  }
  fs.writeFileSync(join(directory, 'layer/etc/passwd'), 'root:x:0:0::/root:/bin/sh\nweb:x:101:102::/srv:/bin/sh\n');
  fs.writeFileSync(join(directory, 'layer/etc/group'), 'root:x:0:\nweb:x:102:\nlogs:x:200:web\n');
}

const busybox: ImageRecord = {
  version: 1,
  id: `sha256:${'1'.repeat(64)}` as ImageId,
  repoTags: [],
  repoDigests: [],
  layers: [],
  sizeBytes: 1,
  pinned: false,
  manifest: `sha256:${'2'.repeat(64)}` as ImageRecord['manifest'],
  mediaType: '',
  createdAtNs: 1,
  config: {
    architecture: 'amd64',
    os: 'linux',
    variant: '',
    user: '',
    env: ['FROM=image'],
    entrypoint: [],
    cmd: ['/bin/sleep', '1000'],
    workingDir: '',
    stopSignal: '',
    volumes: [],
    exposedPorts: [],
    labels: {},
    created: '',
  },
};
