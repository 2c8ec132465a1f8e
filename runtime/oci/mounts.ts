import * as fs from 'node:fs/promises';
import type { ContainerConfig, Mount } from '../base/container.ts';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { IdMapping } from '../base/linux-config.ts';
import type { SandboxFiles } from '../base/sandbox-files.ts';
import type { SpecIdMapping, SpecMount } from './spec-types.ts';

export interface MountInput {
  readonly config: ContainerConfig;
  /** Whether the pod has an IPC namespace of its own. */
  readonly hasPodIpc: boolean;
  /** Whether a user namespace of the pod's own meets the machine's network: it may not mount a sysfs that shows that one. */
  readonly isNetworkForeign: boolean;
  readonly sandboxFiles: SandboxFiles;
  /** Those of the sandbox's files, and of /dev/mqueue, that exist. */
  readonly present: ReadonlySet<string>;
  /** Where the content of each image volume is on the host, by container path. */
  readonly imageVolumes: ReadonlyMap<string, string>;
}

/** The file systems that every container has, and the caller's, in the order in which they have to be mounted. */
export async function containerMounts(input: MountInput): Promise<SpecMount[]> {
  const { config, sandboxFiles: files } = input;
  const { privileged, readonlyRootfs, namespaceOptions } = config.securityContext;
  const taken = new Set(config.mounts.map((mount) => mount.containerPath.replace(/\/+$/, '')));
  const bind = (destination: string, source: string): SpecMount[] =>
    input.present.has(source)
      ? [mountOf(destination, ['bind', source], ['rbind', 'rprivate', readonlyRootfs ? 'ro' : 'rw'])]
      : [];
  const system = [
    mountOf('/proc', ['proc', 'proc'], ['nosuid', 'noexec', 'nodev']),
    mountOf('/dev', ['tmpfs', 'tmpfs'], ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
    mountOf('/dev/pts', ['devpts', 'devpts'], ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5']),
    ...sharedMemory(
      namespaceOptions.ipc === 'CONTAINER' ? 'CONTAINER' : input.hasPodIpc ? 'POD' : 'NODE',
      files.shm,
      input.present.has('/dev/mqueue'),
    ),
    input.isNetworkForeign
      ? mountOf('/sys', ['bind', '/sys'], ['rbind', 'rprivate', 'nosuid', 'noexec', 'nodev', 'ro'])
      : mountOf('/sys', ['sysfs', 'sysfs'], ['nosuid', 'noexec', 'nodev', privileged ? 'rw' : 'ro']),
    mountOf('/sys/fs/cgroup', ['cgroup', 'cgroup'], ['nosuid', 'noexec', 'nodev', 'relatime', privileged ? 'rw' : 'ro']),
    ...bind('/etc/resolv.conf', files.resolvConf),
    ...bind('/etc/hosts', files.hosts),
    ...bind('/etc/hostname', files.hostname),
  ];
  const asked: SpecMount[] = [];
  for (const mount of config.mounts) asked.push(await userMount(mount, input.imageVolumes.get(mount.containerPath)));
  return byDepth([...system.filter((mount) => !taken.has(mount.destination)), ...asked]);
}

/** In the order in which they have to be mounted: nothing covers what lies below it. */
export function byDepth(mounts: readonly SpecMount[]): SpecMount[] {
  const depth = (mount: SpecMount): number => mount.destination.split('/').filter(Boolean).length;
  return mounts.toSorted((a, b) => depth(a) - depth(b));
}

/** Propagation of the root mount that the caller's mounts need. */
export function rootPropagation(config: ContainerConfig): 'rshared' | 'rslave' | undefined {
  if (config.mounts.some((mount) => mount.propagation === 'BIDIRECTIONAL')) return 'rshared';
  return config.mounts.some((mount) => mount.propagation === 'HOST_TO_CONTAINER') ? 'rslave' : undefined;
}

function sharedMemory(ipc: string, podShm: string, hostHasQueues: boolean): SpecMount[] {
  const own = ['nosuid', 'noexec', 'nodev'];
  if (ipc === 'NODE') {
    const queues = hostHasQueues ? [mountOf('/dev/mqueue', ['bind', '/dev/mqueue'], ['rbind', 'rw', ...own])] : [];
    return [mountOf('/dev/shm', ['bind', '/dev/shm'], ['rbind', 'rw']), ...queues];
  }
  const shm =
    ipc === 'CONTAINER'
      ? mountOf('/dev/shm', ['tmpfs', 'shm'], [...own, 'mode=1777', 'size=65536k'])
      : mountOf('/dev/shm', ['bind', podShm], ['rbind', 'rw']);
  return [shm, mountOf('/dev/mqueue', ['mqueue', 'mqueue'], own)];
}

function mountOf(destination: string, [type, source]: readonly [string, string], options: string[]): SpecMount {
  return { destination, type, source, options };
}

/** `imageSource` is set for an image volume, which is read-only whatever is asked for. */
async function userMount(mount: Mount, imageSource: string | undefined): Promise<SpecMount> {
  const source = imageSource ?? (await realSource(mount.hostPath, `mount ${mount.containerPath}`));
  if (imageSource === undefined) await requirePropagation(mount, source);
  const propagation = { PRIVATE: 'rprivate', HOST_TO_CONTAINER: 'rslave', BIDIRECTIONAL: 'rshared' }[mount.propagation];
  const isReadonly = mount.readonly || imageSource !== undefined;
  const access = mount.recursiveReadOnly ? ['rro', 'ro'] : [isReadonly ? 'ro' : 'rw'];
  return {
    ...mountOf(mount.containerPath, ['bind', source], ['rbind', propagation, ...access, ...mount.mountOptions]),
    ...(mount.uidMappings.length === 0 ? {} : { uidMappings: mount.uidMappings.map(specMapping) }),
    ...(mount.gidMappings.length === 0 ? {} : { gidMappings: mount.gidMappings.map(specMapping) }),
  };
}

/** An id mapping as the OCI specification writes it. */
export function specMapping({ containerId, hostId, length }: IdMapping): SpecIdMapping {
  return { containerID: containerId, hostID: hostId, size: length };
}

async function realSource(hostPath: string, name: string): Promise<string> {
  if (!hostPath.startsWith('/'))
    throw new CriError('invalid-argument', `${name}: the host path ${JSON.stringify(hostPath)} must be absolute`);
  try {
    return await fs.realpath(hostPath);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw new CriError('invalid-argument', `${name}: the host path ${hostPath} does not exist`, {
      cause: error,
      hint: 'make it first',
    });
  }
}

/** A slave or shared mount inside needs a source that lies on a shared (or, for a slave, slave) mount. */
async function requirePropagation(mount: Mount, source: string): Promise<void> {
  if (mount.propagation === 'PRIVATE') return;
  const lines = (await fs.readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  let best = { point: '', tags: '' };
  for (const line of lines) {
    const fields = line.split(' ');
    const point = (fields[4] ?? '').replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(parseInt(octal, 8)));
    const inside = point === '/' || source === point || source.startsWith(`${point}/`);
    if (inside && point.length >= best.point.length) best = { point, tags: fields.slice(6, fields.indexOf('-')).join(' ') };
  }
  const accepted = mount.propagation === 'BIDIRECTIONAL' ? /shared:/ : /shared:|master:/;
  if (accepted.test(best.tags)) return;
  const kind = mount.propagation === 'BIDIRECTIONAL' ? 'shared' : 'shared or slave';
  throw new CriError(
    'invalid-argument',
    `mount ${mount.containerPath}: ${mount.hostPath} is on ${best.point}, which is not a ${kind} mount`,
    {
      hint: `run: mount --make-rshared ${best.point}`,
    },
  );
}
