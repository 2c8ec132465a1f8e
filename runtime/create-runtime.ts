import type { Configuration } from './base/configuration.ts';
import type { ContainerRecord } from './base/container.ts';
import { CriError } from './base/cri-error.ts';
import { installHint } from './base/install-hint.ts';
import { KeyedLock } from './base/keyed-lock.ts';
import { createListeners } from './base/listeners.ts';
import type { Logger } from './base/logger.ts';
import { createPaths, type Paths } from './base/paths.ts';
import type { SandboxRecord } from './base/pod-sandbox.ts';
import { createContainers, type Containers } from './container/containers.ts';
import { createHost, type Host } from './host/host.ts';
import type { FileLock } from './host/syscall.ts';
import { createImages } from './image/create-images.ts';
import { diskUse } from './image/usage/disk-use.ts';
import { createPodNetwork } from './network/create-pod-network.ts';
import type { PodNetwork } from './network/pod-network.ts';
import { chooseCgroupDriver } from './oci/choose-cgroup-driver.ts';
import { findProgram } from './oci/find-program.ts';
import { createLowLevelRuntime, type LowLevelRuntime } from './oci/low-level-runtime.ts';
import { readMachine, type Machine } from './oci/machine.ts';
import { checkSystem } from './oci/preflight/check-system.ts';
import { createMappedImagesProbe } from './pod/mapped-images.ts';
import { createPods } from './pod/pods.ts';
import type { PodChange } from './pod/pod-parts.ts';
import { recoverPods } from './pod/recover-pods.ts';
import { createStats, type Stats } from './pod/stats.ts';
import { createContainerEvents } from './rpc/container-events.ts';
import type { Handler, ProgramsFound, RuntimeParts } from './rpc/runtime-parts.ts';
import { createNames } from './state/names.ts';
import { openStore, type Store } from './state/store.ts';
import { createGroupMeter } from './stats/cgroup/group-meter.ts';
import { createLayerMeter } from './stats/layer-meter.ts';
import { createStreamServer, type StreamServer } from './stream/server/create-stream-server.ts';

export interface Runtime {
  readonly parts: RuntimeParts;
  /** Holds every record against the kernel; to be awaited before the first call is served. */
  recover(): Promise<void>;
  /** Ends watching and closes files; containers go on. */
  close(): Promise<void>;
}

/** What only the entry point knows about its own process. */
export interface ProcessFacts {
  /** PATH */
  readonly path: string;
  /** Of the daemon: proxies, and what credential helpers need. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Node.js's name of the processor. */
  readonly arch: string;
  readonly uid: number;
  readonly workerEntry: URL;
  /** Of this program, as in package.json. */
  readonly version: string;
}

/**
 * Builds the runtime by hand, in order. Throws already-exists when another daemon has the root directory, and permission-denied
 * without root.
 */
export async function createRuntime(configuration: Configuration, log: Logger, facts: ProcessFacts): Promise<Runtime> {
  if (facts.uid !== 0) {
    throw new CriError('permission-denied', 'the runtime needs root for mounts, namespaces and cgroups', {
      hint: 'start it with sudo',
    });
  }
  const host = createHost({ path: facts.path });
  const paths = createPaths(configuration.root, configuration.run);
  const lock = await lockRoot(host, paths);
  host.sys.becomeSubreaper();
  beforeTheRest(host, log);
  const machine = await readMachine(host.files, facts.arch);
  const cgroupDriver = await chooseCgroupDriver(host.files, { machine, wished: configuration.cgroupDriver });
  const runtimes = lowLevelRuntimes(host, {
    configuration,
    paths,
    path: facts.path,
    systemdCgroup: cgroupDriver === 'systemd',
  });
  const store = openStore(paths.database, log);
  const base = { configuration, host, log, paths };
  const images = await openImages(base, store, facts);
  const network = openNetwork(base);
  // The pod's lock is taken before its containers': both rooms share one.
  const both = { sandboxes: store.sandboxes, names: createNames(), locks: new KeyedLock(), runtimes: byHandler(runtimes) };
  const shared = { host, log, paths, machine, cgroupDriver, ...both };
  const noMappedImages = createMappedImagesProbe(host, paths);
  const containers = createContainers({
    ...shared,
    containers: store.containers,
    images,
    conmon: (await findProgram(host.files, configuration.conmon, facts.path)) ?? configuration.conmon,
    cdiDirs: configuration.cdiSpecDirs,
  });
  const streams = openStreams(base);
  const podParts = {
    ...shared,
    containers,
    containerRecords: store.containers,
    network,
    bootId: machine.bootId,
    noMappedImages,
    changes: createListeners<[SandboxRecord, PodChange]>(),
  };
  const pods = createPods(podParts);
  return {
    parts: {
      pods,
      containers,
      images,
      stats: openStats({ ...base, containers, machine }),
      events: createContainerEvents({ pods, containers, images, clock: host.clock, log }),
      network,
      streams,
      clock: host.clock,
      log,
      version: facts.version,
      cgroupDriver,
      programs: () => findPrograms(host, { configuration, path: facts.path, runtimes, noMappedImages }),
      system: systemLook(base, { machine, runtimes, noMappedImages, path: facts.path }),
      directories: directoriesOf(paths),
    },
    recover: async () => {
      await containers.recover();
      await recoverPods(podParts);
    },
    close: async () => {
      await streams.close();
      containers.close();
      await network.close();
      await images.close();
      store.close();
      lock.release();
    },
  };
}

function systemLook(
  { host, configuration, paths }: Base,
  { runtimes, ...look }: Omit<ProgramsWanted, 'configuration'> & { readonly machine: Machine },
): RuntimeParts['system'] {
  const programs = runtimes.map(({ program }) => program);
  return () => checkSystem(host, { ...look, root: paths.root, runtimes: programs, conmon: configuration.conmon });
}

function directoriesOf(paths: Paths): RuntimeParts['directories'] {
  return {
    root: paths.root,
    run: paths.run,
    sandbox: (id) => paths.sandbox(id),
    bundle: (id) => paths.bundle(id),
    image: () => paths.images,
  };
}

interface Base {
  readonly configuration: Configuration;
  readonly host: Host;
  readonly log: Logger;
  readonly paths: Paths;
}

function openImages(
  { configuration, host, log, paths }: Base,
  store: Store,
  facts: ProcessFacts,
): ReturnType<typeof createImages> {
  return createImages({
    host,
    log,
    records: store.images,
    directory: paths.images,
    layersInUse: () => store.containers.list().flatMap(({ layers, volumeLayers = [] }) => [...layers, ...volumeLayers]),
    imageUsers: () => store.containers.list().flatMap(imagesOf),
    pinnedImages: configuration.pinnedImages,
    registries: {
      insecureHosts: configuration.insecureRegistries,
      directories: configuration.registryConfigDirs,
      dockerConfig: configuration.dockerConfig,
      environment: facts.environment,
    },
    version: facts.version,
    workerEntry: facts.workerEntry,
    architecture: facts.arch,
    downloadsAtOnce: configuration.maxParallelLayers,
  });
}

/** Its own image, and those that it has as volumes. */
function imagesOf({ id, imageId, config }: ContainerRecord): { image: string; containerId: string }[] {
  const volumes = config.mounts.flatMap(({ image }) => (image === undefined ? [] : [image.image]));
  return [imageId, ...volumes].map((image) => ({ image, containerId: id }));
}

function openStats(parts: Base & { readonly containers: Containers; readonly machine: Machine }): Stats {
  const { host, log, paths, containers: running, machine } = parts;
  const { cgroupV2, hugepageSizes: hugePageSizes } = machine;
  const onError = (error: unknown): void => {
    log.warn('cannot see how large a writable layer is', { error });
  };
  return createStats({
    host,
    paths,
    running,
    groups: createGroupMeter({ host, cgroupV2, hugePageSizes }),
    layers: createLayerMeter({ clock: host.clock, diskUsage: (directory) => diskUse(directory), onError }),
  });
}

function openNetwork({ configuration, host, log, paths }: Base): PodNetwork {
  const { defaultBridge: bridge, defaultSubnet } = configuration;
  return createPodNetwork({
    host,
    log,
    confDir: configuration.cniConfDir,
    binDirs: configuration.cniBinDirs,
    cacheDir: paths.cniCache,
    builtIn: { bridge, subnet: defaultSubnet === '' ? undefined : defaultSubnet },
  });
}

function openStreams({ configuration, host, log }: Base): StreamServer {
  const { streamAddress, streamPort, streamTlsCert, streamTlsKey, streamIdleSeconds } = configuration;
  const tls = streamTlsCert === '' ? undefined : { certFile: streamTlsCert, keyFile: streamTlsKey };
  return createStreamServer({
    address: { host: streamAddress, port: streamPort, tls },
    idleMs: streamIdleSeconds * 1000,
    clock: host.clock,
    log,
  });
}

async function lockRoot(host: Host, paths: Paths): Promise<FileLock> {
  await host.files.makeDirectory(paths.root);
  // The root of a pod's user namespace passes through it to the root file systems of its containers.
  await host.files.makeDirectory(paths.run);
  await host.files.setMode(paths.run, 0o711);
  const lock = host.sys.lockFile(paths.lock);
  if (lock !== undefined) return lock;
  throw new CriError('already-exists', `another daemon uses the root directory ${paths.root}`, {
    hint: 'stop that daemon, or choose another --root and --run',
  });
}

interface RuntimeChoice {
  readonly configuration: Configuration;
  readonly paths: Paths;
  readonly path: string;
  readonly systemdCgroup: boolean;
}

/** All that are configured, the default one first; one that is not installed yet may be so when it is used. */
function lowLevelRuntimes(host: Host, { configuration, paths, path, systemdCgroup }: RuntimeChoice): readonly LowLevelRuntime[] {
  return Object.entries(configuration.runtimes).map(([name, program]) =>
    createLowLevelRuntime(host, { name, program, stateDirectory: paths.runtimeState, systemdCgroup, searchPath: path }),
  );
}

/** The first one is the default, too. */
function byHandler(runtimes: readonly LowLevelRuntime[]): ReadonlyMap<string, LowLevelRuntime> {
  const named = runtimes.map((runtime) => [runtime.name, runtime] as const);
  return new Map([...runtimes.slice(0, 1).map((runtime) => ['', runtime] as const), ...named]);
}

interface ProgramsWanted {
  readonly configuration: Configuration;
  readonly path: string;
  readonly runtimes: readonly LowLevelRuntime[];
  readonly noMappedImages: () => Promise<string | undefined>;
}

async function findPrograms(
  host: Host,
  { configuration, path, runtimes, noMappedImages }: ProgramsWanted,
): Promise<ProgramsFound> {
  const handlers: Handler[] = [];
  for (const runtime of runtimes) {
    if ((await findProgram(host.files, runtime.program, path)) === undefined) continue;
    const { recursiveReadOnlyMounts, userNamespaces } = await runtime.features();
    const canMap = userNamespaces && (await noMappedImages()) === undefined;
    const features = { recursiveReadOnlyMounts, userNamespaces: canMap };
    if (runtime === runtimes[0]) handlers.push({ name: '', features });
    handlers.push({ name: runtime.name, features });
  }
  const [preferred = 'runc'] = Object.values(configuration.runtimes);
  for (const program of [preferred, configuration.conmon]) {
    const found = await findProgram(host.files, program, path);
    if (found === undefined) return { ready: false, message: `${program} is not installed: ${installHint(program)}`, handlers };
  }
  return { ready: true, message: '', handlers };
}

/** Calls are answered while layers are unpacked and containers compute, also where there are few processors. */
function beforeTheRest(host: Host, log: Logger): void {
  try {
    host.sys.raisePriority();
  } catch (error) {
    log.debug('runs with ordinary priority', { error: String(error) });
  }
}
