import type { ContainerConfig, ContainerRecord } from '../base/container.ts';
import type { ContainerId, SandboxId } from '../base/ids.ts';
import type { KeyedLock } from '../base/keyed-lock.ts';
import type { Listeners } from '../base/listeners.ts';
import type { Logger } from '../base/logger.ts';
import type { Paths } from '../base/paths.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { RecordTable } from '../base/record-table.ts';
import type { Host } from '../host/host.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { CgroupDriver } from '../oci/cgroups-path.ts';
import type { LowLevelRuntime } from '../oci/low-level-runtime.ts';
import type { Machine } from '../oci/machine.ts';
import type { Names } from '../state/names.ts';

/** What became of a pod: it is ready, it holds nothing of the machine any more, or it is gone with its record. */
export type PodChange = 'ready' | 'stopped' | 'removed';

/** What the verbs of a pod work with. */
export interface PodParts {
  readonly host: Host;
  readonly log: Logger;
  readonly paths: Paths;
  readonly sandboxes: RecordTable<SandboxId, SandboxRecord>;
  readonly containers: PodContainers;
  readonly network: PodNetwork;
  readonly names: Names;
  /** Keyed by pod id; taken before any lock of a container. */
  readonly locks: KeyedLock;
  /** Of pods that were ready once; the record is as it is then, or was last. */
  readonly changes: Listeners<[record: SandboxRecord, change: PodChange]>;
  /** /proc/sys/kernel/random/boot_id */
  readonly bootId: string;
  readonly machine: Machine;
  readonly cgroupDriver: CgroupDriver;
  /** By handler, installed or not; '' = the default one. */
  readonly runtimes: ReadonlyMap<string, Pick<LowLevelRuntime, 'name' | 'locate' | 'features' | 'delete'>>;
  /** Why images cannot be given to the users of a pod's user namespace; undefined when they can. */
  readonly noMappedImages: () => Promise<string | undefined>;
}

/**
 * What a pod needs of its containers. A container is made by: check that the pod is ready, put the record, in one turn of the
 * event loop. Then a stop, which first leaves `ready`, sees each container that was let in.
 */
export interface PodContainers {
  bySandbox(id: SandboxId): readonly ContainerRecord[];
  /** SIGKILL at once; returns when dead; success when it does not run or is unknown. */
  kill(id: ContainerId, signal?: AbortSignal): Promise<void>;
  create(request: {
    readonly sandbox: SandboxRecord;
    readonly config: ContainerConfig;
    readonly checkpoint: string;
    readonly signal: AbortSignal;
  }): Promise<ContainerRecord>;
  /** Saves several, of one moment, each into an archive of its own. */
  checkpointTogether(request: {
    readonly containers: readonly { readonly id: ContainerId; readonly location: string }[];
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** Removes it by force; success when unknown. */
  remove(id: ContainerId, signal?: AbortSignal): Promise<void>;
}
