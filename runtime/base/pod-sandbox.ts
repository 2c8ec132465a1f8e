import type { LinuxContainerResources, NamespaceOption, SecurityProfile, SelinuxOption } from './linux-config.ts';
import type { SandboxId } from './ids.ts';

/** What the caller asked for: CRI PodSandboxConfig, validated, with absent messages made explicit. */
export interface PodSandboxConfig {
  readonly metadata: PodSandboxMetadata;
  readonly hostname: string;
  /** Directory on the target for container logs; '' = no logs. */
  readonly logDirectory: string;
  /** Absent: the pod gets a copy of the host's resolv.conf. */
  readonly dnsConfig?: DnsConfig;
  readonly portMappings: readonly PortMapping[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly linux: LinuxPodSandboxConfig;
}

/** (name, uid, namespace, attempt) is unique among pods. */
export interface PodSandboxMetadata {
  readonly name: string;
  readonly uid: string;
  readonly namespace: string;
  readonly attempt: number;
}

export interface DnsConfig {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

export interface PortMapping {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  readonly containerPort: number;
  /** 0 = not published on the host. */
  readonly hostPort: number;
  readonly hostIp: string;
}

export interface LinuxPodSandboxConfig {
  readonly cgroupParent: string;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly securityContext: LinuxSandboxSecurityContext;
  readonly overhead?: LinuxContainerResources;
  readonly resources?: LinuxContainerResources;
}

export interface LinuxSandboxSecurityContext {
  readonly namespaceOptions: NamespaceOption;
  readonly selinuxOptions?: SelinuxOption;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly readonlyRootfs: boolean;
  readonly supplementalGroups: readonly number[];
  readonly supplementalGroupsPolicy: 'Merge' | 'Strict';
  readonly privileged: boolean;
  readonly seccomp?: SecurityProfile;
  readonly apparmor?: SecurityProfile;
}

/**
 * creating → ready → stopping → stopped → (record deleted); any → unknown when an undo or recovery could not finish.
 * CRI shows ready as SANDBOX_READY, the others as SANDBOX_NOTREADY; creating is not listed.
 */
export type SandboxState = 'creating' | 'ready' | 'stopping' | 'stopped' | 'unknown';

/** Paths of the namespaces pinned for a pod; absent = the host's. */
export interface PinnedNamespaces {
  readonly net?: string;
  readonly ipc?: string;
  readonly uts?: string;
  /** Owns the others: set when the pod asked for a user namespace. */
  readonly user?: string;
  /** Set when the pod shares one PID namespace; its pause process keeps it alive. */
  readonly pid?: string;
}

/** What we remember of one pod sandbox. */
export interface SandboxRecord {
  readonly version: 1;
  readonly id: SandboxId;
  readonly config: PodSandboxConfig;
  readonly runtimeHandler: string;
  readonly state: SandboxState;
  /** Nanoseconds since the epoch (as a double: exact to 256 ns). */
  readonly createdAtNs: number;
  /** Boot during which the namespaces were pinned (/proc/sys/kernel/random/boot_id). */
  readonly bootId: string;
  readonly namespaces: PinnedNamespaces;
  /** First process of the shared PID namespace, on the host; `startTime` (field 22 of /proc/PID/stat) tells a reused pid apart. */
  readonly pidHolder?: { readonly pid: number; readonly startTime: number };
  /** Pod addresses, the primary one first; empty with host network. */
  readonly ips: readonly string[];
  /** The CNI result and the configuration list it came from, as needed by DEL; absent before ADD and with host network. */
  readonly cni?: { readonly confList: string; readonly result: string };
  /** Absolute path below the cgroup mount, without the container's own last part; '' = the runtime's default. */
  readonly cgroupParent: string;
}
