import { dirname, join } from 'node:path';
import type { ContainerId, SandboxId } from '../base/ids.ts';
import { errnoOf } from '../base/cri-error.ts';
import type { RecordTable } from '../base/record-table.ts';
import type { ContainerRecord } from '../base/container.ts';
import { MNT } from '../host/syscall.ts';
import type { MountEntry } from './mount-table.ts';
import { endOrphanHolders } from './pid-holder.ts';
import { removePodCgroup } from './pod-cgroup.ts';
import type { PodParts } from './pod-parts.ts';

export interface LeftoverParts extends PodParts {
  readonly containerRecords: Pick<RecordTable<ContainerId, ContainerRecord>, 'get' | 'list'>;
}

/** A step that fails is logged: what is left then is found again at the next start. */
type Attempt = (what: string, act: () => Promise<unknown>) => Promise<void>;

/**
 * Clears what no record knows, such as after the loss of the database: containers in the low-level runtimes, mounts, pause
 * processes, directories, networks. Names of directories that are no ids are left alone.
 */
export async function clearLeftovers(parts: LeftoverParts, mounts: readonly MountEntry[]): Promise<void> {
  const { containerRecords, host, log, network, paths, sandboxes } = parts;
  const attempt: Attempt = async (what, act) => {
    try {
      await act();
    } catch (error) {
      log.error(`could not ${what}; it is left for the next start`, { error });
    }
  };
  const bundles = await idsIn(parts, dirname(paths.bundle('x' as ContainerId)));
  const layers = await idsIn(parts, dirname(paths.writableLayer('x' as ContainerId)));
  for (const id of new Set([...bundles, ...layers])) {
    if (containerRecords.get(id as ContainerId) === undefined)
      await attempt(`clear container ${id}`, () => clearContainer(parts, id, mounts));
  }
  const orphans = (await idsIn(parts, dirname(paths.sandbox('x' as SandboxId)))).filter(
    (id) => sandboxes.get(id as SandboxId) === undefined,
  );
  // Their pause processes are known by nothing but their command line: /proc is searched only when there is such a pod.
  const known = new Set(sandboxes.list().flatMap(({ pidHolder }) => (pidHolder === undefined ? [] : [pidHolder.pid])));
  if (orphans.length > 0) await attempt('end pause processes without a pod', () => endOrphanHolders(host, paths.root, known));
  for (const id of orphans) {
    await attempt(`clear pod ${id}`, async () => {
      await unmountBelow(parts, paths.sandbox(id as SandboxId), mounts);
      await removePodCgroup(parts, id as SandboxId);
      await host.files.remove(paths.sandbox(id as SandboxId));
      log.warn('cleared what a pod without a record had left', { sandbox: id });
    });
  }
  await attempt('free networks without a pod', () => network.collectLeftovers(new Set(sandboxes.list().map(({ id }) => id))));
}

async function clearContainer(parts: LeftoverParts, id: string, mounts: readonly MountEntry[]): Promise<void> {
  const { host, log, paths, runtimes } = parts;
  const bundle = paths.bundle(id as ContainerId);
  await host.files.makeDirectory(bundle);
  // Its handler is not known any more; each runtime is content when it does not know the id.
  for (const runtime of new Set(runtimes.values())) await runtime.delete(id, join(bundle, 'leftover.log'));
  await unmountBelow(parts, bundle, mounts);
  await host.files.remove(bundle);
  await host.files.remove(paths.writableLayer(id as ContainerId));
  await host.files.remove(join(paths.exits, id));
  log.warn('cleared what a container without a record had left', { container: id });
}

async function unmountBelow({ host }: LeftoverParts, directory: string, mounts: readonly MountEntry[]): Promise<void> {
  for (const { path } of mounts.filter((mount) => mount.path.startsWith(`${directory}/`)).reverse())
    await host.sys.umount(path, MNT.DETACH);
}

async function idsIn({ host }: LeftoverParts, directory: string): Promise<string[]> {
  try {
    return (await host.files.list(directory)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
