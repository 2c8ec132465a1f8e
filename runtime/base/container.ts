import type { ContainerId, ImageId, SandboxId } from './ids.ts';
import type { IdMapping, LinuxContainerResources, NamespaceOption, SecurityProfile, SelinuxOption } from './linux-config.ts';

/** What the caller asked for: CRI ContainerConfig, validated, with absent messages made explicit. */
export interface ContainerConfig {
  readonly metadata: ContainerMetadata;
  readonly image: ImageSpec;
  /** Replaces the image's entrypoint when not empty. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly workingDir: string;
  readonly envs: readonly { readonly key: string; readonly value: string }[];
  readonly mounts: readonly Mount[];
  readonly devices: readonly { readonly containerPath: string; readonly hostPath: string; readonly permissions: string }[];
  readonly cdiDevices: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Relative to the sandbox's logDirectory; either '' = no log. */
  readonly logPath: string;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  /** Linux signal number (0 = the image's, else SIGTERM). */
  readonly stopSignal: number;
  readonly resources?: LinuxContainerResources;
  readonly securityContext: LinuxContainerSecurityContext;
}

/** (name, attempt) is unique in a pod. */
export interface ContainerMetadata {
  readonly name: string;
  readonly attempt: number;
}

/** CRI ImageSpec, echoed in status. */
export interface ImageSpec {
  readonly image: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly userSpecifiedImage: string;
  readonly runtimeHandler: string;
  readonly imageRef: string;
}

export interface Mount {
  readonly containerPath: string;
  /** Exactly one of hostPath and image is set. */
  readonly hostPath: string;
  readonly image?: ImageSpec;
  readonly imageSubPath: string;
  readonly readonly: boolean;
  readonly recursiveReadOnly: boolean;
  readonly selinuxRelabel: boolean;
  readonly propagation: 'PRIVATE' | 'HOST_TO_CONTAINER' | 'BIDIRECTIONAL';
  readonly uidMappings: readonly IdMapping[];
  readonly gidMappings: readonly IdMapping[];
  readonly mountOptions: readonly string[];
}

export interface LinuxContainerSecurityContext {
  readonly capabilities: {
    readonly add: readonly string[];
    readonly drop: readonly string[];
    readonly addAmbient: readonly string[];
  };
  readonly privileged: boolean;
  readonly namespaceOptions: NamespaceOption;
  readonly selinuxOptions?: SelinuxOption;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsUsername: string;
  readonly readonlyRootfs: boolean;
  readonly supplementalGroups: readonly number[];
  readonly supplementalGroupsPolicy: 'Merge' | 'Strict';
  readonly noNewPrivs: boolean;
  readonly maskedPaths: readonly string[];
  readonly readonlyPaths: readonly string[];
  readonly seccomp?: SecurityProfile;
  readonly apparmor?: SecurityProfile;
}

/** creating → created → running → exited → removing → (record deleted); any → unknown when its true state was lost. creating is not listed. */
export type ContainerState = 'creating' | 'created' | 'running' | 'exited' | 'removing' | 'unknown';

/** What we remember of one container. */
export interface ContainerRecord {
  readonly version: 1;
  readonly id: ContainerId;
  readonly sandboxId: SandboxId;
  readonly config: ContainerConfig;
  readonly runtimeHandler: string;
  readonly imageId: ImageId;
  /** A name@digest when the image has one, else its id. */
  readonly imageRef: string;
  readonly state: ContainerState;
  /** Nanoseconds since the epoch (as a double: exact to 256 ns); 0 = not yet. */
  readonly createdAtNs: number;
  readonly startedAtNs: number;
  readonly finishedAtNs: number;
  readonly exitCode: number;
  /** Completed, Error, OOMKilled, StartError, ContainerStatusUnknown …; '' while it has not ended. */
  readonly reason: string;
  readonly message: string;
  /** Absolute path on the target; '' = no log. */
  readonly logPath: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly supplementalGroups: readonly number[] };
  /** Linux signal number that Stop sends first. */
  readonly stopSignal: number;
  /** Process ids on the host; 0 = none. `startTime` (field 22 of /proc/PID/stat) tells a reused pid apart. */
  readonly init: { readonly pid: number; readonly startTime: number };
  readonly conmon: { readonly pid: number; readonly startTime: number };
  readonly bootId: string;
  /** Path of the container's cgroup as written into the OCI spec (linux.cgroupsPath). */
  readonly cgroupsPath: string;
  /** Layer directories of its root file system, lowest first; kept from garbage collection while this record lives. */
  readonly layers: readonly string[];
  /** Directory of criu's images that its processes come from when it is started; absent once it was, and in all others. */
  readonly restoreFrom?: string;
  /** Those of its image volumes; kept as well. Absent in records of earlier versions. */
  readonly volumeLayers?: readonly string[];
}
