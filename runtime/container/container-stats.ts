import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import type { ContainerId } from '../base/ids.ts';
import type { Paths } from '../base/paths.ts';
import { cgroupDirectory } from '../oci/cgroups-path.ts';
import type { GroupMeter, Measured } from '../stats/cgroup/group-meter.ts';
import type { LayerMeter, LayerUsage } from '../stats/layer-meter.ts';

/** What one container uses. */
export interface ContainerStats {
  readonly record: ContainerRecord;
  /** Absent when it does not run. */
  readonly group?: Measured;
  /** The directory of its own files, and what is in them; usage is absent while nobody has looked. */
  readonly writableLayer: { readonly directory: string; readonly usage?: LayerUsage };
}

/** Read by files of the kernel; no process is started for them. */
export interface Meters {
  readonly groups: GroupMeter;
  readonly layers: LayerMeter;
  readonly paths: Paths;
}

/** What a container has written lies below it. */
export function writableFiles(paths: Paths, id: ContainerId): string {
  return join(paths.writableLayer(id), 'upper');
}

const NO_ACTIVITY = -1;

export async function containerStats({ groups, layers, paths }: Meters, record: ContainerRecord): Promise<ContainerStats> {
  const group = record.state === 'running' ? groups.measure(cgroupDirectory(record.cgroupsPath), record.startedAtNs) : undefined;
  const directory = writableFiles(paths, record.id);
  // One that does not run writes nothing.
  const usage = await layers.measure(directory, record.state === 'running' ? group?.usage.cpuNs : NO_ACTIVITY);
  return { record, ...(group && { group }), writableLayer: { directory, ...(usage && { usage }) } };
}
