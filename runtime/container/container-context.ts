import type { ContainerRecord } from '../base/container.ts';
import type { ContainerId, SandboxId } from '../base/ids.ts';
import type { KeyedLock } from '../base/keyed-lock.ts';
import type { Logger } from '../base/logger.ts';
import type { Paths } from '../base/paths.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { RecordTable } from '../base/record-table.ts';
import type { Host } from '../host/host.ts';
import type { Images } from '../image/images.ts';
import type { CgroupDriver } from '../oci/cgroups-path.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import type { Machine } from '../oci/machine.ts';
import type { Names } from '../state/names.ts';
import type { ContainerTable } from '../state/store.ts';
import type { ExitWatcher } from './exit-watcher.ts';
import type { StopInFlight } from './stop-container.ts';

export interface ContainersOptions {
  readonly host: Host;
  readonly machine: Machine;
  readonly paths: Paths;
  readonly log: Logger;
  readonly containers: ContainerTable;
  readonly sandboxes: RecordTable<SandboxId, SandboxRecord>;
  readonly names: Names;
  readonly images: Pick<Images, 'find' | 'layerDirectories' | 'hold'>;
  /** By handler; '' = the default one. */
  readonly runtimes: ReadonlyMap<string, LowLevelRuntime>;
  /** Path or name of conmon. */
  readonly conmon: string;
  readonly cgroupDriver: CgroupDriver;
  /** Directories of CDI files; later ones win. */
  readonly cdiDirs: readonly string[];
  /** Keys are sandbox and container ids; share it with pod/, and take the pod's before the container's. */
  readonly locks: KeyedLock;
}

/** What every verb of this room works with. */
export interface ContainerContext extends ContainersOptions {
  readonly exits: ExitWatcher;
  readonly stops: Map<ContainerId, StopInFlight>;
  /** Ends with the daemon's interest: waits that nobody needs any more go with it. */
  readonly changed: (record: ContainerRecord) => void;
}
