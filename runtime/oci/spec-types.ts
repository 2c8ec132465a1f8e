/** The parts of the OCI runtime specification (1.0.2 to 1.2) that this runtime writes. */
export interface Spec {
  ociVersion: string;
  process: SpecProcess;
  root: { path: string; readonly: boolean };
  hostname?: string;
  mounts: SpecMount[];
  hooks?: SpecHooks;
  annotations: Record<string, string>;
  linux: SpecLinux;
}

/** Programs that the low-level runtime runs, by the moment at which it does. */
export type SpecHooks = Partial<Record<string, { path: string; args?: string[]; env?: string[]; timeout?: number }[]>>;

export interface SpecProcess {
  terminal: boolean;
  user: { uid: number; gid: number; additionalGids: number[] };
  args: string[];
  env: string[];
  cwd: string;
  capabilities: SpecCapabilities;
  noNewPrivileges: boolean;
  oomScoreAdj: number;
  rlimits: SpecRlimit[];
  apparmorProfile?: string;
  selinuxLabel?: string;
}

export interface SpecRlimit {
  type: `RLIMIT_${string}`;
  hard: number | { readonly rawJSON: string };
  soft: number | { readonly rawJSON: string };
}

export interface SpecCapabilities {
  bounding: string[];
  effective: string[];
  permitted: string[];
  inheritable: string[];
  ambient: string[];
}

export interface SpecMount {
  destination: string;
  type: string;
  source: string;
  options: string[];
  uidMappings?: SpecIdMapping[];
  gidMappings?: SpecIdMapping[];
}

export interface SpecIdMapping {
  containerID: number;
  hostID: number;
  size: number;
}

export interface SpecNamespace {
  type: 'pid' | 'network' | 'mount' | 'ipc' | 'uts' | 'cgroup' | 'user';
  path?: string;
}

export interface SpecLinux {
  namespaces: SpecNamespace[];
  uidMappings?: SpecIdMapping[];
  gidMappings?: SpecIdMapping[];
  devices: SpecDevice[];
  resources: SpecResources;
  cgroupsPath: string;
  rootfsPropagation?: 'rslave' | 'rshared' | 'rprivate';
  maskedPaths: string[];
  readonlyPaths: string[];
  seccomp?: SpecSeccomp;
  /** SELinux label of the mounts that the runtime makes. */
  mountLabel?: string;
  intelRdt?: Readonly<Record<string, unknown>>;
}

export interface SpecDevice {
  path: string;
  type: 'b' | 'c' | 'u' | 'p';
  /** Absent for a FIFO. */
  major?: number;
  minor?: number;
  fileMode: number;
  uid: number;
  gid: number;
}

export interface SpecResources {
  devices: { allow: boolean; type?: string; major?: number; minor?: number; access: string }[];
  memory?: { limit?: number; swap?: number };
  cpu?: { shares?: number; quota?: number; period?: number; cpus?: string; mems?: string };
  hugepageLimits?: { pageSize: string; limit: number }[];
  unified?: Record<string, string>;
}

export interface SpecSeccomp {
  defaultAction: string;
  defaultErrnoRet?: number;
  architectures?: string[];
  syscalls: SpecSeccompRule[];
}

export interface SpecSeccompRule {
  names: string[];
  action: string;
  errnoRet?: number;
  args?: { index: number; value: number; valueTwo?: number; op: string }[];
}
