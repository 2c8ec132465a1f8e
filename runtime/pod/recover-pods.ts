import { sandboxFiles } from '../base/sandbox-files.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { isAlive } from '../container/proc.ts';
import { podName } from '../state/names.ts';
import { clearLeftovers, type LeftoverParts } from './clear-leftovers.ts';
import { readMountTable, type MountEntry } from './mount-table.ts';
import type { PodParts } from './pod-parts.ts';
import { discardPod } from './remove-pod-sandbox.ts';
import { stopLocked } from './stop-pod-sandbox.ts';

/**
 * Holds every pod's record against the machine, then clears what no record knows; to be awaited before RPCs are served, and after
 * `Containers.recover`. One bad pod is logged and set to unknown, where Stop and Remove can take it up; it stops nothing.
 */
export async function recoverPods(parts: LeftoverParts): Promise<void> {
  const { log, names, sandboxes } = parts;
  const mounts = await readMountTable(parts.host.files);
  for (const record of sandboxes.list()) {
    try {
      await parts.locks.run(record.id, () => recoverOne(parts, record, mounts));
    } catch (error) {
      log.error('a pod could not be recovered; its state is unknown', { sandbox: record.id, error });
      setUnknown(parts, record);
    }
  }
  for (const record of sandboxes.list()) {
    const name = podName(record.config.metadata);
    // A pod in state unknown gave its name up when it failed, and another may have it.
    if (record.state !== 'unknown' && names.holder(name) === undefined) names.reserve(name, record.id);
  }
  await clearLeftovers(parts, mounts);
}

async function recoverOne(parts: PodParts, record: SandboxRecord, mounts: readonly MountEntry[]): Promise<void> {
  switch (record.state) {
    case 'creating':
      return discardPod(parts, record.id, undefined);
    case 'ready':
      if (await isIntact(parts, record, mounts)) return undefined;
      parts.log.warn('a pod has lost its namespaces and is stopped', {
        sandbox: record.id,
        rebooted: record.bootId !== parts.bootId,
      });
      return stopLocked(parts, record.id, undefined);
    case 'stopping':
    case 'unknown':
      return stopLocked(parts, record.id, undefined);
    case 'stopped':
      return undefined;
  }
}

async function isIntact(
  { bootId, host, paths }: PodParts,
  record: SandboxRecord,
  mounts: readonly MountEntry[],
): Promise<boolean> {
  if (record.bootId !== bootId) return false;
  const isMounted = (path: string, fsType: string): boolean =>
    mounts.some((mount) => mount.path === path && mount.fsType === fsType);
  const { net, ipc, uts, user, pid } = record.namespaces;
  const pins = [net, ipc, uts, user, pid].filter((path) => path !== undefined);
  if (!pins.every((path) => isMounted(path, 'nsfs'))) return false;
  if (record.pidHolder !== undefined && !(await isAlive(host.files, record.pidHolder))) return false;
  return ipc === undefined || isMounted(sandboxFiles(paths.sandbox(record.id)).shm, 'tmpfs');
}

function setUnknown({ log, sandboxes }: PodParts, record: SandboxRecord): void {
  try {
    const current = sandboxes.get(record.id);
    if (current !== undefined) sandboxes.put({ ...current, state: 'unknown' });
  } catch (error) {
    log.error('the state of a pod could not be recorded', { sandbox: record.id, error });
  }
}
