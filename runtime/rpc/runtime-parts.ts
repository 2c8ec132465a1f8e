import type { ContainerId, ImageId, SandboxId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { Containers } from '../container/containers.ts';
import type { Clock } from '../host/clock.ts';
import type { Images } from '../image/images.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { CgroupDriver } from '../oci/cgroups-path.ts';
import type { checkSystem } from '../oci/preflight/check-system.ts';
import type { Pods } from '../pod/pods.ts';
import type { Stats } from '../pod/stats.ts';
import type { StreamServer } from '../stream/server/create-stream-server.ts';
import type { ContainerEvents } from './container-events.ts';

/** All that the handlers work with. */
export interface RuntimeParts {
  readonly pods: Pods;
  readonly containers: Containers;
  readonly images: Images;
  readonly events: ContainerEvents;
  readonly stats: Stats;
  readonly network: Pick<PodNetwork, 'readiness' | 'setPodCidr'>;
  readonly streams: Pick<StreamServer, 'offer'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Semantic version of this runtime. */
  readonly version: string;
  readonly cgroupDriver: CgroupDriver;
  /** Whether the programs that pods and containers need are installed; `handlers` are the low-level runtimes found, the default first. */
  readonly programs: () => Promise<ProgramsFound>;
  /** Looks at the machine anew. */
  readonly system: () => ReturnType<typeof checkSystem>;
  /** Shown in verbose answers, and read by clients. */
  readonly directories: {
    readonly root: string;
    readonly run: string;
    sandbox(id: SandboxId): string;
    bundle(id: ContainerId): string;
    image(id: ImageId): string;
  };
}

export interface ProgramsFound {
  readonly ready: boolean;
  /** What is missing and how to get it; '' when ready. */
  readonly message: string;
  readonly handlers: readonly Handler[];
}

/** A low-level runtime that is installed now; '' is the default one, which is there under its name as well. */
export interface Handler {
  readonly name: string;
  readonly features: { readonly recursiveReadOnlyMounts: boolean; readonly userNamespaces: boolean };
}
