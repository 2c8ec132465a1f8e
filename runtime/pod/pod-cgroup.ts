import { dirname, join } from 'node:path';
import { CriError, errnoOf, messageOf } from '../base/cri-error.ts';
import type { SandboxId } from '../base/ids.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { Host } from '../host/host.ts';
import { cgroupValues, ownCgroupParent, sumOfResources, type CgroupValue } from '../oci/pod-cgroup.ts';
import type { PodParts } from './pod-parts.ts';

const MOUNT = '/sys/fs/cgroup';

/**
 * Limits the control group of a pod that named none itself; one that the caller named has the caller's limits. Made only where
 * there is something to limit: else the low-level runtime makes it. Throws invalid-argument for a value that the kernel refuses.
 */
export async function limitPodCgroup(parts: PodParts, { config, cgroupParent }: SandboxRecord): Promise<void> {
  const { cgroupParent: named, resources, overhead } = config.linux;
  if (named !== '') return;
  const values = cgroupValues(sumOfResources(resources, overhead), parts.machine);
  if (values.length === 0) return;
  if (parts.cgroupDriver === 'systemd') await setProperties(parts.host, cgroupParent, values);
  else await writeValues(parts, cgroupParent, values);
}

/** Removes the control group of a pod that has one of its own; its containers must be removed. Success when there is none. */
export async function removePodCgroup(
  { host, machine, cgroupDriver }: Pick<PodParts, 'host' | 'machine' | 'cgroupDriver'>,
  id: SandboxId,
): Promise<void> {
  const path = ownCgroupParent(cgroupDriver, id);
  if (cgroupDriver === 'systemd') {
    // Not loaded, where no container was made and nothing was limited: exit code 5, and just as well.
    await host.exec(['systemctl', 'stop', unitOf(path)]);
    return;
  }
  const hierarchies = machine.cgroupV2 ? [''] : await host.files.list(MOUNT);
  for (const name of hierarchies) await host.files.removeDirectory(join(MOUNT, name, path));
}

async function writeValues({ host, machine }: PodParts, path: string, values: readonly CgroupValue[]): Promise<void> {
  const controllers = new Set(values.map(({ controller }) => controller));
  const directoryOf = (controller: string): string => join(MOUNT, machine.cgroupV2 ? '' : controller, path);
  try {
    for (const controller of controllers) await host.files.makeDirectory(directoryOf(controller), 0o755);
    if (machine.cgroupV2) await enable(host, path, controllers);
    else if (controllers.has('cpuset')) await inherit(host, directoryOf('cpuset'));
    for (const { controller, file, value } of values) await host.files.write(join(directoryOf(controller), file), value);
  } catch (error) {
    if (errnoOf(error) !== 'EINVAL' && errnoOf(error) !== 'ERANGE') throw error;
    throw new CriError('invalid-argument', `the limits of the pod cannot be set: ${messageOf(error)}`, {
      cause: error,
      hint: 'correct linux.resources',
    });
  }
}

/** Controllers of v2 are there where the group above hands them down. */
async function enable(host: Host, path: string, controllers: ReadonlySet<string>): Promise<void> {
  const words = [...controllers].map((name) => `+${name}`).join(' ');
  for (const above of ['/', dirname(path)]) await host.files.write(join(MOUNT, above, 'cgroup.subtree_control'), words);
}

/** A new cpuset of v1 has no processors and no memory, and nothing below it can have any. */
async function inherit(host: Host, directory: string): Promise<void> {
  for (const group of [dirname(directory), directory]) {
    for (const name of ['cpuset.cpus', 'cpuset.mems']) {
      if ((await host.files.readText(join(group, name))).trim() !== '') continue;
      await host.files.write(join(group, name), await host.files.readText(join(dirname(group), name)));
    }
  }
}

async function setProperties(host: Host, path: string, values: readonly CgroupValue[]): Promise<void> {
  const properties = values.flatMap(({ file, value }) => {
    const name = PROPERTIES[file];
    if (name !== undefined) return [`${name}=${propertyValue(file, value)}`];
    throw new CriError('unimplemented', `linux.resources: systemd has no limit for ${file} of a whole pod`, {
      hint: 'set it on the containers, or start the runtime with --cgroup-driver cgroupfs',
    });
  });
  const { exitCode, stderr } = await host.exec(['systemctl', 'set-property', '--runtime', unitOf(path), ...properties]);
  if (exitCode === 0) return;
  throw new CriError('invalid-argument', `the limits of the pod cannot be set: ${stderr.toString('utf8').trim()}`, {
    hint: 'correct linux.resources',
  });
}

/** systemd.resource-control(5) */
const PROPERTIES: Readonly<Record<string, string>> = {
  'cpu.weight': 'CPUWeight',
  'cpu.shares': 'CPUShares',
  'cpu.max': 'CPUQuota',
  'memory.max': 'MemoryMax',
  'memory.limit_in_bytes': 'MemoryLimit',
  'memory.swap.max': 'MemorySwapMax',
  'cpuset.cpus': 'AllowedCPUs',
  'cpuset.mems': 'AllowedMemoryNodes',
};

function propertyValue(file: string, value: string): string {
  if (file !== 'cpu.max') return value === 'max' ? 'infinity' : value;
  const [quota = 'max', period = '100000'] = value.split(' ');
  return quota === 'max' ? '' : `${String((Number(quota) / Number(period)) * 100)}%`;
}

function unitOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
