// Rendered by `npm run proto` from proto/cri.proto.
import { codec } from '../wire.ts';
import type { Codec, Input, WireReader, WireWriter } from '../wire.ts';
import { serverStream, unary } from '../services.ts';

/** . */
export const SecurityProfile_ProfileType = {
  RuntimeDefault: 0,
  Unconfined: 1,
  Localhost: 2,
} as const;
export type SecurityProfile_ProfileType = (typeof SecurityProfile_ProfileType)[keyof typeof SecurityProfile_ProfileType];

/** . */
export const Protocol = {
  TCP: 0,
  UDP: 1,
  SCTP: 2,
} as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** . */
export const MountPropagation = {
  PROPAGATION_PRIVATE: 0,
  PROPAGATION_HOST_TO_CONTAINER: 1,
  PROPAGATION_BIDIRECTIONAL: 2,
} as const;
export type MountPropagation = (typeof MountPropagation)[keyof typeof MountPropagation];

/** . */
export const NamespaceMode = {
  POD: 0,
  CONTAINER: 1,
  NODE: 2,
  TARGET: 3,
} as const;
export type NamespaceMode = (typeof NamespaceMode)[keyof typeof NamespaceMode];

/** . */
export const SupplementalGroupsPolicy = {
  Merge: 0,
  Strict: 1,
} as const;
export type SupplementalGroupsPolicy = (typeof SupplementalGroupsPolicy)[keyof typeof SupplementalGroupsPolicy];

/** . */
export const PodSandboxState = {
  SANDBOX_READY: 0,
  SANDBOX_NOTREADY: 1,
} as const;
export type PodSandboxState = (typeof PodSandboxState)[keyof typeof PodSandboxState];

/** . */
export const Signal = {
  SIGNAL_RUNTIME_DEFAULT: 0,
  SIGNAL_SIGABRT: 1,
  SIGNAL_SIGALRM: 2,
  SIGNAL_SIGBUS: 3,
  SIGNAL_SIGCHLD: 4,
  SIGNAL_SIGCLD: 5,
  SIGNAL_SIGCONT: 6,
  SIGNAL_SIGFPE: 7,
  SIGNAL_SIGHUP: 8,
  SIGNAL_SIGILL: 9,
  SIGNAL_SIGINT: 10,
  SIGNAL_SIGIO: 11,
  SIGNAL_SIGIOT: 12,
  SIGNAL_SIGKILL: 13,
  SIGNAL_SIGPIPE: 14,
  SIGNAL_SIGPOLL: 15,
  SIGNAL_SIGPROF: 16,
  SIGNAL_SIGPWR: 17,
  SIGNAL_SIGQUIT: 18,
  SIGNAL_SIGSEGV: 19,
  SIGNAL_SIGSTKFLT: 20,
  SIGNAL_SIGSTOP: 21,
  SIGNAL_SIGSYS: 22,
  SIGNAL_SIGTERM: 23,
  SIGNAL_SIGTRAP: 24,
  SIGNAL_SIGTSTP: 25,
  SIGNAL_SIGTTIN: 26,
  SIGNAL_SIGTTOU: 27,
  SIGNAL_SIGURG: 28,
  SIGNAL_SIGUSR1: 29,
  SIGNAL_SIGUSR2: 30,
  SIGNAL_SIGVTALRM: 31,
  SIGNAL_SIGWINCH: 32,
  SIGNAL_SIGXCPU: 33,
  SIGNAL_SIGXFSZ: 34,
  SIGNAL_SIGRTMIN: 35,
  SIGNAL_SIGRTMINPLUS1: 36,
  SIGNAL_SIGRTMINPLUS2: 37,
  SIGNAL_SIGRTMINPLUS3: 38,
  SIGNAL_SIGRTMINPLUS4: 39,
  SIGNAL_SIGRTMINPLUS5: 40,
  SIGNAL_SIGRTMINPLUS6: 41,
  SIGNAL_SIGRTMINPLUS7: 42,
  SIGNAL_SIGRTMINPLUS8: 43,
  SIGNAL_SIGRTMINPLUS9: 44,
  SIGNAL_SIGRTMINPLUS10: 45,
  SIGNAL_SIGRTMINPLUS11: 46,
  SIGNAL_SIGRTMINPLUS12: 47,
  SIGNAL_SIGRTMINPLUS13: 48,
  SIGNAL_SIGRTMINPLUS14: 49,
  SIGNAL_SIGRTMINPLUS15: 50,
  SIGNAL_SIGRTMAXMINUS14: 51,
  SIGNAL_SIGRTMAXMINUS13: 52,
  SIGNAL_SIGRTMAXMINUS12: 53,
  SIGNAL_SIGRTMAXMINUS11: 54,
  SIGNAL_SIGRTMAXMINUS10: 55,
  SIGNAL_SIGRTMAXMINUS9: 56,
  SIGNAL_SIGRTMAXMINUS8: 57,
  SIGNAL_SIGRTMAXMINUS7: 58,
  SIGNAL_SIGRTMAXMINUS6: 59,
  SIGNAL_SIGRTMAXMINUS5: 60,
  SIGNAL_SIGRTMAXMINUS4: 61,
  SIGNAL_SIGRTMAXMINUS3: 62,
  SIGNAL_SIGRTMAXMINUS2: 63,
  SIGNAL_SIGRTMAXMINUS1: 64,
  SIGNAL_SIGRTMAX: 65,
} as const;
export type Signal = (typeof Signal)[keyof typeof Signal];

/** . */
export const ContainerState = {
  CONTAINER_CREATED: 0,
  CONTAINER_RUNNING: 1,
  CONTAINER_EXITED: 2,
  CONTAINER_UNKNOWN: 3,
} as const;
export type ContainerState = (typeof ContainerState)[keyof typeof ContainerState];

/** . */
export const ContainerEventType = {
  CONTAINER_CREATED_EVENT: 0,
  CONTAINER_STARTED_EVENT: 1,
  CONTAINER_STOPPED_EVENT: 2,
  CONTAINER_DELETED_EVENT: 3,
} as const;
export type ContainerEventType = (typeof ContainerEventType)[keyof typeof ContainerEventType];

/** . */
export const MetricType = {
  COUNTER: 0,
  GAUGE: 1,
} as const;
export type MetricType = (typeof MetricType)[keyof typeof MetricType];

/** . */
export const CgroupDriver = {
  SYSTEMD: 0,
  CGROUPFS: 1,
} as const;
export type CgroupDriver = (typeof CgroupDriver)[keyof typeof CgroupDriver];

/** . */
export interface VersionRequest {
  version: string;
}
function writeVersionRequest(w: WireWriter, m: Input<VersionRequest>): void {
  w.string(10, m.version);
}
function readVersionRequest(r: WireReader, end: number): VersionRequest {
  const m: VersionRequest = {
    version: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.version = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const VersionRequest: Codec<VersionRequest> = /* @__PURE__ */ codec<VersionRequest>(writeVersionRequest, readVersionRequest);

/** . */
export interface VersionResponse {
  version: string;
  runtimeName: string;
  runtimeVersion: string;
  runtimeApiVersion: string;
}
function writeVersionResponse(w: WireWriter, m: Input<VersionResponse>): void {
  w.string(10, m.version);
  w.string(18, m.runtimeName);
  w.string(26, m.runtimeVersion);
  w.string(34, m.runtimeApiVersion);
}
function readVersionResponse(r: WireReader, end: number): VersionResponse {
  const m: VersionResponse = {
    version: '',
    runtimeName: '',
    runtimeVersion: '',
    runtimeApiVersion: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.version = r.string(); break;
      case 18: m.runtimeName = r.string(); break;
      case 26: m.runtimeVersion = r.string(); break;
      case 34: m.runtimeApiVersion = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const VersionResponse: Codec<VersionResponse> = /* @__PURE__ */ codec<VersionResponse>(writeVersionResponse, readVersionResponse);

/** . */
export interface DNSConfig {
  servers: string[];
  searches: string[];
  options: string[];
}
function writeDNSConfig(w: WireWriter, m: Input<DNSConfig>): void {
  w.strings(10, m.servers);
  w.strings(18, m.searches);
  w.strings(26, m.options);
}
function readDNSConfig(r: WireReader, end: number): DNSConfig {
  const m: DNSConfig = {
    servers: [],
    searches: [],
    options: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.servers.push(r.string()); break;
      case 18: m.searches.push(r.string()); break;
      case 26: m.options.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const DNSConfig: Codec<DNSConfig> = /* @__PURE__ */ codec<DNSConfig>(writeDNSConfig, readDNSConfig);

/** . */
export interface PortMapping {
  protocol: Protocol;
  containerPort: number;
  hostPort: number;
  hostIp: string;
}
function writePortMapping(w: WireWriter, m: Input<PortMapping>): void {
  w.int32(8, m.protocol);
  w.int32(16, m.containerPort);
  w.int32(24, m.hostPort);
  w.string(34, m.hostIp);
}
function readPortMapping(r: WireReader, end: number): PortMapping {
  const m: PortMapping = {
    protocol: 0,
    containerPort: 0,
    hostPort: 0,
    hostIp: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.protocol = r.int32() as Protocol; break;
      case 16: m.containerPort = r.int32(); break;
      case 24: m.hostPort = r.int32(); break;
      case 34: m.hostIp = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PortMapping: Codec<PortMapping> = /* @__PURE__ */ codec<PortMapping>(writePortMapping, readPortMapping);

/** . */
export interface Mount {
  containerPath: string;
  hostPath: string;
  readonly: boolean;
  selinuxRelabel: boolean;
  propagation: MountPropagation;
  uidMappings: IDMapping[];
  gidMappings: IDMapping[];
  recursiveReadOnly: boolean;
  image: ImageSpec | undefined;
  imageSubPath: string;
  mountOptions: string[];
}
function writeMount(w: WireWriter, m: Input<Mount>): void {
  w.string(10, m.containerPath);
  w.string(18, m.hostPath);
  w.bool(24, m.readonly);
  w.bool(32, m.selinuxRelabel);
  w.int32(40, m.propagation);
  w.messages(50, m.uidMappings, writeIDMapping);
  w.messages(58, m.gidMappings, writeIDMapping);
  w.bool(64, m.recursiveReadOnly);
  w.message(74, m.image, writeImageSpec);
  w.string(82, m.imageSubPath);
  w.strings(90, m.mountOptions);
}
function readMount(r: WireReader, end: number): Mount {
  const m: Mount = {
    containerPath: '',
    hostPath: '',
    readonly: false,
    selinuxRelabel: false,
    propagation: 0,
    uidMappings: [],
    gidMappings: [],
    recursiveReadOnly: false,
    image: undefined,
    imageSubPath: '',
    mountOptions: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerPath = r.string(); break;
      case 18: m.hostPath = r.string(); break;
      case 24: m.readonly = r.bool(); break;
      case 32: m.selinuxRelabel = r.bool(); break;
      case 40: m.propagation = r.int32() as MountPropagation; break;
      case 50: m.uidMappings.push(r.message(readIDMapping)); break;
      case 58: m.gidMappings.push(r.message(readIDMapping)); break;
      case 64: m.recursiveReadOnly = r.bool(); break;
      case 74: m.image = r.message(readImageSpec); break;
      case 82: m.imageSubPath = r.string(); break;
      case 90: m.mountOptions.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Mount: Codec<Mount> = /* @__PURE__ */ codec<Mount>(writeMount, readMount);

/** . */
export interface IDMapping {
  hostId: number;
  containerId: number;
  length: number;
}
function writeIDMapping(w: WireWriter, m: Input<IDMapping>): void {
  w.uint32(8, m.hostId);
  w.uint32(16, m.containerId);
  w.uint32(24, m.length);
}
function readIDMapping(r: WireReader, end: number): IDMapping {
  const m: IDMapping = {
    hostId: 0,
    containerId: 0,
    length: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.hostId = r.uint32(); break;
      case 16: m.containerId = r.uint32(); break;
      case 24: m.length = r.uint32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const IDMapping: Codec<IDMapping> = /* @__PURE__ */ codec<IDMapping>(writeIDMapping, readIDMapping);

/** . */
export interface UserNamespace {
  mode: NamespaceMode;
  uids: IDMapping[];
  gids: IDMapping[];
}
function writeUserNamespace(w: WireWriter, m: Input<UserNamespace>): void {
  w.int32(8, m.mode);
  w.messages(18, m.uids, writeIDMapping);
  w.messages(26, m.gids, writeIDMapping);
}
function readUserNamespace(r: WireReader, end: number): UserNamespace {
  const m: UserNamespace = {
    mode: 0,
    uids: [],
    gids: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.mode = r.int32() as NamespaceMode; break;
      case 18: m.uids.push(r.message(readIDMapping)); break;
      case 26: m.gids.push(r.message(readIDMapping)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UserNamespace: Codec<UserNamespace> = /* @__PURE__ */ codec<UserNamespace>(writeUserNamespace, readUserNamespace);

/** . */
export interface NamespaceOption {
  network: NamespaceMode;
  pid: NamespaceMode;
  ipc: NamespaceMode;
  targetId: string;
  usernsOptions: UserNamespace | undefined;
}
function writeNamespaceOption(w: WireWriter, m: Input<NamespaceOption>): void {
  w.int32(8, m.network);
  w.int32(16, m.pid);
  w.int32(24, m.ipc);
  w.string(34, m.targetId);
  w.message(42, m.usernsOptions, writeUserNamespace);
}
function readNamespaceOption(r: WireReader, end: number): NamespaceOption {
  const m: NamespaceOption = {
    network: 0,
    pid: 0,
    ipc: 0,
    targetId: '',
    usernsOptions: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.network = r.int32() as NamespaceMode; break;
      case 16: m.pid = r.int32() as NamespaceMode; break;
      case 24: m.ipc = r.int32() as NamespaceMode; break;
      case 34: m.targetId = r.string(); break;
      case 42: m.usernsOptions = r.message(readUserNamespace); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const NamespaceOption: Codec<NamespaceOption> = /* @__PURE__ */ codec<NamespaceOption>(writeNamespaceOption, readNamespaceOption);

/** . */
export interface Int64Value {
  value: number;
}
function writeInt64Value(w: WireWriter, m: Input<Int64Value>): void {
  w.int64(8, m.value);
}
function readInt64Value(r: WireReader, end: number): Int64Value {
  const m: Int64Value = {
    value: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.value = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Int64Value: Codec<Int64Value> = /* @__PURE__ */ codec<Int64Value>(writeInt64Value, readInt64Value);

/** . */
export interface LinuxSandboxSecurityContext {
  namespaceOptions: NamespaceOption | undefined;
  selinuxOptions: SELinuxOption | undefined;
  runAsUser: Int64Value | undefined;
  readonlyRootfs: boolean;
  supplementalGroups: number[];
  privileged: boolean;
  seccompProfilePath: string;
  runAsGroup: Int64Value | undefined;
  seccomp: SecurityProfile | undefined;
  apparmor: SecurityProfile | undefined;
  supplementalGroupsPolicy: SupplementalGroupsPolicy;
}
function writeLinuxSandboxSecurityContext(w: WireWriter, m: Input<LinuxSandboxSecurityContext>): void {
  w.message(10, m.namespaceOptions, writeNamespaceOption);
  w.message(18, m.selinuxOptions, writeSELinuxOption);
  w.message(26, m.runAsUser, writeInt64Value);
  w.bool(32, m.readonlyRootfs);
  w.packedInt64(42, m.supplementalGroups);
  w.bool(48, m.privileged);
  w.string(58, m.seccompProfilePath);
  w.message(66, m.runAsGroup, writeInt64Value);
  w.message(74, m.seccomp, writeSecurityProfile);
  w.message(82, m.apparmor, writeSecurityProfile);
  w.int32(88, m.supplementalGroupsPolicy);
}
function readLinuxSandboxSecurityContext(r: WireReader, end: number): LinuxSandboxSecurityContext {
  const m: LinuxSandboxSecurityContext = {
    namespaceOptions: undefined,
    selinuxOptions: undefined,
    runAsUser: undefined,
    readonlyRootfs: false,
    supplementalGroups: [],
    privileged: false,
    seccompProfilePath: '',
    runAsGroup: undefined,
    seccomp: undefined,
    apparmor: undefined,
    supplementalGroupsPolicy: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.namespaceOptions = r.message(readNamespaceOption); break;
      case 18: m.selinuxOptions = r.message(readSELinuxOption); break;
      case 26: m.runAsUser = r.message(readInt64Value); break;
      case 32: m.readonlyRootfs = r.bool(); break;
      case 40: m.supplementalGroups.push(r.int64()); break;
      case 42: r.packedInt64(m.supplementalGroups); break;
      case 48: m.privileged = r.bool(); break;
      case 58: m.seccompProfilePath = r.string(); break;
      case 66: m.runAsGroup = r.message(readInt64Value); break;
      case 74: m.seccomp = r.message(readSecurityProfile); break;
      case 82: m.apparmor = r.message(readSecurityProfile); break;
      case 88: m.supplementalGroupsPolicy = r.int32() as SupplementalGroupsPolicy; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxSandboxSecurityContext: Codec<LinuxSandboxSecurityContext> = /* @__PURE__ */ codec<LinuxSandboxSecurityContext>(writeLinuxSandboxSecurityContext, readLinuxSandboxSecurityContext);

/** . */
export interface SecurityProfile {
  profileType: SecurityProfile_ProfileType;
  localhostRef: string;
}
function writeSecurityProfile(w: WireWriter, m: Input<SecurityProfile>): void {
  w.int32(8, m.profileType);
  w.string(18, m.localhostRef);
}
function readSecurityProfile(r: WireReader, end: number): SecurityProfile {
  const m: SecurityProfile = {
    profileType: 0,
    localhostRef: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.profileType = r.int32() as SecurityProfile_ProfileType; break;
      case 18: m.localhostRef = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const SecurityProfile: Codec<SecurityProfile> = /* @__PURE__ */ codec<SecurityProfile>(writeSecurityProfile, readSecurityProfile);

/** . */
export interface LinuxPodSandboxConfig {
  cgroupParent: string;
  securityContext: LinuxSandboxSecurityContext | undefined;
  sysctls: Record<string, string>;
  overhead: LinuxContainerResources | undefined;
  resources: LinuxContainerResources | undefined;
}
function writeLinuxPodSandboxConfig(w: WireWriter, m: Input<LinuxPodSandboxConfig>): void {
  w.string(10, m.cgroupParent);
  w.message(18, m.securityContext, writeLinuxSandboxSecurityContext);
  w.stringMap(26, m.sysctls);
  w.message(34, m.overhead, writeLinuxContainerResources);
  w.message(42, m.resources, writeLinuxContainerResources);
}
function readLinuxPodSandboxConfig(r: WireReader, end: number): LinuxPodSandboxConfig {
  const m: LinuxPodSandboxConfig = {
    cgroupParent: '',
    securityContext: undefined,
    sysctls: {},
    overhead: undefined,
    resources: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.cgroupParent = r.string(); break;
      case 18: m.securityContext = r.message(readLinuxSandboxSecurityContext); break;
      case 26: r.stringMap(m.sysctls); break;
      case 34: m.overhead = r.message(readLinuxContainerResources); break;
      case 42: m.resources = r.message(readLinuxContainerResources); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxPodSandboxConfig: Codec<LinuxPodSandboxConfig> = /* @__PURE__ */ codec<LinuxPodSandboxConfig>(writeLinuxPodSandboxConfig, readLinuxPodSandboxConfig);

/** . */
export interface PodSandboxMetadata {
  name: string;
  uid: string;
  namespace: string;
  attempt: number;
}
function writePodSandboxMetadata(w: WireWriter, m: Input<PodSandboxMetadata>): void {
  w.string(10, m.name);
  w.string(18, m.uid);
  w.string(26, m.namespace);
  w.uint32(32, m.attempt);
}
function readPodSandboxMetadata(r: WireReader, end: number): PodSandboxMetadata {
  const m: PodSandboxMetadata = {
    name: '',
    uid: '',
    namespace: '',
    attempt: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.uid = r.string(); break;
      case 26: m.namespace = r.string(); break;
      case 32: m.attempt = r.uint32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxMetadata: Codec<PodSandboxMetadata> = /* @__PURE__ */ codec<PodSandboxMetadata>(writePodSandboxMetadata, readPodSandboxMetadata);

/** . */
export interface PodSandboxConfig {
  metadata: PodSandboxMetadata | undefined;
  hostname: string;
  logDirectory: string;
  dnsConfig: DNSConfig | undefined;
  portMappings: PortMapping[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
  linux: LinuxPodSandboxConfig | undefined;
  windows: WindowsPodSandboxConfig | undefined;
}
function writePodSandboxConfig(w: WireWriter, m: Input<PodSandboxConfig>): void {
  w.message(10, m.metadata, writePodSandboxMetadata);
  w.string(18, m.hostname);
  w.string(26, m.logDirectory);
  w.message(34, m.dnsConfig, writeDNSConfig);
  w.messages(42, m.portMappings, writePortMapping);
  w.stringMap(50, m.labels);
  w.stringMap(58, m.annotations);
  w.message(66, m.linux, writeLinuxPodSandboxConfig);
  w.message(74, m.windows, writeWindowsPodSandboxConfig);
}
function readPodSandboxConfig(r: WireReader, end: number): PodSandboxConfig {
  const m: PodSandboxConfig = {
    metadata: undefined,
    hostname: '',
    logDirectory: '',
    dnsConfig: undefined,
    portMappings: [],
    labels: {},
    annotations: {},
    linux: undefined,
    windows: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.metadata = r.message(readPodSandboxMetadata); break;
      case 18: m.hostname = r.string(); break;
      case 26: m.logDirectory = r.string(); break;
      case 34: m.dnsConfig = r.message(readDNSConfig); break;
      case 42: m.portMappings.push(r.message(readPortMapping)); break;
      case 50: r.stringMap(m.labels); break;
      case 58: r.stringMap(m.annotations); break;
      case 66: m.linux = r.message(readLinuxPodSandboxConfig); break;
      case 74: m.windows = r.message(readWindowsPodSandboxConfig); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxConfig: Codec<PodSandboxConfig> = /* @__PURE__ */ codec<PodSandboxConfig>(writePodSandboxConfig, readPodSandboxConfig);

/** . */
export interface RunPodSandboxRequest {
  config: PodSandboxConfig | undefined;
  runtimeHandler: string;
}
function writeRunPodSandboxRequest(w: WireWriter, m: Input<RunPodSandboxRequest>): void {
  w.message(10, m.config, writePodSandboxConfig);
  w.string(18, m.runtimeHandler);
}
function readRunPodSandboxRequest(r: WireReader, end: number): RunPodSandboxRequest {
  const m: RunPodSandboxRequest = {
    config: undefined,
    runtimeHandler: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.config = r.message(readPodSandboxConfig); break;
      case 18: m.runtimeHandler = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RunPodSandboxRequest: Codec<RunPodSandboxRequest> = /* @__PURE__ */ codec<RunPodSandboxRequest>(writeRunPodSandboxRequest, readRunPodSandboxRequest);

/** . */
export interface RunPodSandboxResponse {
  podSandboxId: string;
}
function writeRunPodSandboxResponse(w: WireWriter, m: Input<RunPodSandboxResponse>): void {
  w.string(10, m.podSandboxId);
}
function readRunPodSandboxResponse(r: WireReader, end: number): RunPodSandboxResponse {
  const m: RunPodSandboxResponse = {
    podSandboxId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RunPodSandboxResponse: Codec<RunPodSandboxResponse> = /* @__PURE__ */ codec<RunPodSandboxResponse>(writeRunPodSandboxResponse, readRunPodSandboxResponse);

/** . */
export interface StopPodSandboxRequest {
  podSandboxId: string;
}
function writeStopPodSandboxRequest(w: WireWriter, m: Input<StopPodSandboxRequest>): void {
  w.string(10, m.podSandboxId);
}
function readStopPodSandboxRequest(r: WireReader, end: number): StopPodSandboxRequest {
  const m: StopPodSandboxRequest = {
    podSandboxId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StopPodSandboxRequest: Codec<StopPodSandboxRequest> = /* @__PURE__ */ codec<StopPodSandboxRequest>(writeStopPodSandboxRequest, readStopPodSandboxRequest);

/** . */
export type StopPodSandboxResponse = Record<never, never>;
function writeStopPodSandboxResponse(): void {}
function readStopPodSandboxResponse(r: WireReader, end: number): StopPodSandboxResponse {
  const m: StopPodSandboxResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const StopPodSandboxResponse: Codec<StopPodSandboxResponse> = /* @__PURE__ */ codec<StopPodSandboxResponse>(writeStopPodSandboxResponse, readStopPodSandboxResponse);

/** . */
export interface RemovePodSandboxRequest {
  podSandboxId: string;
}
function writeRemovePodSandboxRequest(w: WireWriter, m: Input<RemovePodSandboxRequest>): void {
  w.string(10, m.podSandboxId);
}
function readRemovePodSandboxRequest(r: WireReader, end: number): RemovePodSandboxRequest {
  const m: RemovePodSandboxRequest = {
    podSandboxId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RemovePodSandboxRequest: Codec<RemovePodSandboxRequest> = /* @__PURE__ */ codec<RemovePodSandboxRequest>(writeRemovePodSandboxRequest, readRemovePodSandboxRequest);

/** . */
export type RemovePodSandboxResponse = Record<never, never>;
function writeRemovePodSandboxResponse(): void {}
function readRemovePodSandboxResponse(r: WireReader, end: number): RemovePodSandboxResponse {
  const m: RemovePodSandboxResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RemovePodSandboxResponse: Codec<RemovePodSandboxResponse> = /* @__PURE__ */ codec<RemovePodSandboxResponse>(writeRemovePodSandboxResponse, readRemovePodSandboxResponse);

/** . */
export interface PodSandboxStatusRequest {
  podSandboxId: string;
  verbose: boolean;
}
function writePodSandboxStatusRequest(w: WireWriter, m: Input<PodSandboxStatusRequest>): void {
  w.string(10, m.podSandboxId);
  w.bool(16, m.verbose);
}
function readPodSandboxStatusRequest(r: WireReader, end: number): PodSandboxStatusRequest {
  const m: PodSandboxStatusRequest = {
    podSandboxId: '',
    verbose: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 16: m.verbose = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatusRequest: Codec<PodSandboxStatusRequest> = /* @__PURE__ */ codec<PodSandboxStatusRequest>(writePodSandboxStatusRequest, readPodSandboxStatusRequest);

/** . */
export interface PodIP {
  ip: string;
}
function writePodIP(w: WireWriter, m: Input<PodIP>): void {
  w.string(10, m.ip);
}
function readPodIP(r: WireReader, end: number): PodIP {
  const m: PodIP = {
    ip: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.ip = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodIP: Codec<PodIP> = /* @__PURE__ */ codec<PodIP>(writePodIP, readPodIP);

/** . */
export interface PodSandboxNetworkStatus {
  ip: string;
  additionalIps: PodIP[];
}
function writePodSandboxNetworkStatus(w: WireWriter, m: Input<PodSandboxNetworkStatus>): void {
  w.string(10, m.ip);
  w.messages(18, m.additionalIps, writePodIP);
}
function readPodSandboxNetworkStatus(r: WireReader, end: number): PodSandboxNetworkStatus {
  const m: PodSandboxNetworkStatus = {
    ip: '',
    additionalIps: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.ip = r.string(); break;
      case 18: m.additionalIps.push(r.message(readPodIP)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxNetworkStatus: Codec<PodSandboxNetworkStatus> = /* @__PURE__ */ codec<PodSandboxNetworkStatus>(writePodSandboxNetworkStatus, readPodSandboxNetworkStatus);

/** . */
export interface Namespace {
  options: NamespaceOption | undefined;
}
function writeNamespace(w: WireWriter, m: Input<Namespace>): void {
  w.message(18, m.options, writeNamespaceOption);
}
function readNamespace(r: WireReader, end: number): Namespace {
  const m: Namespace = {
    options: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 18: m.options = r.message(readNamespaceOption); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Namespace: Codec<Namespace> = /* @__PURE__ */ codec<Namespace>(writeNamespace, readNamespace);

/** . */
export interface LinuxPodSandboxStatus {
  namespaces: Namespace | undefined;
}
function writeLinuxPodSandboxStatus(w: WireWriter, m: Input<LinuxPodSandboxStatus>): void {
  w.message(10, m.namespaces, writeNamespace);
}
function readLinuxPodSandboxStatus(r: WireReader, end: number): LinuxPodSandboxStatus {
  const m: LinuxPodSandboxStatus = {
    namespaces: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.namespaces = r.message(readNamespace); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxPodSandboxStatus: Codec<LinuxPodSandboxStatus> = /* @__PURE__ */ codec<LinuxPodSandboxStatus>(writeLinuxPodSandboxStatus, readLinuxPodSandboxStatus);

/** . */
export interface PodSandboxStatus {
  id: string;
  metadata: PodSandboxMetadata | undefined;
  state: PodSandboxState;
  createdAt: number;
  network: PodSandboxNetworkStatus | undefined;
  linux: LinuxPodSandboxStatus | undefined;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  runtimeHandler: string;
}
function writePodSandboxStatus(w: WireWriter, m: Input<PodSandboxStatus>): void {
  w.string(10, m.id);
  w.message(18, m.metadata, writePodSandboxMetadata);
  w.int32(24, m.state);
  w.int64(32, m.createdAt);
  w.message(42, m.network, writePodSandboxNetworkStatus);
  w.message(50, m.linux, writeLinuxPodSandboxStatus);
  w.stringMap(58, m.labels);
  w.stringMap(66, m.annotations);
  w.string(74, m.runtimeHandler);
}
function readPodSandboxStatus(r: WireReader, end: number): PodSandboxStatus {
  const m: PodSandboxStatus = {
    id: '',
    metadata: undefined,
    state: 0,
    createdAt: 0,
    network: undefined,
    linux: undefined,
    labels: {},
    annotations: {},
    runtimeHandler: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.metadata = r.message(readPodSandboxMetadata); break;
      case 24: m.state = r.int32() as PodSandboxState; break;
      case 32: m.createdAt = r.int64(); break;
      case 42: m.network = r.message(readPodSandboxNetworkStatus); break;
      case 50: m.linux = r.message(readLinuxPodSandboxStatus); break;
      case 58: r.stringMap(m.labels); break;
      case 66: r.stringMap(m.annotations); break;
      case 74: m.runtimeHandler = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatus: Codec<PodSandboxStatus> = /* @__PURE__ */ codec<PodSandboxStatus>(writePodSandboxStatus, readPodSandboxStatus);

/** . */
export interface PodSandboxStatusResponse {
  status: PodSandboxStatus | undefined;
  info: Record<string, string>;
  containersStatuses: ContainerStatus[];
  timestamp: number;
}
function writePodSandboxStatusResponse(w: WireWriter, m: Input<PodSandboxStatusResponse>): void {
  w.message(10, m.status, writePodSandboxStatus);
  w.stringMap(18, m.info);
  w.messages(26, m.containersStatuses, writeContainerStatus);
  w.int64(32, m.timestamp);
}
function readPodSandboxStatusResponse(r: WireReader, end: number): PodSandboxStatusResponse {
  const m: PodSandboxStatusResponse = {
    status: undefined,
    info: {},
    containersStatuses: [],
    timestamp: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.status = r.message(readPodSandboxStatus); break;
      case 18: r.stringMap(m.info); break;
      case 26: m.containersStatuses.push(r.message(readContainerStatus)); break;
      case 32: m.timestamp = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatusResponse: Codec<PodSandboxStatusResponse> = /* @__PURE__ */ codec<PodSandboxStatusResponse>(writePodSandboxStatusResponse, readPodSandboxStatusResponse);

/** . */
export interface PodSandboxStateValue {
  state: PodSandboxState;
}
function writePodSandboxStateValue(w: WireWriter, m: Input<PodSandboxStateValue>): void {
  w.int32(8, m.state);
}
function readPodSandboxStateValue(r: WireReader, end: number): PodSandboxStateValue {
  const m: PodSandboxStateValue = {
    state: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.state = r.int32() as PodSandboxState; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStateValue: Codec<PodSandboxStateValue> = /* @__PURE__ */ codec<PodSandboxStateValue>(writePodSandboxStateValue, readPodSandboxStateValue);

/** . */
export interface PodSandboxFilter {
  id: string;
  state: PodSandboxStateValue | undefined;
  labelSelector: Record<string, string>;
}
function writePodSandboxFilter(w: WireWriter, m: Input<PodSandboxFilter>): void {
  w.string(10, m.id);
  w.message(18, m.state, writePodSandboxStateValue);
  w.stringMap(26, m.labelSelector);
}
function readPodSandboxFilter(r: WireReader, end: number): PodSandboxFilter {
  const m: PodSandboxFilter = {
    id: '',
    state: undefined,
    labelSelector: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.state = r.message(readPodSandboxStateValue); break;
      case 26: r.stringMap(m.labelSelector); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxFilter: Codec<PodSandboxFilter> = /* @__PURE__ */ codec<PodSandboxFilter>(writePodSandboxFilter, readPodSandboxFilter);

/** . */
export interface ListPodSandboxRequest {
  filter: PodSandboxFilter | undefined;
}
function writeListPodSandboxRequest(w: WireWriter, m: Input<ListPodSandboxRequest>): void {
  w.message(10, m.filter, writePodSandboxFilter);
}
function readListPodSandboxRequest(r: WireReader, end: number): ListPodSandboxRequest {
  const m: ListPodSandboxRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readPodSandboxFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPodSandboxRequest: Codec<ListPodSandboxRequest> = /* @__PURE__ */ codec<ListPodSandboxRequest>(writeListPodSandboxRequest, readListPodSandboxRequest);

/** . */
export interface PodSandbox {
  id: string;
  metadata: PodSandboxMetadata | undefined;
  state: PodSandboxState;
  createdAt: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  runtimeHandler: string;
}
function writePodSandbox(w: WireWriter, m: Input<PodSandbox>): void {
  w.string(10, m.id);
  w.message(18, m.metadata, writePodSandboxMetadata);
  w.int32(24, m.state);
  w.int64(32, m.createdAt);
  w.stringMap(42, m.labels);
  w.stringMap(50, m.annotations);
  w.string(58, m.runtimeHandler);
}
function readPodSandbox(r: WireReader, end: number): PodSandbox {
  const m: PodSandbox = {
    id: '',
    metadata: undefined,
    state: 0,
    createdAt: 0,
    labels: {},
    annotations: {},
    runtimeHandler: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.metadata = r.message(readPodSandboxMetadata); break;
      case 24: m.state = r.int32() as PodSandboxState; break;
      case 32: m.createdAt = r.int64(); break;
      case 42: r.stringMap(m.labels); break;
      case 50: r.stringMap(m.annotations); break;
      case 58: m.runtimeHandler = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandbox: Codec<PodSandbox> = /* @__PURE__ */ codec<PodSandbox>(writePodSandbox, readPodSandbox);

/** . */
export interface ListPodSandboxResponse {
  items: PodSandbox[];
}
function writeListPodSandboxResponse(w: WireWriter, m: Input<ListPodSandboxResponse>): void {
  w.messages(10, m.items, writePodSandbox);
}
function readListPodSandboxResponse(r: WireReader, end: number): ListPodSandboxResponse {
  const m: ListPodSandboxResponse = {
    items: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.items.push(r.message(readPodSandbox)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPodSandboxResponse: Codec<ListPodSandboxResponse> = /* @__PURE__ */ codec<ListPodSandboxResponse>(writeListPodSandboxResponse, readListPodSandboxResponse);

/** . */
export interface StreamPodSandboxesRequest {
  filter: PodSandboxFilter | undefined;
}
function writeStreamPodSandboxesRequest(w: WireWriter, m: Input<StreamPodSandboxesRequest>): void {
  w.message(10, m.filter, writePodSandboxFilter);
}
function readStreamPodSandboxesRequest(r: WireReader, end: number): StreamPodSandboxesRequest {
  const m: StreamPodSandboxesRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readPodSandboxFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamPodSandboxesRequest: Codec<StreamPodSandboxesRequest> = /* @__PURE__ */ codec<StreamPodSandboxesRequest>(writeStreamPodSandboxesRequest, readStreamPodSandboxesRequest);

/** . */
export interface StreamPodSandboxesResponse {
  podSandboxes: PodSandbox[];
}
function writeStreamPodSandboxesResponse(w: WireWriter, m: Input<StreamPodSandboxesResponse>): void {
  w.messages(10, m.podSandboxes, writePodSandbox);
}
function readStreamPodSandboxesResponse(r: WireReader, end: number): StreamPodSandboxesResponse {
  const m: StreamPodSandboxesResponse = {
    podSandboxes: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxes.push(r.message(readPodSandbox)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamPodSandboxesResponse: Codec<StreamPodSandboxesResponse> = /* @__PURE__ */ codec<StreamPodSandboxesResponse>(writeStreamPodSandboxesResponse, readStreamPodSandboxesResponse);

/** . */
export interface PodSandboxStatsRequest {
  podSandboxId: string;
}
function writePodSandboxStatsRequest(w: WireWriter, m: Input<PodSandboxStatsRequest>): void {
  w.string(10, m.podSandboxId);
}
function readPodSandboxStatsRequest(r: WireReader, end: number): PodSandboxStatsRequest {
  const m: PodSandboxStatsRequest = {
    podSandboxId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatsRequest: Codec<PodSandboxStatsRequest> = /* @__PURE__ */ codec<PodSandboxStatsRequest>(writePodSandboxStatsRequest, readPodSandboxStatsRequest);

/** . */
export interface PodSandboxStatsResponse {
  stats: PodSandboxStats | undefined;
}
function writePodSandboxStatsResponse(w: WireWriter, m: Input<PodSandboxStatsResponse>): void {
  w.message(10, m.stats, writePodSandboxStats);
}
function readPodSandboxStatsResponse(r: WireReader, end: number): PodSandboxStatsResponse {
  const m: PodSandboxStatsResponse = {
    stats: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.stats = r.message(readPodSandboxStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatsResponse: Codec<PodSandboxStatsResponse> = /* @__PURE__ */ codec<PodSandboxStatsResponse>(writePodSandboxStatsResponse, readPodSandboxStatsResponse);

/** . */
export interface PodSandboxStatsFilter {
  id: string;
  labelSelector: Record<string, string>;
}
function writePodSandboxStatsFilter(w: WireWriter, m: Input<PodSandboxStatsFilter>): void {
  w.string(10, m.id);
  w.stringMap(18, m.labelSelector);
}
function readPodSandboxStatsFilter(r: WireReader, end: number): PodSandboxStatsFilter {
  const m: PodSandboxStatsFilter = {
    id: '',
    labelSelector: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: r.stringMap(m.labelSelector); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStatsFilter: Codec<PodSandboxStatsFilter> = /* @__PURE__ */ codec<PodSandboxStatsFilter>(writePodSandboxStatsFilter, readPodSandboxStatsFilter);

/** . */
export interface ListPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | undefined;
}
function writeListPodSandboxStatsRequest(w: WireWriter, m: Input<ListPodSandboxStatsRequest>): void {
  w.message(10, m.filter, writePodSandboxStatsFilter);
}
function readListPodSandboxStatsRequest(r: WireReader, end: number): ListPodSandboxStatsRequest {
  const m: ListPodSandboxStatsRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readPodSandboxStatsFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPodSandboxStatsRequest: Codec<ListPodSandboxStatsRequest> = /* @__PURE__ */ codec<ListPodSandboxStatsRequest>(writeListPodSandboxStatsRequest, readListPodSandboxStatsRequest);

/** . */
export interface ListPodSandboxStatsResponse {
  stats: PodSandboxStats[];
}
function writeListPodSandboxStatsResponse(w: WireWriter, m: Input<ListPodSandboxStatsResponse>): void {
  w.messages(10, m.stats, writePodSandboxStats);
}
function readListPodSandboxStatsResponse(r: WireReader, end: number): ListPodSandboxStatsResponse {
  const m: ListPodSandboxStatsResponse = {
    stats: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.stats.push(r.message(readPodSandboxStats)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPodSandboxStatsResponse: Codec<ListPodSandboxStatsResponse> = /* @__PURE__ */ codec<ListPodSandboxStatsResponse>(writeListPodSandboxStatsResponse, readListPodSandboxStatsResponse);

/** . */
export interface StreamPodSandboxStatsRequest {
  filter: PodSandboxStatsFilter | undefined;
}
function writeStreamPodSandboxStatsRequest(w: WireWriter, m: Input<StreamPodSandboxStatsRequest>): void {
  w.message(10, m.filter, writePodSandboxStatsFilter);
}
function readStreamPodSandboxStatsRequest(r: WireReader, end: number): StreamPodSandboxStatsRequest {
  const m: StreamPodSandboxStatsRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readPodSandboxStatsFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamPodSandboxStatsRequest: Codec<StreamPodSandboxStatsRequest> = /* @__PURE__ */ codec<StreamPodSandboxStatsRequest>(writeStreamPodSandboxStatsRequest, readStreamPodSandboxStatsRequest);

/** . */
export interface StreamPodSandboxStatsResponse {
  podSandboxStats: PodSandboxStats[];
}
function writeStreamPodSandboxStatsResponse(w: WireWriter, m: Input<StreamPodSandboxStatsResponse>): void {
  w.messages(10, m.podSandboxStats, writePodSandboxStats);
}
function readStreamPodSandboxStatsResponse(r: WireReader, end: number): StreamPodSandboxStatsResponse {
  const m: StreamPodSandboxStatsResponse = {
    podSandboxStats: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxStats.push(r.message(readPodSandboxStats)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamPodSandboxStatsResponse: Codec<StreamPodSandboxStatsResponse> = /* @__PURE__ */ codec<StreamPodSandboxStatsResponse>(writeStreamPodSandboxStatsResponse, readStreamPodSandboxStatsResponse);

/** . */
export interface PodSandboxAttributes {
  id: string;
  metadata: PodSandboxMetadata | undefined;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
function writePodSandboxAttributes(w: WireWriter, m: Input<PodSandboxAttributes>): void {
  w.string(10, m.id);
  w.message(18, m.metadata, writePodSandboxMetadata);
  w.stringMap(26, m.labels);
  w.stringMap(34, m.annotations);
}
function readPodSandboxAttributes(r: WireReader, end: number): PodSandboxAttributes {
  const m: PodSandboxAttributes = {
    id: '',
    metadata: undefined,
    labels: {},
    annotations: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.metadata = r.message(readPodSandboxMetadata); break;
      case 26: r.stringMap(m.labels); break;
      case 34: r.stringMap(m.annotations); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxAttributes: Codec<PodSandboxAttributes> = /* @__PURE__ */ codec<PodSandboxAttributes>(writePodSandboxAttributes, readPodSandboxAttributes);

/** . */
export interface PodSandboxStats {
  attributes: PodSandboxAttributes | undefined;
  linux: LinuxPodSandboxStats | undefined;
  windows: WindowsPodSandboxStats | undefined;
}
function writePodSandboxStats(w: WireWriter, m: Input<PodSandboxStats>): void {
  w.message(10, m.attributes, writePodSandboxAttributes);
  w.message(18, m.linux, writeLinuxPodSandboxStats);
  w.message(26, m.windows, writeWindowsPodSandboxStats);
}
function readPodSandboxStats(r: WireReader, end: number): PodSandboxStats {
  const m: PodSandboxStats = {
    attributes: undefined,
    linux: undefined,
    windows: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.attributes = r.message(readPodSandboxAttributes); break;
      case 18: m.linux = r.message(readLinuxPodSandboxStats); break;
      case 26: m.windows = r.message(readWindowsPodSandboxStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxStats: Codec<PodSandboxStats> = /* @__PURE__ */ codec<PodSandboxStats>(writePodSandboxStats, readPodSandboxStats);

/** . */
export interface LinuxPodSandboxStats {
  cpu: CpuUsage | undefined;
  memory: MemoryUsage | undefined;
  network: NetworkUsage | undefined;
  process: ProcessUsage | undefined;
  containers: ContainerStats[];
  io: IoUsage | undefined;
}
function writeLinuxPodSandboxStats(w: WireWriter, m: Input<LinuxPodSandboxStats>): void {
  w.message(10, m.cpu, writeCpuUsage);
  w.message(18, m.memory, writeMemoryUsage);
  w.message(26, m.network, writeNetworkUsage);
  w.message(34, m.process, writeProcessUsage);
  w.messages(42, m.containers, writeContainerStats);
  w.message(50, m.io, writeIoUsage);
}
function readLinuxPodSandboxStats(r: WireReader, end: number): LinuxPodSandboxStats {
  const m: LinuxPodSandboxStats = {
    cpu: undefined,
    memory: undefined,
    network: undefined,
    process: undefined,
    containers: [],
    io: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.cpu = r.message(readCpuUsage); break;
      case 18: m.memory = r.message(readMemoryUsage); break;
      case 26: m.network = r.message(readNetworkUsage); break;
      case 34: m.process = r.message(readProcessUsage); break;
      case 42: m.containers.push(r.message(readContainerStats)); break;
      case 50: m.io = r.message(readIoUsage); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxPodSandboxStats: Codec<LinuxPodSandboxStats> = /* @__PURE__ */ codec<LinuxPodSandboxStats>(writeLinuxPodSandboxStats, readLinuxPodSandboxStats);

/** . */
export interface WindowsPodSandboxStats {
  cpu: WindowsCpuUsage | undefined;
  memory: WindowsMemoryUsage | undefined;
  network: WindowsNetworkUsage | undefined;
  process: WindowsProcessUsage | undefined;
  containers: WindowsContainerStats[];
}
function writeWindowsPodSandboxStats(w: WireWriter, m: Input<WindowsPodSandboxStats>): void {
  w.message(10, m.cpu, writeWindowsCpuUsage);
  w.message(18, m.memory, writeWindowsMemoryUsage);
  w.message(26, m.network, writeWindowsNetworkUsage);
  w.message(34, m.process, writeWindowsProcessUsage);
  w.messages(42, m.containers, writeWindowsContainerStats);
}
function readWindowsPodSandboxStats(r: WireReader, end: number): WindowsPodSandboxStats {
  const m: WindowsPodSandboxStats = {
    cpu: undefined,
    memory: undefined,
    network: undefined,
    process: undefined,
    containers: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.cpu = r.message(readWindowsCpuUsage); break;
      case 18: m.memory = r.message(readWindowsMemoryUsage); break;
      case 26: m.network = r.message(readWindowsNetworkUsage); break;
      case 34: m.process = r.message(readWindowsProcessUsage); break;
      case 42: m.containers.push(r.message(readWindowsContainerStats)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsPodSandboxStats: Codec<WindowsPodSandboxStats> = /* @__PURE__ */ codec<WindowsPodSandboxStats>(writeWindowsPodSandboxStats, readWindowsPodSandboxStats);

/** . */
export interface NetworkUsage {
  timestamp: number;
  defaultInterface: NetworkInterfaceUsage | undefined;
  interfaces: NetworkInterfaceUsage[];
}
function writeNetworkUsage(w: WireWriter, m: Input<NetworkUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.defaultInterface, writeNetworkInterfaceUsage);
  w.messages(26, m.interfaces, writeNetworkInterfaceUsage);
}
function readNetworkUsage(r: WireReader, end: number): NetworkUsage {
  const m: NetworkUsage = {
    timestamp: 0,
    defaultInterface: undefined,
    interfaces: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.defaultInterface = r.message(readNetworkInterfaceUsage); break;
      case 26: m.interfaces.push(r.message(readNetworkInterfaceUsage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const NetworkUsage: Codec<NetworkUsage> = /* @__PURE__ */ codec<NetworkUsage>(writeNetworkUsage, readNetworkUsage);

/** . */
export interface WindowsNetworkUsage {
  timestamp: number;
  defaultInterface: WindowsNetworkInterfaceUsage | undefined;
  interfaces: WindowsNetworkInterfaceUsage[];
}
function writeWindowsNetworkUsage(w: WireWriter, m: Input<WindowsNetworkUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.defaultInterface, writeWindowsNetworkInterfaceUsage);
  w.messages(26, m.interfaces, writeWindowsNetworkInterfaceUsage);
}
function readWindowsNetworkUsage(r: WireReader, end: number): WindowsNetworkUsage {
  const m: WindowsNetworkUsage = {
    timestamp: 0,
    defaultInterface: undefined,
    interfaces: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.defaultInterface = r.message(readWindowsNetworkInterfaceUsage); break;
      case 26: m.interfaces.push(r.message(readWindowsNetworkInterfaceUsage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsNetworkUsage: Codec<WindowsNetworkUsage> = /* @__PURE__ */ codec<WindowsNetworkUsage>(writeWindowsNetworkUsage, readWindowsNetworkUsage);

/** . */
export interface NetworkInterfaceUsage {
  name: string;
  rxBytes: UInt64Value | undefined;
  rxErrors: UInt64Value | undefined;
  txBytes: UInt64Value | undefined;
  txErrors: UInt64Value | undefined;
}
function writeNetworkInterfaceUsage(w: WireWriter, m: Input<NetworkInterfaceUsage>): void {
  w.string(10, m.name);
  w.message(18, m.rxBytes, writeUInt64Value);
  w.message(26, m.rxErrors, writeUInt64Value);
  w.message(34, m.txBytes, writeUInt64Value);
  w.message(42, m.txErrors, writeUInt64Value);
}
function readNetworkInterfaceUsage(r: WireReader, end: number): NetworkInterfaceUsage {
  const m: NetworkInterfaceUsage = {
    name: '',
    rxBytes: undefined,
    rxErrors: undefined,
    txBytes: undefined,
    txErrors: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.rxBytes = r.message(readUInt64Value); break;
      case 26: m.rxErrors = r.message(readUInt64Value); break;
      case 34: m.txBytes = r.message(readUInt64Value); break;
      case 42: m.txErrors = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const NetworkInterfaceUsage: Codec<NetworkInterfaceUsage> = /* @__PURE__ */ codec<NetworkInterfaceUsage>(writeNetworkInterfaceUsage, readNetworkInterfaceUsage);

/** . */
export interface WindowsNetworkInterfaceUsage {
  name: string;
  rxBytes: UInt64Value | undefined;
  rxPacketsDropped: UInt64Value | undefined;
  txBytes: UInt64Value | undefined;
  txPacketsDropped: UInt64Value | undefined;
}
function writeWindowsNetworkInterfaceUsage(w: WireWriter, m: Input<WindowsNetworkInterfaceUsage>): void {
  w.string(10, m.name);
  w.message(18, m.rxBytes, writeUInt64Value);
  w.message(26, m.rxPacketsDropped, writeUInt64Value);
  w.message(34, m.txBytes, writeUInt64Value);
  w.message(42, m.txPacketsDropped, writeUInt64Value);
}
function readWindowsNetworkInterfaceUsage(r: WireReader, end: number): WindowsNetworkInterfaceUsage {
  const m: WindowsNetworkInterfaceUsage = {
    name: '',
    rxBytes: undefined,
    rxPacketsDropped: undefined,
    txBytes: undefined,
    txPacketsDropped: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.rxBytes = r.message(readUInt64Value); break;
      case 26: m.rxPacketsDropped = r.message(readUInt64Value); break;
      case 34: m.txBytes = r.message(readUInt64Value); break;
      case 42: m.txPacketsDropped = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsNetworkInterfaceUsage: Codec<WindowsNetworkInterfaceUsage> = /* @__PURE__ */ codec<WindowsNetworkInterfaceUsage>(writeWindowsNetworkInterfaceUsage, readWindowsNetworkInterfaceUsage);

/** . */
export interface ProcessUsage {
  timestamp: number;
  processCount: UInt64Value | undefined;
}
function writeProcessUsage(w: WireWriter, m: Input<ProcessUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.processCount, writeUInt64Value);
}
function readProcessUsage(r: WireReader, end: number): ProcessUsage {
  const m: ProcessUsage = {
    timestamp: 0,
    processCount: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.processCount = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ProcessUsage: Codec<ProcessUsage> = /* @__PURE__ */ codec<ProcessUsage>(writeProcessUsage, readProcessUsage);

/** . */
export interface WindowsProcessUsage {
  timestamp: number;
  processCount: UInt64Value | undefined;
}
function writeWindowsProcessUsage(w: WireWriter, m: Input<WindowsProcessUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.processCount, writeUInt64Value);
}
function readWindowsProcessUsage(r: WireReader, end: number): WindowsProcessUsage {
  const m: WindowsProcessUsage = {
    timestamp: 0,
    processCount: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.processCount = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsProcessUsage: Codec<WindowsProcessUsage> = /* @__PURE__ */ codec<WindowsProcessUsage>(writeWindowsProcessUsage, readWindowsProcessUsage);

/** . */
export interface ImageSpec {
  image: string;
  annotations: Record<string, string>;
  userSpecifiedImage: string;
  runtimeHandler: string;
  imageRef: string;
}
function writeImageSpec(w: WireWriter, m: Input<ImageSpec>): void {
  w.string(10, m.image);
  w.stringMap(18, m.annotations);
  w.string(146, m.userSpecifiedImage);
  w.string(154, m.runtimeHandler);
  w.string(162, m.imageRef);
}
function readImageSpec(r: WireReader, end: number): ImageSpec {
  const m: ImageSpec = {
    image: '',
    annotations: {},
    userSpecifiedImage: '',
    runtimeHandler: '',
    imageRef: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.string(); break;
      case 18: r.stringMap(m.annotations); break;
      case 146: m.userSpecifiedImage = r.string(); break;
      case 154: m.runtimeHandler = r.string(); break;
      case 162: m.imageRef = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageSpec: Codec<ImageSpec> = /* @__PURE__ */ codec<ImageSpec>(writeImageSpec, readImageSpec);

/** . */
export interface KeyValue {
  key: string;
  value: Uint8Array;
}
function writeKeyValue(w: WireWriter, m: Input<KeyValue>): void {
  w.string(10, m.key);
  w.bytes(18, m.value);
}
function readKeyValue(r: WireReader, end: number): KeyValue {
  const m: KeyValue = {
    key: '',
    value: new Uint8Array(0),
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.key = r.string(); break;
      case 18: m.value = r.bytes(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const KeyValue: Codec<KeyValue> = /* @__PURE__ */ codec<KeyValue>(writeKeyValue, readKeyValue);

/** . */
export interface LinuxContainerResources {
  cpuPeriod: number;
  cpuQuota: number;
  cpuShares: number;
  memoryLimitInBytes: number;
  oomScoreAdj: number;
  cpusetCpus: string;
  cpusetMems: string;
  hugepageLimits: HugepageLimit[];
  unified: Record<string, string>;
  memorySwapLimitInBytes: number;
}
function writeLinuxContainerResources(w: WireWriter, m: Input<LinuxContainerResources>): void {
  w.int64(8, m.cpuPeriod);
  w.int64(16, m.cpuQuota);
  w.int64(24, m.cpuShares);
  w.int64(32, m.memoryLimitInBytes);
  w.int64(40, m.oomScoreAdj);
  w.string(50, m.cpusetCpus);
  w.string(58, m.cpusetMems);
  w.messages(66, m.hugepageLimits, writeHugepageLimit);
  w.stringMap(74, m.unified);
  w.int64(80, m.memorySwapLimitInBytes);
}
function readLinuxContainerResources(r: WireReader, end: number): LinuxContainerResources {
  const m: LinuxContainerResources = {
    cpuPeriod: 0,
    cpuQuota: 0,
    cpuShares: 0,
    memoryLimitInBytes: 0,
    oomScoreAdj: 0,
    cpusetCpus: '',
    cpusetMems: '',
    hugepageLimits: [],
    unified: {},
    memorySwapLimitInBytes: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.cpuPeriod = r.int64(); break;
      case 16: m.cpuQuota = r.int64(); break;
      case 24: m.cpuShares = r.int64(); break;
      case 32: m.memoryLimitInBytes = r.int64(); break;
      case 40: m.oomScoreAdj = r.int64(); break;
      case 50: m.cpusetCpus = r.string(); break;
      case 58: m.cpusetMems = r.string(); break;
      case 66: m.hugepageLimits.push(r.message(readHugepageLimit)); break;
      case 74: r.stringMap(m.unified); break;
      case 80: m.memorySwapLimitInBytes = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxContainerResources: Codec<LinuxContainerResources> = /* @__PURE__ */ codec<LinuxContainerResources>(writeLinuxContainerResources, readLinuxContainerResources);

/** . */
export interface HugepageLimit {
  pageSize: string;
  limit: number;
}
function writeHugepageLimit(w: WireWriter, m: Input<HugepageLimit>): void {
  w.string(10, m.pageSize);
  w.uint64(16, m.limit);
}
function readHugepageLimit(r: WireReader, end: number): HugepageLimit {
  const m: HugepageLimit = {
    pageSize: '',
    limit: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.pageSize = r.string(); break;
      case 16: m.limit = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const HugepageLimit: Codec<HugepageLimit> = /* @__PURE__ */ codec<HugepageLimit>(writeHugepageLimit, readHugepageLimit);

/** . */
export interface SELinuxOption {
  user: string;
  role: string;
  type: string;
  level: string;
}
function writeSELinuxOption(w: WireWriter, m: Input<SELinuxOption>): void {
  w.string(10, m.user);
  w.string(18, m.role);
  w.string(26, m.type);
  w.string(34, m.level);
}
function readSELinuxOption(r: WireReader, end: number): SELinuxOption {
  const m: SELinuxOption = {
    user: '',
    role: '',
    type: '',
    level: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.user = r.string(); break;
      case 18: m.role = r.string(); break;
      case 26: m.type = r.string(); break;
      case 34: m.level = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const SELinuxOption: Codec<SELinuxOption> = /* @__PURE__ */ codec<SELinuxOption>(writeSELinuxOption, readSELinuxOption);

/** . */
export interface Capability {
  addCapabilities: string[];
  dropCapabilities: string[];
  addAmbientCapabilities: string[];
}
function writeCapability(w: WireWriter, m: Input<Capability>): void {
  w.strings(10, m.addCapabilities);
  w.strings(18, m.dropCapabilities);
  w.strings(26, m.addAmbientCapabilities);
}
function readCapability(r: WireReader, end: number): Capability {
  const m: Capability = {
    addCapabilities: [],
    dropCapabilities: [],
    addAmbientCapabilities: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.addCapabilities.push(r.string()); break;
      case 18: m.dropCapabilities.push(r.string()); break;
      case 26: m.addAmbientCapabilities.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Capability: Codec<Capability> = /* @__PURE__ */ codec<Capability>(writeCapability, readCapability);

/** . */
export interface LinuxContainerSecurityContext {
  capabilities: Capability | undefined;
  privileged: boolean;
  namespaceOptions: NamespaceOption | undefined;
  selinuxOptions: SELinuxOption | undefined;
  runAsUser: Int64Value | undefined;
  runAsUsername: string;
  readonlyRootfs: boolean;
  supplementalGroups: number[];
  apparmorProfile: string;
  seccompProfilePath: string;
  noNewPrivs: boolean;
  runAsGroup: Int64Value | undefined;
  maskedPaths: string[];
  readonlyPaths: string[];
  seccomp: SecurityProfile | undefined;
  apparmor: SecurityProfile | undefined;
  supplementalGroupsPolicy: SupplementalGroupsPolicy;
}
function writeLinuxContainerSecurityContext(w: WireWriter, m: Input<LinuxContainerSecurityContext>): void {
  w.message(10, m.capabilities, writeCapability);
  w.bool(16, m.privileged);
  w.message(26, m.namespaceOptions, writeNamespaceOption);
  w.message(34, m.selinuxOptions, writeSELinuxOption);
  w.message(42, m.runAsUser, writeInt64Value);
  w.string(50, m.runAsUsername);
  w.bool(56, m.readonlyRootfs);
  w.packedInt64(66, m.supplementalGroups);
  w.string(74, m.apparmorProfile);
  w.string(82, m.seccompProfilePath);
  w.bool(88, m.noNewPrivs);
  w.message(98, m.runAsGroup, writeInt64Value);
  w.strings(106, m.maskedPaths);
  w.strings(114, m.readonlyPaths);
  w.message(122, m.seccomp, writeSecurityProfile);
  w.message(130, m.apparmor, writeSecurityProfile);
  w.int32(136, m.supplementalGroupsPolicy);
}
function readLinuxContainerSecurityContext(r: WireReader, end: number): LinuxContainerSecurityContext {
  const m: LinuxContainerSecurityContext = {
    capabilities: undefined,
    privileged: false,
    namespaceOptions: undefined,
    selinuxOptions: undefined,
    runAsUser: undefined,
    runAsUsername: '',
    readonlyRootfs: false,
    supplementalGroups: [],
    apparmorProfile: '',
    seccompProfilePath: '',
    noNewPrivs: false,
    runAsGroup: undefined,
    maskedPaths: [],
    readonlyPaths: [],
    seccomp: undefined,
    apparmor: undefined,
    supplementalGroupsPolicy: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.capabilities = r.message(readCapability); break;
      case 16: m.privileged = r.bool(); break;
      case 26: m.namespaceOptions = r.message(readNamespaceOption); break;
      case 34: m.selinuxOptions = r.message(readSELinuxOption); break;
      case 42: m.runAsUser = r.message(readInt64Value); break;
      case 50: m.runAsUsername = r.string(); break;
      case 56: m.readonlyRootfs = r.bool(); break;
      case 64: m.supplementalGroups.push(r.int64()); break;
      case 66: r.packedInt64(m.supplementalGroups); break;
      case 74: m.apparmorProfile = r.string(); break;
      case 82: m.seccompProfilePath = r.string(); break;
      case 88: m.noNewPrivs = r.bool(); break;
      case 98: m.runAsGroup = r.message(readInt64Value); break;
      case 106: m.maskedPaths.push(r.string()); break;
      case 114: m.readonlyPaths.push(r.string()); break;
      case 122: m.seccomp = r.message(readSecurityProfile); break;
      case 130: m.apparmor = r.message(readSecurityProfile); break;
      case 136: m.supplementalGroupsPolicy = r.int32() as SupplementalGroupsPolicy; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxContainerSecurityContext: Codec<LinuxContainerSecurityContext> = /* @__PURE__ */ codec<LinuxContainerSecurityContext>(writeLinuxContainerSecurityContext, readLinuxContainerSecurityContext);

/** . */
export interface LinuxContainerConfig {
  resources: LinuxContainerResources | undefined;
  securityContext: LinuxContainerSecurityContext | undefined;
}
function writeLinuxContainerConfig(w: WireWriter, m: Input<LinuxContainerConfig>): void {
  w.message(10, m.resources, writeLinuxContainerResources);
  w.message(18, m.securityContext, writeLinuxContainerSecurityContext);
}
function readLinuxContainerConfig(r: WireReader, end: number): LinuxContainerConfig {
  const m: LinuxContainerConfig = {
    resources: undefined,
    securityContext: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.resources = r.message(readLinuxContainerResources); break;
      case 18: m.securityContext = r.message(readLinuxContainerSecurityContext); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxContainerConfig: Codec<LinuxContainerConfig> = /* @__PURE__ */ codec<LinuxContainerConfig>(writeLinuxContainerConfig, readLinuxContainerConfig);

/** . */
export interface LinuxContainerUser {
  uid: number;
  gid: number;
  supplementalGroups: number[];
}
function writeLinuxContainerUser(w: WireWriter, m: Input<LinuxContainerUser>): void {
  w.int64(8, m.uid);
  w.int64(16, m.gid);
  w.packedInt64(26, m.supplementalGroups);
}
function readLinuxContainerUser(r: WireReader, end: number): LinuxContainerUser {
  const m: LinuxContainerUser = {
    uid: 0,
    gid: 0,
    supplementalGroups: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.uid = r.int64(); break;
      case 16: m.gid = r.int64(); break;
      case 24: m.supplementalGroups.push(r.int64()); break;
      case 26: r.packedInt64(m.supplementalGroups); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxContainerUser: Codec<LinuxContainerUser> = /* @__PURE__ */ codec<LinuxContainerUser>(writeLinuxContainerUser, readLinuxContainerUser);

/** . */
export interface WindowsNamespaceOption {
  network: NamespaceMode;
}
function writeWindowsNamespaceOption(w: WireWriter, m: Input<WindowsNamespaceOption>): void {
  w.int32(8, m.network);
}
function readWindowsNamespaceOption(r: WireReader, end: number): WindowsNamespaceOption {
  const m: WindowsNamespaceOption = {
    network: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.network = r.int32() as NamespaceMode; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsNamespaceOption: Codec<WindowsNamespaceOption> = /* @__PURE__ */ codec<WindowsNamespaceOption>(writeWindowsNamespaceOption, readWindowsNamespaceOption);

/** . */
export interface WindowsSandboxSecurityContext {
  runAsUsername: string;
  credentialSpec: string;
  hostProcess: boolean;
  namespaceOptions: WindowsNamespaceOption | undefined;
}
function writeWindowsSandboxSecurityContext(w: WireWriter, m: Input<WindowsSandboxSecurityContext>): void {
  w.string(10, m.runAsUsername);
  w.string(18, m.credentialSpec);
  w.bool(24, m.hostProcess);
  w.message(34, m.namespaceOptions, writeWindowsNamespaceOption);
}
function readWindowsSandboxSecurityContext(r: WireReader, end: number): WindowsSandboxSecurityContext {
  const m: WindowsSandboxSecurityContext = {
    runAsUsername: '',
    credentialSpec: '',
    hostProcess: false,
    namespaceOptions: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.runAsUsername = r.string(); break;
      case 18: m.credentialSpec = r.string(); break;
      case 24: m.hostProcess = r.bool(); break;
      case 34: m.namespaceOptions = r.message(readWindowsNamespaceOption); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsSandboxSecurityContext: Codec<WindowsSandboxSecurityContext> = /* @__PURE__ */ codec<WindowsSandboxSecurityContext>(writeWindowsSandboxSecurityContext, readWindowsSandboxSecurityContext);

/** . */
export interface WindowsPodSandboxConfig {
  securityContext: WindowsSandboxSecurityContext | undefined;
}
function writeWindowsPodSandboxConfig(w: WireWriter, m: Input<WindowsPodSandboxConfig>): void {
  w.message(10, m.securityContext, writeWindowsSandboxSecurityContext);
}
function readWindowsPodSandboxConfig(r: WireReader, end: number): WindowsPodSandboxConfig {
  const m: WindowsPodSandboxConfig = {
    securityContext: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.securityContext = r.message(readWindowsSandboxSecurityContext); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsPodSandboxConfig: Codec<WindowsPodSandboxConfig> = /* @__PURE__ */ codec<WindowsPodSandboxConfig>(writeWindowsPodSandboxConfig, readWindowsPodSandboxConfig);

/** . */
export interface WindowsContainerSecurityContext {
  runAsUsername: string;
  credentialSpec: string;
  hostProcess: boolean;
}
function writeWindowsContainerSecurityContext(w: WireWriter, m: Input<WindowsContainerSecurityContext>): void {
  w.string(10, m.runAsUsername);
  w.string(18, m.credentialSpec);
  w.bool(24, m.hostProcess);
}
function readWindowsContainerSecurityContext(r: WireReader, end: number): WindowsContainerSecurityContext {
  const m: WindowsContainerSecurityContext = {
    runAsUsername: '',
    credentialSpec: '',
    hostProcess: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.runAsUsername = r.string(); break;
      case 18: m.credentialSpec = r.string(); break;
      case 24: m.hostProcess = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsContainerSecurityContext: Codec<WindowsContainerSecurityContext> = /* @__PURE__ */ codec<WindowsContainerSecurityContext>(writeWindowsContainerSecurityContext, readWindowsContainerSecurityContext);

/** . */
export interface WindowsContainerConfig {
  resources: WindowsContainerResources | undefined;
  securityContext: WindowsContainerSecurityContext | undefined;
}
function writeWindowsContainerConfig(w: WireWriter, m: Input<WindowsContainerConfig>): void {
  w.message(10, m.resources, writeWindowsContainerResources);
  w.message(18, m.securityContext, writeWindowsContainerSecurityContext);
}
function readWindowsContainerConfig(r: WireReader, end: number): WindowsContainerConfig {
  const m: WindowsContainerConfig = {
    resources: undefined,
    securityContext: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.resources = r.message(readWindowsContainerResources); break;
      case 18: m.securityContext = r.message(readWindowsContainerSecurityContext); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsContainerConfig: Codec<WindowsContainerConfig> = /* @__PURE__ */ codec<WindowsContainerConfig>(writeWindowsContainerConfig, readWindowsContainerConfig);

/** . */
export interface WindowsContainerResources {
  cpuShares: number;
  cpuCount: number;
  cpuMaximum: number;
  memoryLimitInBytes: number;
  rootfsSizeInBytes: number;
  affinityCpus: WindowsCpuGroupAffinity[];
}
function writeWindowsContainerResources(w: WireWriter, m: Input<WindowsContainerResources>): void {
  w.int64(8, m.cpuShares);
  w.int64(16, m.cpuCount);
  w.int64(24, m.cpuMaximum);
  w.int64(32, m.memoryLimitInBytes);
  w.int64(40, m.rootfsSizeInBytes);
  w.messages(50, m.affinityCpus, writeWindowsCpuGroupAffinity);
}
function readWindowsContainerResources(r: WireReader, end: number): WindowsContainerResources {
  const m: WindowsContainerResources = {
    cpuShares: 0,
    cpuCount: 0,
    cpuMaximum: 0,
    memoryLimitInBytes: 0,
    rootfsSizeInBytes: 0,
    affinityCpus: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.cpuShares = r.int64(); break;
      case 16: m.cpuCount = r.int64(); break;
      case 24: m.cpuMaximum = r.int64(); break;
      case 32: m.memoryLimitInBytes = r.int64(); break;
      case 40: m.rootfsSizeInBytes = r.int64(); break;
      case 50: m.affinityCpus.push(r.message(readWindowsCpuGroupAffinity)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsContainerResources: Codec<WindowsContainerResources> = /* @__PURE__ */ codec<WindowsContainerResources>(writeWindowsContainerResources, readWindowsContainerResources);

/** . */
export interface WindowsCpuGroupAffinity {
  cpuMask: number;
  cpuGroup: number;
}
function writeWindowsCpuGroupAffinity(w: WireWriter, m: Input<WindowsCpuGroupAffinity>): void {
  w.uint64(8, m.cpuMask);
  w.uint32(16, m.cpuGroup);
}
function readWindowsCpuGroupAffinity(r: WireReader, end: number): WindowsCpuGroupAffinity {
  const m: WindowsCpuGroupAffinity = {
    cpuMask: 0,
    cpuGroup: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.cpuMask = r.uint64(); break;
      case 16: m.cpuGroup = r.uint32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsCpuGroupAffinity: Codec<WindowsCpuGroupAffinity> = /* @__PURE__ */ codec<WindowsCpuGroupAffinity>(writeWindowsCpuGroupAffinity, readWindowsCpuGroupAffinity);

/** . */
export interface ContainerMetadata {
  name: string;
  attempt: number;
}
function writeContainerMetadata(w: WireWriter, m: Input<ContainerMetadata>): void {
  w.string(10, m.name);
  w.uint32(16, m.attempt);
}
function readContainerMetadata(r: WireReader, end: number): ContainerMetadata {
  const m: ContainerMetadata = {
    name: '',
    attempt: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 16: m.attempt = r.uint32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerMetadata: Codec<ContainerMetadata> = /* @__PURE__ */ codec<ContainerMetadata>(writeContainerMetadata, readContainerMetadata);

/** . */
export interface Device {
  containerPath: string;
  hostPath: string;
  permissions: string;
}
function writeDevice(w: WireWriter, m: Input<Device>): void {
  w.string(10, m.containerPath);
  w.string(18, m.hostPath);
  w.string(26, m.permissions);
}
function readDevice(r: WireReader, end: number): Device {
  const m: Device = {
    containerPath: '',
    hostPath: '',
    permissions: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerPath = r.string(); break;
      case 18: m.hostPath = r.string(); break;
      case 26: m.permissions = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Device: Codec<Device> = /* @__PURE__ */ codec<Device>(writeDevice, readDevice);

/** . */
export interface CDIDevice {
  name: string;
}
function writeCDIDevice(w: WireWriter, m: Input<CDIDevice>): void {
  w.string(10, m.name);
}
function readCDIDevice(r: WireReader, end: number): CDIDevice {
  const m: CDIDevice = {
    name: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CDIDevice: Codec<CDIDevice> = /* @__PURE__ */ codec<CDIDevice>(writeCDIDevice, readCDIDevice);

/** . */
export interface ContainerConfig {
  metadata: ContainerMetadata | undefined;
  image: ImageSpec | undefined;
  command: string[];
  args: string[];
  workingDir: string;
  envs: KeyValue[];
  mounts: Mount[];
  devices: Device[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
  logPath: string;
  stdin: boolean;
  stdinOnce: boolean;
  tty: boolean;
  linux: LinuxContainerConfig | undefined;
  windows: WindowsContainerConfig | undefined;
  CDIDevices: CDIDevice[];
  stopSignal: Signal;
}
function writeContainerConfig(w: WireWriter, m: Input<ContainerConfig>): void {
  w.message(10, m.metadata, writeContainerMetadata);
  w.message(18, m.image, writeImageSpec);
  w.strings(26, m.command);
  w.strings(34, m.args);
  w.string(42, m.workingDir);
  w.messages(50, m.envs, writeKeyValue);
  w.messages(58, m.mounts, writeMount);
  w.messages(66, m.devices, writeDevice);
  w.stringMap(74, m.labels);
  w.stringMap(82, m.annotations);
  w.string(90, m.logPath);
  w.bool(96, m.stdin);
  w.bool(104, m.stdinOnce);
  w.bool(112, m.tty);
  w.message(122, m.linux, writeLinuxContainerConfig);
  w.message(130, m.windows, writeWindowsContainerConfig);
  w.messages(138, m.CDIDevices, writeCDIDevice);
  w.int32(144, m.stopSignal);
}
function readContainerConfig(r: WireReader, end: number): ContainerConfig {
  const m: ContainerConfig = {
    metadata: undefined,
    image: undefined,
    command: [],
    args: [],
    workingDir: '',
    envs: [],
    mounts: [],
    devices: [],
    labels: {},
    annotations: {},
    logPath: '',
    stdin: false,
    stdinOnce: false,
    tty: false,
    linux: undefined,
    windows: undefined,
    CDIDevices: [],
    stopSignal: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.metadata = r.message(readContainerMetadata); break;
      case 18: m.image = r.message(readImageSpec); break;
      case 26: m.command.push(r.string()); break;
      case 34: m.args.push(r.string()); break;
      case 42: m.workingDir = r.string(); break;
      case 50: m.envs.push(r.message(readKeyValue)); break;
      case 58: m.mounts.push(r.message(readMount)); break;
      case 66: m.devices.push(r.message(readDevice)); break;
      case 74: r.stringMap(m.labels); break;
      case 82: r.stringMap(m.annotations); break;
      case 90: m.logPath = r.string(); break;
      case 96: m.stdin = r.bool(); break;
      case 104: m.stdinOnce = r.bool(); break;
      case 112: m.tty = r.bool(); break;
      case 122: m.linux = r.message(readLinuxContainerConfig); break;
      case 130: m.windows = r.message(readWindowsContainerConfig); break;
      case 138: m.CDIDevices.push(r.message(readCDIDevice)); break;
      case 144: m.stopSignal = r.int32() as Signal; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerConfig: Codec<ContainerConfig> = /* @__PURE__ */ codec<ContainerConfig>(writeContainerConfig, readContainerConfig);

/** . */
export interface CreateContainerRequest {
  podSandboxId: string;
  config: ContainerConfig | undefined;
  sandboxConfig: PodSandboxConfig | undefined;
}
function writeCreateContainerRequest(w: WireWriter, m: Input<CreateContainerRequest>): void {
  w.string(10, m.podSandboxId);
  w.message(18, m.config, writeContainerConfig);
  w.message(26, m.sandboxConfig, writePodSandboxConfig);
}
function readCreateContainerRequest(r: WireReader, end: number): CreateContainerRequest {
  const m: CreateContainerRequest = {
    podSandboxId: '',
    config: undefined,
    sandboxConfig: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.config = r.message(readContainerConfig); break;
      case 26: m.sandboxConfig = r.message(readPodSandboxConfig); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CreateContainerRequest: Codec<CreateContainerRequest> = /* @__PURE__ */ codec<CreateContainerRequest>(writeCreateContainerRequest, readCreateContainerRequest);

/** . */
export interface CreateContainerResponse {
  containerId: string;
}
function writeCreateContainerResponse(w: WireWriter, m: Input<CreateContainerResponse>): void {
  w.string(10, m.containerId);
}
function readCreateContainerResponse(r: WireReader, end: number): CreateContainerResponse {
  const m: CreateContainerResponse = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CreateContainerResponse: Codec<CreateContainerResponse> = /* @__PURE__ */ codec<CreateContainerResponse>(writeCreateContainerResponse, readCreateContainerResponse);

/** . */
export interface StartContainerRequest {
  containerId: string;
}
function writeStartContainerRequest(w: WireWriter, m: Input<StartContainerRequest>): void {
  w.string(10, m.containerId);
}
function readStartContainerRequest(r: WireReader, end: number): StartContainerRequest {
  const m: StartContainerRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StartContainerRequest: Codec<StartContainerRequest> = /* @__PURE__ */ codec<StartContainerRequest>(writeStartContainerRequest, readStartContainerRequest);

/** . */
export type StartContainerResponse = Record<never, never>;
function writeStartContainerResponse(): void {}
function readStartContainerResponse(r: WireReader, end: number): StartContainerResponse {
  const m: StartContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const StartContainerResponse: Codec<StartContainerResponse> = /* @__PURE__ */ codec<StartContainerResponse>(writeStartContainerResponse, readStartContainerResponse);

/** . */
export interface StopContainerRequest {
  containerId: string;
  timeout: number;
}
function writeStopContainerRequest(w: WireWriter, m: Input<StopContainerRequest>): void {
  w.string(10, m.containerId);
  w.int64(16, m.timeout);
}
function readStopContainerRequest(r: WireReader, end: number): StopContainerRequest {
  const m: StopContainerRequest = {
    containerId: '',
    timeout: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.timeout = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StopContainerRequest: Codec<StopContainerRequest> = /* @__PURE__ */ codec<StopContainerRequest>(writeStopContainerRequest, readStopContainerRequest);

/** . */
export type StopContainerResponse = Record<never, never>;
function writeStopContainerResponse(): void {}
function readStopContainerResponse(r: WireReader, end: number): StopContainerResponse {
  const m: StopContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const StopContainerResponse: Codec<StopContainerResponse> = /* @__PURE__ */ codec<StopContainerResponse>(writeStopContainerResponse, readStopContainerResponse);

/** . */
export interface RemoveContainerRequest {
  containerId: string;
}
function writeRemoveContainerRequest(w: WireWriter, m: Input<RemoveContainerRequest>): void {
  w.string(10, m.containerId);
}
function readRemoveContainerRequest(r: WireReader, end: number): RemoveContainerRequest {
  const m: RemoveContainerRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RemoveContainerRequest: Codec<RemoveContainerRequest> = /* @__PURE__ */ codec<RemoveContainerRequest>(writeRemoveContainerRequest, readRemoveContainerRequest);

/** . */
export type RemoveContainerResponse = Record<never, never>;
function writeRemoveContainerResponse(): void {}
function readRemoveContainerResponse(r: WireReader, end: number): RemoveContainerResponse {
  const m: RemoveContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RemoveContainerResponse: Codec<RemoveContainerResponse> = /* @__PURE__ */ codec<RemoveContainerResponse>(writeRemoveContainerResponse, readRemoveContainerResponse);

/** . */
export interface ContainerStateValue {
  state: ContainerState;
}
function writeContainerStateValue(w: WireWriter, m: Input<ContainerStateValue>): void {
  w.int32(8, m.state);
}
function readContainerStateValue(r: WireReader, end: number): ContainerStateValue {
  const m: ContainerStateValue = {
    state: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.state = r.int32() as ContainerState; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStateValue: Codec<ContainerStateValue> = /* @__PURE__ */ codec<ContainerStateValue>(writeContainerStateValue, readContainerStateValue);

/** . */
export interface ContainerFilter {
  id: string;
  state: ContainerStateValue | undefined;
  podSandboxId: string;
  labelSelector: Record<string, string>;
}
function writeContainerFilter(w: WireWriter, m: Input<ContainerFilter>): void {
  w.string(10, m.id);
  w.message(18, m.state, writeContainerStateValue);
  w.string(26, m.podSandboxId);
  w.stringMap(34, m.labelSelector);
}
function readContainerFilter(r: WireReader, end: number): ContainerFilter {
  const m: ContainerFilter = {
    id: '',
    state: undefined,
    podSandboxId: '',
    labelSelector: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.state = r.message(readContainerStateValue); break;
      case 26: m.podSandboxId = r.string(); break;
      case 34: r.stringMap(m.labelSelector); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerFilter: Codec<ContainerFilter> = /* @__PURE__ */ codec<ContainerFilter>(writeContainerFilter, readContainerFilter);

/** . */
export interface ListContainersRequest {
  filter: ContainerFilter | undefined;
}
function writeListContainersRequest(w: WireWriter, m: Input<ListContainersRequest>): void {
  w.message(10, m.filter, writeContainerFilter);
}
function readListContainersRequest(r: WireReader, end: number): ListContainersRequest {
  const m: ListContainersRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readContainerFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListContainersRequest: Codec<ListContainersRequest> = /* @__PURE__ */ codec<ListContainersRequest>(writeListContainersRequest, readListContainersRequest);

/** . */
export interface Container {
  id: string;
  podSandboxId: string;
  metadata: ContainerMetadata | undefined;
  image: ImageSpec | undefined;
  imageRef: string;
  state: ContainerState;
  createdAt: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  imageId: string;
}
function writeContainer(w: WireWriter, m: Input<Container>): void {
  w.string(10, m.id);
  w.string(18, m.podSandboxId);
  w.message(26, m.metadata, writeContainerMetadata);
  w.message(34, m.image, writeImageSpec);
  w.string(42, m.imageRef);
  w.int32(48, m.state);
  w.int64(56, m.createdAt);
  w.stringMap(66, m.labels);
  w.stringMap(74, m.annotations);
  w.string(82, m.imageId);
}
function readContainer(r: WireReader, end: number): Container {
  const m: Container = {
    id: '',
    podSandboxId: '',
    metadata: undefined,
    image: undefined,
    imageRef: '',
    state: 0,
    createdAt: 0,
    labels: {},
    annotations: {},
    imageId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.podSandboxId = r.string(); break;
      case 26: m.metadata = r.message(readContainerMetadata); break;
      case 34: m.image = r.message(readImageSpec); break;
      case 42: m.imageRef = r.string(); break;
      case 48: m.state = r.int32() as ContainerState; break;
      case 56: m.createdAt = r.int64(); break;
      case 66: r.stringMap(m.labels); break;
      case 74: r.stringMap(m.annotations); break;
      case 82: m.imageId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Container: Codec<Container> = /* @__PURE__ */ codec<Container>(writeContainer, readContainer);

/** . */
export interface ListContainersResponse {
  containers: Container[];
}
function writeListContainersResponse(w: WireWriter, m: Input<ListContainersResponse>): void {
  w.messages(10, m.containers, writeContainer);
}
function readListContainersResponse(r: WireReader, end: number): ListContainersResponse {
  const m: ListContainersResponse = {
    containers: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containers.push(r.message(readContainer)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListContainersResponse: Codec<ListContainersResponse> = /* @__PURE__ */ codec<ListContainersResponse>(writeListContainersResponse, readListContainersResponse);

/** . */
export interface StreamContainersRequest {
  filter: ContainerFilter | undefined;
}
function writeStreamContainersRequest(w: WireWriter, m: Input<StreamContainersRequest>): void {
  w.message(10, m.filter, writeContainerFilter);
}
function readStreamContainersRequest(r: WireReader, end: number): StreamContainersRequest {
  const m: StreamContainersRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readContainerFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamContainersRequest: Codec<StreamContainersRequest> = /* @__PURE__ */ codec<StreamContainersRequest>(writeStreamContainersRequest, readStreamContainersRequest);

/** . */
export interface StreamContainersResponse {
  containers: Container[];
}
function writeStreamContainersResponse(w: WireWriter, m: Input<StreamContainersResponse>): void {
  w.messages(10, m.containers, writeContainer);
}
function readStreamContainersResponse(r: WireReader, end: number): StreamContainersResponse {
  const m: StreamContainersResponse = {
    containers: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containers.push(r.message(readContainer)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamContainersResponse: Codec<StreamContainersResponse> = /* @__PURE__ */ codec<StreamContainersResponse>(writeStreamContainersResponse, readStreamContainersResponse);

/** . */
export interface ContainerStatusRequest {
  containerId: string;
  verbose: boolean;
}
function writeContainerStatusRequest(w: WireWriter, m: Input<ContainerStatusRequest>): void {
  w.string(10, m.containerId);
  w.bool(16, m.verbose);
}
function readContainerStatusRequest(r: WireReader, end: number): ContainerStatusRequest {
  const m: ContainerStatusRequest = {
    containerId: '',
    verbose: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.verbose = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatusRequest: Codec<ContainerStatusRequest> = /* @__PURE__ */ codec<ContainerStatusRequest>(writeContainerStatusRequest, readContainerStatusRequest);

/** . */
export interface ContainerStatus {
  id: string;
  metadata: ContainerMetadata | undefined;
  state: ContainerState;
  createdAt: number;
  startedAt: number;
  finishedAt: number;
  exitCode: number;
  image: ImageSpec | undefined;
  imageRef: string;
  reason: string;
  message: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  mounts: Mount[];
  logPath: string;
  resources: ContainerResources | undefined;
  imageId: string;
  user: ContainerUser | undefined;
  stopSignal: Signal;
}
function writeContainerStatus(w: WireWriter, m: Input<ContainerStatus>): void {
  w.string(10, m.id);
  w.message(18, m.metadata, writeContainerMetadata);
  w.int32(24, m.state);
  w.int64(32, m.createdAt);
  w.int64(40, m.startedAt);
  w.int64(48, m.finishedAt);
  w.int32(56, m.exitCode);
  w.message(66, m.image, writeImageSpec);
  w.string(74, m.imageRef);
  w.string(82, m.reason);
  w.string(90, m.message);
  w.stringMap(98, m.labels);
  w.stringMap(106, m.annotations);
  w.messages(114, m.mounts, writeMount);
  w.string(122, m.logPath);
  w.message(130, m.resources, writeContainerResources);
  w.string(138, m.imageId);
  w.message(146, m.user, writeContainerUser);
  w.int32(152, m.stopSignal);
}
function readContainerStatus(r: WireReader, end: number): ContainerStatus {
  const m: ContainerStatus = {
    id: '',
    metadata: undefined,
    state: 0,
    createdAt: 0,
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    image: undefined,
    imageRef: '',
    reason: '',
    message: '',
    labels: {},
    annotations: {},
    mounts: [],
    logPath: '',
    resources: undefined,
    imageId: '',
    user: undefined,
    stopSignal: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.metadata = r.message(readContainerMetadata); break;
      case 24: m.state = r.int32() as ContainerState; break;
      case 32: m.createdAt = r.int64(); break;
      case 40: m.startedAt = r.int64(); break;
      case 48: m.finishedAt = r.int64(); break;
      case 56: m.exitCode = r.int32(); break;
      case 66: m.image = r.message(readImageSpec); break;
      case 74: m.imageRef = r.string(); break;
      case 82: m.reason = r.string(); break;
      case 90: m.message = r.string(); break;
      case 98: r.stringMap(m.labels); break;
      case 106: r.stringMap(m.annotations); break;
      case 114: m.mounts.push(r.message(readMount)); break;
      case 122: m.logPath = r.string(); break;
      case 130: m.resources = r.message(readContainerResources); break;
      case 138: m.imageId = r.string(); break;
      case 146: m.user = r.message(readContainerUser); break;
      case 152: m.stopSignal = r.int32() as Signal; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatus: Codec<ContainerStatus> = /* @__PURE__ */ codec<ContainerStatus>(writeContainerStatus, readContainerStatus);

/** . */
export interface ContainerStatusResponse {
  status: ContainerStatus | undefined;
  info: Record<string, string>;
}
function writeContainerStatusResponse(w: WireWriter, m: Input<ContainerStatusResponse>): void {
  w.message(10, m.status, writeContainerStatus);
  w.stringMap(18, m.info);
}
function readContainerStatusResponse(r: WireReader, end: number): ContainerStatusResponse {
  const m: ContainerStatusResponse = {
    status: undefined,
    info: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.status = r.message(readContainerStatus); break;
      case 18: r.stringMap(m.info); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatusResponse: Codec<ContainerStatusResponse> = /* @__PURE__ */ codec<ContainerStatusResponse>(writeContainerStatusResponse, readContainerStatusResponse);

/** . */
export interface ContainerResources {
  linux: LinuxContainerResources | undefined;
  windows: WindowsContainerResources | undefined;
}
function writeContainerResources(w: WireWriter, m: Input<ContainerResources>): void {
  w.message(10, m.linux, writeLinuxContainerResources);
  w.message(18, m.windows, writeWindowsContainerResources);
}
function readContainerResources(r: WireReader, end: number): ContainerResources {
  const m: ContainerResources = {
    linux: undefined,
    windows: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.linux = r.message(readLinuxContainerResources); break;
      case 18: m.windows = r.message(readWindowsContainerResources); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerResources: Codec<ContainerResources> = /* @__PURE__ */ codec<ContainerResources>(writeContainerResources, readContainerResources);

/** . */
export interface ContainerUser {
  linux: LinuxContainerUser | undefined;
}
function writeContainerUser(w: WireWriter, m: Input<ContainerUser>): void {
  w.message(10, m.linux, writeLinuxContainerUser);
}
function readContainerUser(r: WireReader, end: number): ContainerUser {
  const m: ContainerUser = {
    linux: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.linux = r.message(readLinuxContainerUser); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerUser: Codec<ContainerUser> = /* @__PURE__ */ codec<ContainerUser>(writeContainerUser, readContainerUser);

/** . */
export interface UpdateContainerResourcesRequest {
  containerId: string;
  linux: LinuxContainerResources | undefined;
  windows: WindowsContainerResources | undefined;
  annotations: Record<string, string>;
}
function writeUpdateContainerResourcesRequest(w: WireWriter, m: Input<UpdateContainerResourcesRequest>): void {
  w.string(10, m.containerId);
  w.message(18, m.linux, writeLinuxContainerResources);
  w.message(26, m.windows, writeWindowsContainerResources);
  w.stringMap(34, m.annotations);
}
function readUpdateContainerResourcesRequest(r: WireReader, end: number): UpdateContainerResourcesRequest {
  const m: UpdateContainerResourcesRequest = {
    containerId: '',
    linux: undefined,
    windows: undefined,
    annotations: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.linux = r.message(readLinuxContainerResources); break;
      case 26: m.windows = r.message(readWindowsContainerResources); break;
      case 34: r.stringMap(m.annotations); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UpdateContainerResourcesRequest: Codec<UpdateContainerResourcesRequest> = /* @__PURE__ */ codec<UpdateContainerResourcesRequest>(writeUpdateContainerResourcesRequest, readUpdateContainerResourcesRequest);

/** . */
export type UpdateContainerResourcesResponse = Record<never, never>;
function writeUpdateContainerResourcesResponse(): void {}
function readUpdateContainerResourcesResponse(r: WireReader, end: number): UpdateContainerResourcesResponse {
  const m: UpdateContainerResourcesResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const UpdateContainerResourcesResponse: Codec<UpdateContainerResourcesResponse> = /* @__PURE__ */ codec<UpdateContainerResourcesResponse>(writeUpdateContainerResourcesResponse, readUpdateContainerResourcesResponse);

/** . */
export interface ExecSyncRequest {
  containerId: string;
  cmd: string[];
  timeout: number;
}
function writeExecSyncRequest(w: WireWriter, m: Input<ExecSyncRequest>): void {
  w.string(10, m.containerId);
  w.strings(18, m.cmd);
  w.int64(24, m.timeout);
}
function readExecSyncRequest(r: WireReader, end: number): ExecSyncRequest {
  const m: ExecSyncRequest = {
    containerId: '',
    cmd: [],
    timeout: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.cmd.push(r.string()); break;
      case 24: m.timeout = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExecSyncRequest: Codec<ExecSyncRequest> = /* @__PURE__ */ codec<ExecSyncRequest>(writeExecSyncRequest, readExecSyncRequest);

/** . */
export interface ExecSyncResponse {
  stdout: Uint8Array;
  stderr: Uint8Array;
  exitCode: number;
}
function writeExecSyncResponse(w: WireWriter, m: Input<ExecSyncResponse>): void {
  w.bytes(10, m.stdout);
  w.bytes(18, m.stderr);
  w.int32(24, m.exitCode);
}
function readExecSyncResponse(r: WireReader, end: number): ExecSyncResponse {
  const m: ExecSyncResponse = {
    stdout: new Uint8Array(0),
    stderr: new Uint8Array(0),
    exitCode: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.stdout = r.bytes(); break;
      case 18: m.stderr = r.bytes(); break;
      case 24: m.exitCode = r.int32(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExecSyncResponse: Codec<ExecSyncResponse> = /* @__PURE__ */ codec<ExecSyncResponse>(writeExecSyncResponse, readExecSyncResponse);

/** . */
export interface ExecRequest {
  containerId: string;
  cmd: string[];
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
}
function writeExecRequest(w: WireWriter, m: Input<ExecRequest>): void {
  w.string(10, m.containerId);
  w.strings(18, m.cmd);
  w.bool(24, m.tty);
  w.bool(32, m.stdin);
  w.bool(40, m.stdout);
  w.bool(48, m.stderr);
}
function readExecRequest(r: WireReader, end: number): ExecRequest {
  const m: ExecRequest = {
    containerId: '',
    cmd: [],
    tty: false,
    stdin: false,
    stdout: false,
    stderr: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.cmd.push(r.string()); break;
      case 24: m.tty = r.bool(); break;
      case 32: m.stdin = r.bool(); break;
      case 40: m.stdout = r.bool(); break;
      case 48: m.stderr = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExecRequest: Codec<ExecRequest> = /* @__PURE__ */ codec<ExecRequest>(writeExecRequest, readExecRequest);

/** . */
export interface ExecResponse {
  url: string;
}
function writeExecResponse(w: WireWriter, m: Input<ExecResponse>): void {
  w.string(10, m.url);
}
function readExecResponse(r: WireReader, end: number): ExecResponse {
  const m: ExecResponse = {
    url: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.url = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ExecResponse: Codec<ExecResponse> = /* @__PURE__ */ codec<ExecResponse>(writeExecResponse, readExecResponse);

/** . */
export interface AttachRequest {
  containerId: string;
  stdin: boolean;
  tty: boolean;
  stdout: boolean;
  stderr: boolean;
}
function writeAttachRequest(w: WireWriter, m: Input<AttachRequest>): void {
  w.string(10, m.containerId);
  w.bool(16, m.stdin);
  w.bool(24, m.tty);
  w.bool(32, m.stdout);
  w.bool(40, m.stderr);
}
function readAttachRequest(r: WireReader, end: number): AttachRequest {
  const m: AttachRequest = {
    containerId: '',
    stdin: false,
    tty: false,
    stdout: false,
    stderr: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.stdin = r.bool(); break;
      case 24: m.tty = r.bool(); break;
      case 32: m.stdout = r.bool(); break;
      case 40: m.stderr = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const AttachRequest: Codec<AttachRequest> = /* @__PURE__ */ codec<AttachRequest>(writeAttachRequest, readAttachRequest);

/** . */
export interface AttachResponse {
  url: string;
}
function writeAttachResponse(w: WireWriter, m: Input<AttachResponse>): void {
  w.string(10, m.url);
}
function readAttachResponse(r: WireReader, end: number): AttachResponse {
  const m: AttachResponse = {
    url: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.url = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const AttachResponse: Codec<AttachResponse> = /* @__PURE__ */ codec<AttachResponse>(writeAttachResponse, readAttachResponse);

/** . */
export interface PortForwardRequest {
  podSandboxId: string;
  port: number[];
}
function writePortForwardRequest(w: WireWriter, m: Input<PortForwardRequest>): void {
  w.string(10, m.podSandboxId);
  w.packedInt32(18, m.port);
}
function readPortForwardRequest(r: WireReader, end: number): PortForwardRequest {
  const m: PortForwardRequest = {
    podSandboxId: '',
    port: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 16: m.port.push(r.int32()); break;
      case 18: r.packedInt32(m.port); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PortForwardRequest: Codec<PortForwardRequest> = /* @__PURE__ */ codec<PortForwardRequest>(writePortForwardRequest, readPortForwardRequest);

/** . */
export interface PortForwardResponse {
  url: string;
}
function writePortForwardResponse(w: WireWriter, m: Input<PortForwardResponse>): void {
  w.string(10, m.url);
}
function readPortForwardResponse(r: WireReader, end: number): PortForwardResponse {
  const m: PortForwardResponse = {
    url: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.url = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PortForwardResponse: Codec<PortForwardResponse> = /* @__PURE__ */ codec<PortForwardResponse>(writePortForwardResponse, readPortForwardResponse);

/** . */
export interface ImageFilter {
  image: ImageSpec | undefined;
}
function writeImageFilter(w: WireWriter, m: Input<ImageFilter>): void {
  w.message(10, m.image, writeImageSpec);
}
function readImageFilter(r: WireReader, end: number): ImageFilter {
  const m: ImageFilter = {
    image: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(readImageSpec); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageFilter: Codec<ImageFilter> = /* @__PURE__ */ codec<ImageFilter>(writeImageFilter, readImageFilter);

/** . */
export interface ListImagesRequest {
  filter: ImageFilter | undefined;
}
function writeListImagesRequest(w: WireWriter, m: Input<ListImagesRequest>): void {
  w.message(10, m.filter, writeImageFilter);
}
function readListImagesRequest(r: WireReader, end: number): ListImagesRequest {
  const m: ListImagesRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readImageFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListImagesRequest: Codec<ListImagesRequest> = /* @__PURE__ */ codec<ListImagesRequest>(writeListImagesRequest, readListImagesRequest);

/** . */
export interface Image {
  id: string;
  repoTags: string[];
  repoDigests: string[];
  size: number;
  uid: Int64Value | undefined;
  username: string;
  spec: ImageSpec | undefined;
  pinned: boolean;
}
function writeImage(w: WireWriter, m: Input<Image>): void {
  w.string(10, m.id);
  w.strings(18, m.repoTags);
  w.strings(26, m.repoDigests);
  w.uint64(32, m.size);
  w.message(42, m.uid, writeInt64Value);
  w.string(50, m.username);
  w.message(58, m.spec, writeImageSpec);
  w.bool(64, m.pinned);
}
function readImage(r: WireReader, end: number): Image {
  const m: Image = {
    id: '',
    repoTags: [],
    repoDigests: [],
    size: 0,
    uid: undefined,
    username: '',
    spec: undefined,
    pinned: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.repoTags.push(r.string()); break;
      case 26: m.repoDigests.push(r.string()); break;
      case 32: m.size = r.uint64(); break;
      case 42: m.uid = r.message(readInt64Value); break;
      case 50: m.username = r.string(); break;
      case 58: m.spec = r.message(readImageSpec); break;
      case 64: m.pinned = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Image: Codec<Image> = /* @__PURE__ */ codec<Image>(writeImage, readImage);

/** . */
export interface ListImagesResponse {
  images: Image[];
}
function writeListImagesResponse(w: WireWriter, m: Input<ListImagesResponse>): void {
  w.messages(10, m.images, writeImage);
}
function readListImagesResponse(r: WireReader, end: number): ListImagesResponse {
  const m: ListImagesResponse = {
    images: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.message(readImage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListImagesResponse: Codec<ListImagesResponse> = /* @__PURE__ */ codec<ListImagesResponse>(writeListImagesResponse, readListImagesResponse);

/** . */
export interface StreamImagesRequest {
  filter: ImageFilter | undefined;
}
function writeStreamImagesRequest(w: WireWriter, m: Input<StreamImagesRequest>): void {
  w.message(10, m.filter, writeImageFilter);
}
function readStreamImagesRequest(r: WireReader, end: number): StreamImagesRequest {
  const m: StreamImagesRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readImageFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamImagesRequest: Codec<StreamImagesRequest> = /* @__PURE__ */ codec<StreamImagesRequest>(writeStreamImagesRequest, readStreamImagesRequest);

/** . */
export interface StreamImagesResponse {
  images: Image[];
}
function writeStreamImagesResponse(w: WireWriter, m: Input<StreamImagesResponse>): void {
  w.messages(10, m.images, writeImage);
}
function readStreamImagesResponse(r: WireReader, end: number): StreamImagesResponse {
  const m: StreamImagesResponse = {
    images: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.images.push(r.message(readImage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamImagesResponse: Codec<StreamImagesResponse> = /* @__PURE__ */ codec<StreamImagesResponse>(writeStreamImagesResponse, readStreamImagesResponse);

/** . */
export interface ImageStatusRequest {
  image: ImageSpec | undefined;
  verbose: boolean;
}
function writeImageStatusRequest(w: WireWriter, m: Input<ImageStatusRequest>): void {
  w.message(10, m.image, writeImageSpec);
  w.bool(16, m.verbose);
}
function readImageStatusRequest(r: WireReader, end: number): ImageStatusRequest {
  const m: ImageStatusRequest = {
    image: undefined,
    verbose: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(readImageSpec); break;
      case 16: m.verbose = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageStatusRequest: Codec<ImageStatusRequest> = /* @__PURE__ */ codec<ImageStatusRequest>(writeImageStatusRequest, readImageStatusRequest);

/** . */
export interface ImageStatusResponse {
  image: Image | undefined;
  info: Record<string, string>;
}
function writeImageStatusResponse(w: WireWriter, m: Input<ImageStatusResponse>): void {
  w.message(10, m.image, writeImage);
  w.stringMap(18, m.info);
}
function readImageStatusResponse(r: WireReader, end: number): ImageStatusResponse {
  const m: ImageStatusResponse = {
    image: undefined,
    info: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(readImage); break;
      case 18: r.stringMap(m.info); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageStatusResponse: Codec<ImageStatusResponse> = /* @__PURE__ */ codec<ImageStatusResponse>(writeImageStatusResponse, readImageStatusResponse);

/** . */
export interface AuthConfig {
  username: string;
  password: string;
  auth: string;
  serverAddress: string;
  identityToken: string;
  registryToken: string;
}
function writeAuthConfig(w: WireWriter, m: Input<AuthConfig>): void {
  w.string(10, m.username);
  w.string(18, m.password);
  w.string(26, m.auth);
  w.string(34, m.serverAddress);
  w.string(42, m.identityToken);
  w.string(50, m.registryToken);
}
function readAuthConfig(r: WireReader, end: number): AuthConfig {
  const m: AuthConfig = {
    username: '',
    password: '',
    auth: '',
    serverAddress: '',
    identityToken: '',
    registryToken: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.username = r.string(); break;
      case 18: m.password = r.string(); break;
      case 26: m.auth = r.string(); break;
      case 34: m.serverAddress = r.string(); break;
      case 42: m.identityToken = r.string(); break;
      case 50: m.registryToken = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const AuthConfig: Codec<AuthConfig> = /* @__PURE__ */ codec<AuthConfig>(writeAuthConfig, readAuthConfig);

/** . */
export interface PullImageRequest {
  image: ImageSpec | undefined;
  auth: AuthConfig | undefined;
  sandboxConfig: PodSandboxConfig | undefined;
}
function writePullImageRequest(w: WireWriter, m: Input<PullImageRequest>): void {
  w.message(10, m.image, writeImageSpec);
  w.message(18, m.auth, writeAuthConfig);
  w.message(26, m.sandboxConfig, writePodSandboxConfig);
}
function readPullImageRequest(r: WireReader, end: number): PullImageRequest {
  const m: PullImageRequest = {
    image: undefined,
    auth: undefined,
    sandboxConfig: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(readImageSpec); break;
      case 18: m.auth = r.message(readAuthConfig); break;
      case 26: m.sandboxConfig = r.message(readPodSandboxConfig); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PullImageRequest: Codec<PullImageRequest> = /* @__PURE__ */ codec<PullImageRequest>(writePullImageRequest, readPullImageRequest);

/** . */
export interface PullImageResponse {
  imageRef: string;
}
function writePullImageResponse(w: WireWriter, m: Input<PullImageResponse>): void {
  w.string(10, m.imageRef);
}
function readPullImageResponse(r: WireReader, end: number): PullImageResponse {
  const m: PullImageResponse = {
    imageRef: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.imageRef = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PullImageResponse: Codec<PullImageResponse> = /* @__PURE__ */ codec<PullImageResponse>(writePullImageResponse, readPullImageResponse);

/** . */
export interface RemoveImageRequest {
  image: ImageSpec | undefined;
}
function writeRemoveImageRequest(w: WireWriter, m: Input<RemoveImageRequest>): void {
  w.message(10, m.image, writeImageSpec);
}
function readRemoveImageRequest(r: WireReader, end: number): RemoveImageRequest {
  const m: RemoveImageRequest = {
    image: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.image = r.message(readImageSpec); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RemoveImageRequest: Codec<RemoveImageRequest> = /* @__PURE__ */ codec<RemoveImageRequest>(writeRemoveImageRequest, readRemoveImageRequest);

/** . */
export type RemoveImageResponse = Record<never, never>;
function writeRemoveImageResponse(): void {}
function readRemoveImageResponse(r: WireReader, end: number): RemoveImageResponse {
  const m: RemoveImageResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RemoveImageResponse: Codec<RemoveImageResponse> = /* @__PURE__ */ codec<RemoveImageResponse>(writeRemoveImageResponse, readRemoveImageResponse);

/** . */
export interface NetworkConfig {
  podCidr: string;
}
function writeNetworkConfig(w: WireWriter, m: Input<NetworkConfig>): void {
  w.string(10, m.podCidr);
}
function readNetworkConfig(r: WireReader, end: number): NetworkConfig {
  const m: NetworkConfig = {
    podCidr: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podCidr = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const NetworkConfig: Codec<NetworkConfig> = /* @__PURE__ */ codec<NetworkConfig>(writeNetworkConfig, readNetworkConfig);

/** . */
export interface RuntimeConfig {
  networkConfig: NetworkConfig | undefined;
}
function writeRuntimeConfig(w: WireWriter, m: Input<RuntimeConfig>): void {
  w.message(10, m.networkConfig, writeNetworkConfig);
}
function readRuntimeConfig(r: WireReader, end: number): RuntimeConfig {
  const m: RuntimeConfig = {
    networkConfig: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.networkConfig = r.message(readNetworkConfig); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeConfig: Codec<RuntimeConfig> = /* @__PURE__ */ codec<RuntimeConfig>(writeRuntimeConfig, readRuntimeConfig);

/** . */
export interface UpdateRuntimeConfigRequest {
  runtimeConfig: RuntimeConfig | undefined;
}
function writeUpdateRuntimeConfigRequest(w: WireWriter, m: Input<UpdateRuntimeConfigRequest>): void {
  w.message(10, m.runtimeConfig, writeRuntimeConfig);
}
function readUpdateRuntimeConfigRequest(r: WireReader, end: number): UpdateRuntimeConfigRequest {
  const m: UpdateRuntimeConfigRequest = {
    runtimeConfig: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.runtimeConfig = r.message(readRuntimeConfig); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UpdateRuntimeConfigRequest: Codec<UpdateRuntimeConfigRequest> = /* @__PURE__ */ codec<UpdateRuntimeConfigRequest>(writeUpdateRuntimeConfigRequest, readUpdateRuntimeConfigRequest);

/** . */
export type UpdateRuntimeConfigResponse = Record<never, never>;
function writeUpdateRuntimeConfigResponse(): void {}
function readUpdateRuntimeConfigResponse(r: WireReader, end: number): UpdateRuntimeConfigResponse {
  const m: UpdateRuntimeConfigResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const UpdateRuntimeConfigResponse: Codec<UpdateRuntimeConfigResponse> = /* @__PURE__ */ codec<UpdateRuntimeConfigResponse>(writeUpdateRuntimeConfigResponse, readUpdateRuntimeConfigResponse);

/** . */
export interface RuntimeCondition {
  type: string;
  status: boolean;
  reason: string;
  message: string;
}
function writeRuntimeCondition(w: WireWriter, m: Input<RuntimeCondition>): void {
  w.string(10, m.type);
  w.bool(16, m.status);
  w.string(26, m.reason);
  w.string(34, m.message);
}
function readRuntimeCondition(r: WireReader, end: number): RuntimeCondition {
  const m: RuntimeCondition = {
    type: '',
    status: false,
    reason: '',
    message: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.type = r.string(); break;
      case 16: m.status = r.bool(); break;
      case 26: m.reason = r.string(); break;
      case 34: m.message = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeCondition: Codec<RuntimeCondition> = /* @__PURE__ */ codec<RuntimeCondition>(writeRuntimeCondition, readRuntimeCondition);

/** . */
export interface RuntimeStatus {
  conditions: RuntimeCondition[];
}
function writeRuntimeStatus(w: WireWriter, m: Input<RuntimeStatus>): void {
  w.messages(10, m.conditions, writeRuntimeCondition);
}
function readRuntimeStatus(r: WireReader, end: number): RuntimeStatus {
  const m: RuntimeStatus = {
    conditions: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.conditions.push(r.message(readRuntimeCondition)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeStatus: Codec<RuntimeStatus> = /* @__PURE__ */ codec<RuntimeStatus>(writeRuntimeStatus, readRuntimeStatus);

/** . */
export interface StatusRequest {
  verbose: boolean;
}
function writeStatusRequest(w: WireWriter, m: Input<StatusRequest>): void {
  w.bool(8, m.verbose);
}
function readStatusRequest(r: WireReader, end: number): StatusRequest {
  const m: StatusRequest = {
    verbose: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.verbose = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StatusRequest: Codec<StatusRequest> = /* @__PURE__ */ codec<StatusRequest>(writeStatusRequest, readStatusRequest);

/** . */
export interface RuntimeHandlerFeatures {
  recursiveReadOnlyMounts: boolean;
  userNamespaces: boolean;
}
function writeRuntimeHandlerFeatures(w: WireWriter, m: Input<RuntimeHandlerFeatures>): void {
  w.bool(8, m.recursiveReadOnlyMounts);
  w.bool(16, m.userNamespaces);
}
function readRuntimeHandlerFeatures(r: WireReader, end: number): RuntimeHandlerFeatures {
  const m: RuntimeHandlerFeatures = {
    recursiveReadOnlyMounts: false,
    userNamespaces: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.recursiveReadOnlyMounts = r.bool(); break;
      case 16: m.userNamespaces = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeHandlerFeatures: Codec<RuntimeHandlerFeatures> = /* @__PURE__ */ codec<RuntimeHandlerFeatures>(writeRuntimeHandlerFeatures, readRuntimeHandlerFeatures);

/** . */
export interface RuntimeHandler {
  name: string;
  features: RuntimeHandlerFeatures | undefined;
}
function writeRuntimeHandler(w: WireWriter, m: Input<RuntimeHandler>): void {
  w.string(10, m.name);
  w.message(18, m.features, writeRuntimeHandlerFeatures);
}
function readRuntimeHandler(r: WireReader, end: number): RuntimeHandler {
  const m: RuntimeHandler = {
    name: '',
    features: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.features = r.message(readRuntimeHandlerFeatures); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeHandler: Codec<RuntimeHandler> = /* @__PURE__ */ codec<RuntimeHandler>(writeRuntimeHandler, readRuntimeHandler);

/** . */
export interface RuntimeFeatures {
  supplementalGroupsPolicy: boolean;
  userNamespacesHostNetwork: boolean;
  mountOptions: boolean;
}
function writeRuntimeFeatures(w: WireWriter, m: Input<RuntimeFeatures>): void {
  w.bool(8, m.supplementalGroupsPolicy);
  w.bool(16, m.userNamespacesHostNetwork);
  w.bool(24, m.mountOptions);
}
function readRuntimeFeatures(r: WireReader, end: number): RuntimeFeatures {
  const m: RuntimeFeatures = {
    supplementalGroupsPolicy: false,
    userNamespacesHostNetwork: false,
    mountOptions: false,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.supplementalGroupsPolicy = r.bool(); break;
      case 16: m.userNamespacesHostNetwork = r.bool(); break;
      case 24: m.mountOptions = r.bool(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeFeatures: Codec<RuntimeFeatures> = /* @__PURE__ */ codec<RuntimeFeatures>(writeRuntimeFeatures, readRuntimeFeatures);

/** . */
export interface StatusResponse {
  status: RuntimeStatus | undefined;
  info: Record<string, string>;
  runtimeHandlers: RuntimeHandler[];
  features: RuntimeFeatures | undefined;
}
function writeStatusResponse(w: WireWriter, m: Input<StatusResponse>): void {
  w.message(10, m.status, writeRuntimeStatus);
  w.stringMap(18, m.info);
  w.messages(26, m.runtimeHandlers, writeRuntimeHandler);
  w.message(34, m.features, writeRuntimeFeatures);
}
function readStatusResponse(r: WireReader, end: number): StatusResponse {
  const m: StatusResponse = {
    status: undefined,
    info: {},
    runtimeHandlers: [],
    features: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.status = r.message(readRuntimeStatus); break;
      case 18: r.stringMap(m.info); break;
      case 26: m.runtimeHandlers.push(r.message(readRuntimeHandler)); break;
      case 34: m.features = r.message(readRuntimeFeatures); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StatusResponse: Codec<StatusResponse> = /* @__PURE__ */ codec<StatusResponse>(writeStatusResponse, readStatusResponse);

/** . */
export type ImageFsInfoRequest = Record<never, never>;
function writeImageFsInfoRequest(): void {}
function readImageFsInfoRequest(r: WireReader, end: number): ImageFsInfoRequest {
  const m: ImageFsInfoRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ImageFsInfoRequest: Codec<ImageFsInfoRequest> = /* @__PURE__ */ codec<ImageFsInfoRequest>(writeImageFsInfoRequest, readImageFsInfoRequest);

/** . */
export interface UInt64Value {
  value: number;
}
function writeUInt64Value(w: WireWriter, m: Input<UInt64Value>): void {
  w.uint64(8, m.value);
}
function readUInt64Value(r: WireReader, end: number): UInt64Value {
  const m: UInt64Value = {
    value: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.value = r.uint64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UInt64Value: Codec<UInt64Value> = /* @__PURE__ */ codec<UInt64Value>(writeUInt64Value, readUInt64Value);

/** . */
export interface FilesystemIdentifier {
  mountpoint: string;
}
function writeFilesystemIdentifier(w: WireWriter, m: Input<FilesystemIdentifier>): void {
  w.string(10, m.mountpoint);
}
function readFilesystemIdentifier(r: WireReader, end: number): FilesystemIdentifier {
  const m: FilesystemIdentifier = {
    mountpoint: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.mountpoint = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const FilesystemIdentifier: Codec<FilesystemIdentifier> = /* @__PURE__ */ codec<FilesystemIdentifier>(writeFilesystemIdentifier, readFilesystemIdentifier);

/** . */
export interface FilesystemUsage {
  timestamp: number;
  fsId: FilesystemIdentifier | undefined;
  usedBytes: UInt64Value | undefined;
  inodesUsed: UInt64Value | undefined;
}
function writeFilesystemUsage(w: WireWriter, m: Input<FilesystemUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.fsId, writeFilesystemIdentifier);
  w.message(26, m.usedBytes, writeUInt64Value);
  w.message(34, m.inodesUsed, writeUInt64Value);
}
function readFilesystemUsage(r: WireReader, end: number): FilesystemUsage {
  const m: FilesystemUsage = {
    timestamp: 0,
    fsId: undefined,
    usedBytes: undefined,
    inodesUsed: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.fsId = r.message(readFilesystemIdentifier); break;
      case 26: m.usedBytes = r.message(readUInt64Value); break;
      case 34: m.inodesUsed = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const FilesystemUsage: Codec<FilesystemUsage> = /* @__PURE__ */ codec<FilesystemUsage>(writeFilesystemUsage, readFilesystemUsage);

/** . */
export interface WindowsFilesystemUsage {
  timestamp: number;
  fsId: FilesystemIdentifier | undefined;
  usedBytes: UInt64Value | undefined;
}
function writeWindowsFilesystemUsage(w: WireWriter, m: Input<WindowsFilesystemUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.fsId, writeFilesystemIdentifier);
  w.message(26, m.usedBytes, writeUInt64Value);
}
function readWindowsFilesystemUsage(r: WireReader, end: number): WindowsFilesystemUsage {
  const m: WindowsFilesystemUsage = {
    timestamp: 0,
    fsId: undefined,
    usedBytes: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.fsId = r.message(readFilesystemIdentifier); break;
      case 26: m.usedBytes = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsFilesystemUsage: Codec<WindowsFilesystemUsage> = /* @__PURE__ */ codec<WindowsFilesystemUsage>(writeWindowsFilesystemUsage, readWindowsFilesystemUsage);

/** . */
export interface ImageFsInfoResponse {
  imageFilesystems: FilesystemUsage[];
  containerFilesystems: FilesystemUsage[];
}
function writeImageFsInfoResponse(w: WireWriter, m: Input<ImageFsInfoResponse>): void {
  w.messages(10, m.imageFilesystems, writeFilesystemUsage);
  w.messages(18, m.containerFilesystems, writeFilesystemUsage);
}
function readImageFsInfoResponse(r: WireReader, end: number): ImageFsInfoResponse {
  const m: ImageFsInfoResponse = {
    imageFilesystems: [],
    containerFilesystems: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.imageFilesystems.push(r.message(readFilesystemUsage)); break;
      case 18: m.containerFilesystems.push(r.message(readFilesystemUsage)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ImageFsInfoResponse: Codec<ImageFsInfoResponse> = /* @__PURE__ */ codec<ImageFsInfoResponse>(writeImageFsInfoResponse, readImageFsInfoResponse);

/** . */
export interface ContainerStatsRequest {
  containerId: string;
}
function writeContainerStatsRequest(w: WireWriter, m: Input<ContainerStatsRequest>): void {
  w.string(10, m.containerId);
}
function readContainerStatsRequest(r: WireReader, end: number): ContainerStatsRequest {
  const m: ContainerStatsRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatsRequest: Codec<ContainerStatsRequest> = /* @__PURE__ */ codec<ContainerStatsRequest>(writeContainerStatsRequest, readContainerStatsRequest);

/** . */
export interface ContainerStatsResponse {
  stats: ContainerStats | undefined;
}
function writeContainerStatsResponse(w: WireWriter, m: Input<ContainerStatsResponse>): void {
  w.message(10, m.stats, writeContainerStats);
}
function readContainerStatsResponse(r: WireReader, end: number): ContainerStatsResponse {
  const m: ContainerStatsResponse = {
    stats: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.stats = r.message(readContainerStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatsResponse: Codec<ContainerStatsResponse> = /* @__PURE__ */ codec<ContainerStatsResponse>(writeContainerStatsResponse, readContainerStatsResponse);

/** . */
export interface ListContainerStatsRequest {
  filter: ContainerStatsFilter | undefined;
}
function writeListContainerStatsRequest(w: WireWriter, m: Input<ListContainerStatsRequest>): void {
  w.message(10, m.filter, writeContainerStatsFilter);
}
function readListContainerStatsRequest(r: WireReader, end: number): ListContainerStatsRequest {
  const m: ListContainerStatsRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readContainerStatsFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListContainerStatsRequest: Codec<ListContainerStatsRequest> = /* @__PURE__ */ codec<ListContainerStatsRequest>(writeListContainerStatsRequest, readListContainerStatsRequest);

/** . */
export interface ContainerStatsFilter {
  id: string;
  podSandboxId: string;
  labelSelector: Record<string, string>;
}
function writeContainerStatsFilter(w: WireWriter, m: Input<ContainerStatsFilter>): void {
  w.string(10, m.id);
  w.string(18, m.podSandboxId);
  w.stringMap(26, m.labelSelector);
}
function readContainerStatsFilter(r: WireReader, end: number): ContainerStatsFilter {
  const m: ContainerStatsFilter = {
    id: '',
    podSandboxId: '',
    labelSelector: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.podSandboxId = r.string(); break;
      case 26: r.stringMap(m.labelSelector); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStatsFilter: Codec<ContainerStatsFilter> = /* @__PURE__ */ codec<ContainerStatsFilter>(writeContainerStatsFilter, readContainerStatsFilter);

/** . */
export interface ListContainerStatsResponse {
  stats: ContainerStats[];
}
function writeListContainerStatsResponse(w: WireWriter, m: Input<ListContainerStatsResponse>): void {
  w.messages(10, m.stats, writeContainerStats);
}
function readListContainerStatsResponse(r: WireReader, end: number): ListContainerStatsResponse {
  const m: ListContainerStatsResponse = {
    stats: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.stats.push(r.message(readContainerStats)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListContainerStatsResponse: Codec<ListContainerStatsResponse> = /* @__PURE__ */ codec<ListContainerStatsResponse>(writeListContainerStatsResponse, readListContainerStatsResponse);

/** . */
export interface StreamContainerStatsRequest {
  filter: ContainerStatsFilter | undefined;
}
function writeStreamContainerStatsRequest(w: WireWriter, m: Input<StreamContainerStatsRequest>): void {
  w.message(10, m.filter, writeContainerStatsFilter);
}
function readStreamContainerStatsRequest(r: WireReader, end: number): StreamContainerStatsRequest {
  const m: StreamContainerStatsRequest = {
    filter: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.filter = r.message(readContainerStatsFilter); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamContainerStatsRequest: Codec<StreamContainerStatsRequest> = /* @__PURE__ */ codec<StreamContainerStatsRequest>(writeStreamContainerStatsRequest, readStreamContainerStatsRequest);

/** . */
export interface StreamContainerStatsResponse {
  containerStats: ContainerStats[];
}
function writeStreamContainerStatsResponse(w: WireWriter, m: Input<StreamContainerStatsResponse>): void {
  w.messages(10, m.containerStats, writeContainerStats);
}
function readStreamContainerStatsResponse(r: WireReader, end: number): StreamContainerStatsResponse {
  const m: StreamContainerStatsResponse = {
    containerStats: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerStats.push(r.message(readContainerStats)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamContainerStatsResponse: Codec<StreamContainerStatsResponse> = /* @__PURE__ */ codec<StreamContainerStatsResponse>(writeStreamContainerStatsResponse, readStreamContainerStatsResponse);

/** . */
export interface ContainerAttributes {
  id: string;
  metadata: ContainerMetadata | undefined;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
function writeContainerAttributes(w: WireWriter, m: Input<ContainerAttributes>): void {
  w.string(10, m.id);
  w.message(18, m.metadata, writeContainerMetadata);
  w.stringMap(26, m.labels);
  w.stringMap(34, m.annotations);
}
function readContainerAttributes(r: WireReader, end: number): ContainerAttributes {
  const m: ContainerAttributes = {
    id: '',
    metadata: undefined,
    labels: {},
    annotations: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.id = r.string(); break;
      case 18: m.metadata = r.message(readContainerMetadata); break;
      case 26: r.stringMap(m.labels); break;
      case 34: r.stringMap(m.annotations); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerAttributes: Codec<ContainerAttributes> = /* @__PURE__ */ codec<ContainerAttributes>(writeContainerAttributes, readContainerAttributes);

/** . */
export interface ContainerStats {
  attributes: ContainerAttributes | undefined;
  cpu: CpuUsage | undefined;
  memory: MemoryUsage | undefined;
  writableLayer: FilesystemUsage | undefined;
  swap: SwapUsage | undefined;
  io: IoUsage | undefined;
}
function writeContainerStats(w: WireWriter, m: Input<ContainerStats>): void {
  w.message(10, m.attributes, writeContainerAttributes);
  w.message(18, m.cpu, writeCpuUsage);
  w.message(26, m.memory, writeMemoryUsage);
  w.message(34, m.writableLayer, writeFilesystemUsage);
  w.message(42, m.swap, writeSwapUsage);
  w.message(50, m.io, writeIoUsage);
}
function readContainerStats(r: WireReader, end: number): ContainerStats {
  const m: ContainerStats = {
    attributes: undefined,
    cpu: undefined,
    memory: undefined,
    writableLayer: undefined,
    swap: undefined,
    io: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.attributes = r.message(readContainerAttributes); break;
      case 18: m.cpu = r.message(readCpuUsage); break;
      case 26: m.memory = r.message(readMemoryUsage); break;
      case 34: m.writableLayer = r.message(readFilesystemUsage); break;
      case 42: m.swap = r.message(readSwapUsage); break;
      case 50: m.io = r.message(readIoUsage); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerStats: Codec<ContainerStats> = /* @__PURE__ */ codec<ContainerStats>(writeContainerStats, readContainerStats);

/** . */
export interface WindowsContainerStats {
  attributes: ContainerAttributes | undefined;
  cpu: WindowsCpuUsage | undefined;
  memory: WindowsMemoryUsage | undefined;
  writableLayer: WindowsFilesystemUsage | undefined;
}
function writeWindowsContainerStats(w: WireWriter, m: Input<WindowsContainerStats>): void {
  w.message(10, m.attributes, writeContainerAttributes);
  w.message(18, m.cpu, writeWindowsCpuUsage);
  w.message(26, m.memory, writeWindowsMemoryUsage);
  w.message(34, m.writableLayer, writeWindowsFilesystemUsage);
}
function readWindowsContainerStats(r: WireReader, end: number): WindowsContainerStats {
  const m: WindowsContainerStats = {
    attributes: undefined,
    cpu: undefined,
    memory: undefined,
    writableLayer: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.attributes = r.message(readContainerAttributes); break;
      case 18: m.cpu = r.message(readWindowsCpuUsage); break;
      case 26: m.memory = r.message(readWindowsMemoryUsage); break;
      case 34: m.writableLayer = r.message(readWindowsFilesystemUsage); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsContainerStats: Codec<WindowsContainerStats> = /* @__PURE__ */ codec<WindowsContainerStats>(writeWindowsContainerStats, readWindowsContainerStats);

/** . */
export interface PsiStats {
  Full: PsiData | undefined;
  Some: PsiData | undefined;
}
function writePsiStats(w: WireWriter, m: Input<PsiStats>): void {
  w.message(10, m.Full, writePsiData);
  w.message(18, m.Some, writePsiData);
}
function readPsiStats(r: WireReader, end: number): PsiStats {
  const m: PsiStats = {
    Full: undefined,
    Some: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.Full = r.message(readPsiData); break;
      case 18: m.Some = r.message(readPsiData); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PsiStats: Codec<PsiStats> = /* @__PURE__ */ codec<PsiStats>(writePsiStats, readPsiStats);

/** . */
export interface PsiData {
  Total: number;
  Avg10: number;
  Avg60: number;
  Avg300: number;
}
function writePsiData(w: WireWriter, m: Input<PsiData>): void {
  w.uint64(8, m.Total);
  w.double(17, m.Avg10);
  w.double(25, m.Avg60);
  w.double(33, m.Avg300);
}
function readPsiData(r: WireReader, end: number): PsiData {
  const m: PsiData = {
    Total: 0,
    Avg10: 0,
    Avg60: 0,
    Avg300: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.Total = r.uint64(); break;
      case 17: m.Avg10 = r.double(); break;
      case 25: m.Avg60 = r.double(); break;
      case 33: m.Avg300 = r.double(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PsiData: Codec<PsiData> = /* @__PURE__ */ codec<PsiData>(writePsiData, readPsiData);

/** . */
export interface CpuUsage {
  timestamp: number;
  usageCoreNanoSeconds: UInt64Value | undefined;
  usageNanoCores: UInt64Value | undefined;
  psi: PsiStats | undefined;
}
function writeCpuUsage(w: WireWriter, m: Input<CpuUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.usageCoreNanoSeconds, writeUInt64Value);
  w.message(26, m.usageNanoCores, writeUInt64Value);
  w.message(34, m.psi, writePsiStats);
}
function readCpuUsage(r: WireReader, end: number): CpuUsage {
  const m: CpuUsage = {
    timestamp: 0,
    usageCoreNanoSeconds: undefined,
    usageNanoCores: undefined,
    psi: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.usageCoreNanoSeconds = r.message(readUInt64Value); break;
      case 26: m.usageNanoCores = r.message(readUInt64Value); break;
      case 34: m.psi = r.message(readPsiStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CpuUsage: Codec<CpuUsage> = /* @__PURE__ */ codec<CpuUsage>(writeCpuUsage, readCpuUsage);

/** . */
export interface WindowsCpuUsage {
  timestamp: number;
  usageCoreNanoSeconds: UInt64Value | undefined;
  usageNanoCores: UInt64Value | undefined;
}
function writeWindowsCpuUsage(w: WireWriter, m: Input<WindowsCpuUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.usageCoreNanoSeconds, writeUInt64Value);
  w.message(26, m.usageNanoCores, writeUInt64Value);
}
function readWindowsCpuUsage(r: WireReader, end: number): WindowsCpuUsage {
  const m: WindowsCpuUsage = {
    timestamp: 0,
    usageCoreNanoSeconds: undefined,
    usageNanoCores: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.usageCoreNanoSeconds = r.message(readUInt64Value); break;
      case 26: m.usageNanoCores = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsCpuUsage: Codec<WindowsCpuUsage> = /* @__PURE__ */ codec<WindowsCpuUsage>(writeWindowsCpuUsage, readWindowsCpuUsage);

/** . */
export interface MemoryUsage {
  timestamp: number;
  workingSetBytes: UInt64Value | undefined;
  availableBytes: UInt64Value | undefined;
  usageBytes: UInt64Value | undefined;
  rssBytes: UInt64Value | undefined;
  pageFaults: UInt64Value | undefined;
  majorPageFaults: UInt64Value | undefined;
  psi: PsiStats | undefined;
}
function writeMemoryUsage(w: WireWriter, m: Input<MemoryUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.workingSetBytes, writeUInt64Value);
  w.message(26, m.availableBytes, writeUInt64Value);
  w.message(34, m.usageBytes, writeUInt64Value);
  w.message(42, m.rssBytes, writeUInt64Value);
  w.message(50, m.pageFaults, writeUInt64Value);
  w.message(58, m.majorPageFaults, writeUInt64Value);
  w.message(66, m.psi, writePsiStats);
}
function readMemoryUsage(r: WireReader, end: number): MemoryUsage {
  const m: MemoryUsage = {
    timestamp: 0,
    workingSetBytes: undefined,
    availableBytes: undefined,
    usageBytes: undefined,
    rssBytes: undefined,
    pageFaults: undefined,
    majorPageFaults: undefined,
    psi: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.workingSetBytes = r.message(readUInt64Value); break;
      case 26: m.availableBytes = r.message(readUInt64Value); break;
      case 34: m.usageBytes = r.message(readUInt64Value); break;
      case 42: m.rssBytes = r.message(readUInt64Value); break;
      case 50: m.pageFaults = r.message(readUInt64Value); break;
      case 58: m.majorPageFaults = r.message(readUInt64Value); break;
      case 66: m.psi = r.message(readPsiStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const MemoryUsage: Codec<MemoryUsage> = /* @__PURE__ */ codec<MemoryUsage>(writeMemoryUsage, readMemoryUsage);

/** . */
export interface IoUsage {
  timestamp: number;
  psi: PsiStats | undefined;
}
function writeIoUsage(w: WireWriter, m: Input<IoUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.psi, writePsiStats);
}
function readIoUsage(r: WireReader, end: number): IoUsage {
  const m: IoUsage = {
    timestamp: 0,
    psi: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.psi = r.message(readPsiStats); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const IoUsage: Codec<IoUsage> = /* @__PURE__ */ codec<IoUsage>(writeIoUsage, readIoUsage);

/** . */
export interface SwapUsage {
  timestamp: number;
  swapAvailableBytes: UInt64Value | undefined;
  swapUsageBytes: UInt64Value | undefined;
}
function writeSwapUsage(w: WireWriter, m: Input<SwapUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.swapAvailableBytes, writeUInt64Value);
  w.message(26, m.swapUsageBytes, writeUInt64Value);
}
function readSwapUsage(r: WireReader, end: number): SwapUsage {
  const m: SwapUsage = {
    timestamp: 0,
    swapAvailableBytes: undefined,
    swapUsageBytes: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.swapAvailableBytes = r.message(readUInt64Value); break;
      case 26: m.swapUsageBytes = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const SwapUsage: Codec<SwapUsage> = /* @__PURE__ */ codec<SwapUsage>(writeSwapUsage, readSwapUsage);

/** . */
export interface WindowsMemoryUsage {
  timestamp: number;
  workingSetBytes: UInt64Value | undefined;
  availableBytes: UInt64Value | undefined;
  pageFaults: UInt64Value | undefined;
  commitMemoryBytes: UInt64Value | undefined;
}
function writeWindowsMemoryUsage(w: WireWriter, m: Input<WindowsMemoryUsage>): void {
  w.int64(8, m.timestamp);
  w.message(18, m.workingSetBytes, writeUInt64Value);
  w.message(26, m.availableBytes, writeUInt64Value);
  w.message(34, m.pageFaults, writeUInt64Value);
  w.message(42, m.commitMemoryBytes, writeUInt64Value);
}
function readWindowsMemoryUsage(r: WireReader, end: number): WindowsMemoryUsage {
  const m: WindowsMemoryUsage = {
    timestamp: 0,
    workingSetBytes: undefined,
    availableBytes: undefined,
    pageFaults: undefined,
    commitMemoryBytes: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.timestamp = r.int64(); break;
      case 18: m.workingSetBytes = r.message(readUInt64Value); break;
      case 26: m.availableBytes = r.message(readUInt64Value); break;
      case 34: m.pageFaults = r.message(readUInt64Value); break;
      case 42: m.commitMemoryBytes = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const WindowsMemoryUsage: Codec<WindowsMemoryUsage> = /* @__PURE__ */ codec<WindowsMemoryUsage>(writeWindowsMemoryUsage, readWindowsMemoryUsage);

/** . */
export interface ReopenContainerLogRequest {
  containerId: string;
}
function writeReopenContainerLogRequest(w: WireWriter, m: Input<ReopenContainerLogRequest>): void {
  w.string(10, m.containerId);
}
function readReopenContainerLogRequest(r: WireReader, end: number): ReopenContainerLogRequest {
  const m: ReopenContainerLogRequest = {
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ReopenContainerLogRequest: Codec<ReopenContainerLogRequest> = /* @__PURE__ */ codec<ReopenContainerLogRequest>(writeReopenContainerLogRequest, readReopenContainerLogRequest);

/** . */
export type ReopenContainerLogResponse = Record<never, never>;
function writeReopenContainerLogResponse(): void {}
function readReopenContainerLogResponse(r: WireReader, end: number): ReopenContainerLogResponse {
  const m: ReopenContainerLogResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ReopenContainerLogResponse: Codec<ReopenContainerLogResponse> = /* @__PURE__ */ codec<ReopenContainerLogResponse>(writeReopenContainerLogResponse, readReopenContainerLogResponse);

/** . */
export interface CheckpointContainerRequest {
  containerId: string;
  location: string;
  timeout: number;
}
function writeCheckpointContainerRequest(w: WireWriter, m: Input<CheckpointContainerRequest>): void {
  w.string(10, m.containerId);
  w.string(18, m.location);
  w.int64(24, m.timeout);
}
function readCheckpointContainerRequest(r: WireReader, end: number): CheckpointContainerRequest {
  const m: CheckpointContainerRequest = {
    containerId: '',
    location: '',
    timeout: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.location = r.string(); break;
      case 24: m.timeout = r.int64(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CheckpointContainerRequest: Codec<CheckpointContainerRequest> = /* @__PURE__ */ codec<CheckpointContainerRequest>(writeCheckpointContainerRequest, readCheckpointContainerRequest);

/** . */
export type CheckpointContainerResponse = Record<never, never>;
function writeCheckpointContainerResponse(): void {}
function readCheckpointContainerResponse(r: WireReader, end: number): CheckpointContainerResponse {
  const m: CheckpointContainerResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const CheckpointContainerResponse: Codec<CheckpointContainerResponse> = /* @__PURE__ */ codec<CheckpointContainerResponse>(writeCheckpointContainerResponse, readCheckpointContainerResponse);

/** . */
export interface CheckpointPodRequest {
  podSandboxId: string;
  outputPath: string;
  containerIds: string[];
  options: Record<string, string>;
}
function writeCheckpointPodRequest(w: WireWriter, m: Input<CheckpointPodRequest>): void {
  w.string(10, m.podSandboxId);
  w.string(18, m.outputPath);
  w.strings(26, m.containerIds);
  w.stringMap(34, m.options);
}
function readCheckpointPodRequest(r: WireReader, end: number): CheckpointPodRequest {
  const m: CheckpointPodRequest = {
    podSandboxId: '',
    outputPath: '',
    containerIds: [],
    options: {},
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.outputPath = r.string(); break;
      case 26: m.containerIds.push(r.string()); break;
      case 34: r.stringMap(m.options); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const CheckpointPodRequest: Codec<CheckpointPodRequest> = /* @__PURE__ */ codec<CheckpointPodRequest>(writeCheckpointPodRequest, readCheckpointPodRequest);

/** . */
export type CheckpointPodResponse = Record<never, never>;
function writeCheckpointPodResponse(): void {}
function readCheckpointPodResponse(r: WireReader, end: number): CheckpointPodResponse {
  const m: CheckpointPodResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const CheckpointPodResponse: Codec<CheckpointPodResponse> = /* @__PURE__ */ codec<CheckpointPodResponse>(writeCheckpointPodResponse, readCheckpointPodResponse);

/** . */
export interface RestorePodRequest {
  checkpointPath: string;
  config: PodSandboxConfig | undefined;
  runtimeHandler: string;
  options: Record<string, string>;
  containerConfigs: ContainerConfig[];
}
function writeRestorePodRequest(w: WireWriter, m: Input<RestorePodRequest>): void {
  w.string(10, m.checkpointPath);
  w.message(18, m.config, writePodSandboxConfig);
  w.string(26, m.runtimeHandler);
  w.stringMap(34, m.options);
  w.messages(42, m.containerConfigs, writeContainerConfig);
}
function readRestorePodRequest(r: WireReader, end: number): RestorePodRequest {
  const m: RestorePodRequest = {
    checkpointPath: '',
    config: undefined,
    runtimeHandler: '',
    options: {},
    containerConfigs: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.checkpointPath = r.string(); break;
      case 18: m.config = r.message(readPodSandboxConfig); break;
      case 26: m.runtimeHandler = r.string(); break;
      case 34: r.stringMap(m.options); break;
      case 42: m.containerConfigs.push(r.message(readContainerConfig)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestorePodRequest: Codec<RestorePodRequest> = /* @__PURE__ */ codec<RestorePodRequest>(writeRestorePodRequest, readRestorePodRequest);

/** . */
export interface RestoredContainer {
  name: string;
  containerId: string;
}
function writeRestoredContainer(w: WireWriter, m: Input<RestoredContainer>): void {
  w.string(10, m.name);
  w.string(18, m.containerId);
}
function readRestoredContainer(r: WireReader, end: number): RestoredContainer {
  const m: RestoredContainer = {
    name: '',
    containerId: '',
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.containerId = r.string(); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestoredContainer: Codec<RestoredContainer> = /* @__PURE__ */ codec<RestoredContainer>(writeRestoredContainer, readRestoredContainer);

/** . */
export interface RestorePodResponse {
  podSandboxId: string;
  restoredContainers: RestoredContainer[];
}
function writeRestorePodResponse(w: WireWriter, m: Input<RestorePodResponse>): void {
  w.string(10, m.podSandboxId);
  w.messages(18, m.restoredContainers, writeRestoredContainer);
}
function readRestorePodResponse(r: WireReader, end: number): RestorePodResponse {
  const m: RestorePodResponse = {
    podSandboxId: '',
    restoredContainers: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.restoredContainers.push(r.message(readRestoredContainer)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RestorePodResponse: Codec<RestorePodResponse> = /* @__PURE__ */ codec<RestorePodResponse>(writeRestorePodResponse, readRestorePodResponse);

/** . */
export type GetEventsRequest = Record<never, never>;
function writeGetEventsRequest(): void {}
function readGetEventsRequest(r: WireReader, end: number): GetEventsRequest {
  const m: GetEventsRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const GetEventsRequest: Codec<GetEventsRequest> = /* @__PURE__ */ codec<GetEventsRequest>(writeGetEventsRequest, readGetEventsRequest);

/** . */
export interface ContainerEventResponse {
  containerId: string;
  containerEventType: ContainerEventType;
  createdAt: number;
  podSandboxStatus: PodSandboxStatus | undefined;
  containersStatuses: ContainerStatus[];
}
function writeContainerEventResponse(w: WireWriter, m: Input<ContainerEventResponse>): void {
  w.string(10, m.containerId);
  w.int32(16, m.containerEventType);
  w.int64(24, m.createdAt);
  w.message(34, m.podSandboxStatus, writePodSandboxStatus);
  w.messages(42, m.containersStatuses, writeContainerStatus);
}
function readContainerEventResponse(r: WireReader, end: number): ContainerEventResponse {
  const m: ContainerEventResponse = {
    containerId: '',
    containerEventType: 0,
    createdAt: 0,
    podSandboxStatus: undefined,
    containersStatuses: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 16: m.containerEventType = r.int32() as ContainerEventType; break;
      case 24: m.createdAt = r.int64(); break;
      case 34: m.podSandboxStatus = r.message(readPodSandboxStatus); break;
      case 42: m.containersStatuses.push(r.message(readContainerStatus)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerEventResponse: Codec<ContainerEventResponse> = /* @__PURE__ */ codec<ContainerEventResponse>(writeContainerEventResponse, readContainerEventResponse);

/** . */
export type ListMetricDescriptorsRequest = Record<never, never>;
function writeListMetricDescriptorsRequest(): void {}
function readListMetricDescriptorsRequest(r: WireReader, end: number): ListMetricDescriptorsRequest {
  const m: ListMetricDescriptorsRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ListMetricDescriptorsRequest: Codec<ListMetricDescriptorsRequest> = /* @__PURE__ */ codec<ListMetricDescriptorsRequest>(writeListMetricDescriptorsRequest, readListMetricDescriptorsRequest);

/** . */
export interface ListMetricDescriptorsResponse {
  descriptors: MetricDescriptor[];
}
function writeListMetricDescriptorsResponse(w: WireWriter, m: Input<ListMetricDescriptorsResponse>): void {
  w.messages(10, m.descriptors, writeMetricDescriptor);
}
function readListMetricDescriptorsResponse(r: WireReader, end: number): ListMetricDescriptorsResponse {
  const m: ListMetricDescriptorsResponse = {
    descriptors: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.descriptors.push(r.message(readMetricDescriptor)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListMetricDescriptorsResponse: Codec<ListMetricDescriptorsResponse> = /* @__PURE__ */ codec<ListMetricDescriptorsResponse>(writeListMetricDescriptorsResponse, readListMetricDescriptorsResponse);

/** . */
export interface MetricDescriptor {
  name: string;
  help: string;
  labelKeys: string[];
}
function writeMetricDescriptor(w: WireWriter, m: Input<MetricDescriptor>): void {
  w.string(10, m.name);
  w.string(18, m.help);
  w.strings(26, m.labelKeys);
}
function readMetricDescriptor(r: WireReader, end: number): MetricDescriptor {
  const m: MetricDescriptor = {
    name: '',
    help: '',
    labelKeys: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 18: m.help = r.string(); break;
      case 26: m.labelKeys.push(r.string()); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const MetricDescriptor: Codec<MetricDescriptor> = /* @__PURE__ */ codec<MetricDescriptor>(writeMetricDescriptor, readMetricDescriptor);

/** . */
export type ListPodSandboxMetricsRequest = Record<never, never>;
function writeListPodSandboxMetricsRequest(): void {}
function readListPodSandboxMetricsRequest(r: WireReader, end: number): ListPodSandboxMetricsRequest {
  const m: ListPodSandboxMetricsRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const ListPodSandboxMetricsRequest: Codec<ListPodSandboxMetricsRequest> = /* @__PURE__ */ codec<ListPodSandboxMetricsRequest>(writeListPodSandboxMetricsRequest, readListPodSandboxMetricsRequest);

/** . */
export interface ListPodSandboxMetricsResponse {
  podMetrics: PodSandboxMetrics[];
}
function writeListPodSandboxMetricsResponse(w: WireWriter, m: Input<ListPodSandboxMetricsResponse>): void {
  w.messages(10, m.podMetrics, writePodSandboxMetrics);
}
function readListPodSandboxMetricsResponse(r: WireReader, end: number): ListPodSandboxMetricsResponse {
  const m: ListPodSandboxMetricsResponse = {
    podMetrics: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podMetrics.push(r.message(readPodSandboxMetrics)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ListPodSandboxMetricsResponse: Codec<ListPodSandboxMetricsResponse> = /* @__PURE__ */ codec<ListPodSandboxMetricsResponse>(writeListPodSandboxMetricsResponse, readListPodSandboxMetricsResponse);

/** . */
export type StreamPodSandboxMetricsRequest = Record<never, never>;
function writeStreamPodSandboxMetricsRequest(): void {}
function readStreamPodSandboxMetricsRequest(r: WireReader, end: number): StreamPodSandboxMetricsRequest {
  const m: StreamPodSandboxMetricsRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const StreamPodSandboxMetricsRequest: Codec<StreamPodSandboxMetricsRequest> = /* @__PURE__ */ codec<StreamPodSandboxMetricsRequest>(writeStreamPodSandboxMetricsRequest, readStreamPodSandboxMetricsRequest);

/** . */
export interface StreamPodSandboxMetricsResponse {
  podSandboxMetrics: PodSandboxMetrics[];
}
function writeStreamPodSandboxMetricsResponse(w: WireWriter, m: Input<StreamPodSandboxMetricsResponse>): void {
  w.messages(10, m.podSandboxMetrics, writePodSandboxMetrics);
}
function readStreamPodSandboxMetricsResponse(r: WireReader, end: number): StreamPodSandboxMetricsResponse {
  const m: StreamPodSandboxMetricsResponse = {
    podSandboxMetrics: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxMetrics.push(r.message(readPodSandboxMetrics)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const StreamPodSandboxMetricsResponse: Codec<StreamPodSandboxMetricsResponse> = /* @__PURE__ */ codec<StreamPodSandboxMetricsResponse>(writeStreamPodSandboxMetricsResponse, readStreamPodSandboxMetricsResponse);

/** . */
export interface PodSandboxMetrics {
  podSandboxId: string;
  metrics: Metric[];
  containerMetrics: ContainerMetrics[];
}
function writePodSandboxMetrics(w: WireWriter, m: Input<PodSandboxMetrics>): void {
  w.string(10, m.podSandboxId);
  w.messages(18, m.metrics, writeMetric);
  w.messages(26, m.containerMetrics, writeContainerMetrics);
}
function readPodSandboxMetrics(r: WireReader, end: number): PodSandboxMetrics {
  const m: PodSandboxMetrics = {
    podSandboxId: '',
    metrics: [],
    containerMetrics: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.metrics.push(r.message(readMetric)); break;
      case 26: m.containerMetrics.push(r.message(readContainerMetrics)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const PodSandboxMetrics: Codec<PodSandboxMetrics> = /* @__PURE__ */ codec<PodSandboxMetrics>(writePodSandboxMetrics, readPodSandboxMetrics);

/** . */
export interface ContainerMetrics {
  containerId: string;
  metrics: Metric[];
}
function writeContainerMetrics(w: WireWriter, m: Input<ContainerMetrics>): void {
  w.string(10, m.containerId);
  w.messages(18, m.metrics, writeMetric);
}
function readContainerMetrics(r: WireReader, end: number): ContainerMetrics {
  const m: ContainerMetrics = {
    containerId: '',
    metrics: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.containerId = r.string(); break;
      case 18: m.metrics.push(r.message(readMetric)); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const ContainerMetrics: Codec<ContainerMetrics> = /* @__PURE__ */ codec<ContainerMetrics>(writeContainerMetrics, readContainerMetrics);

/** . */
export interface Metric {
  name: string;
  timestamp: number;
  metricType: MetricType;
  labelValues: string[];
  value: UInt64Value | undefined;
}
function writeMetric(w: WireWriter, m: Input<Metric>): void {
  w.string(10, m.name);
  w.int64(16, m.timestamp);
  w.int32(24, m.metricType);
  w.strings(34, m.labelValues);
  w.message(42, m.value, writeUInt64Value);
}
function readMetric(r: WireReader, end: number): Metric {
  const m: Metric = {
    name: '',
    timestamp: 0,
    metricType: 0,
    labelValues: [],
    value: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.name = r.string(); break;
      case 16: m.timestamp = r.int64(); break;
      case 24: m.metricType = r.int32() as MetricType; break;
      case 34: m.labelValues.push(r.string()); break;
      case 42: m.value = r.message(readUInt64Value); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const Metric: Codec<Metric> = /* @__PURE__ */ codec<Metric>(writeMetric, readMetric);

/** . */
export type RuntimeConfigRequest = Record<never, never>;
function writeRuntimeConfigRequest(): void {}
function readRuntimeConfigRequest(r: WireReader, end: number): RuntimeConfigRequest {
  const m: RuntimeConfigRequest = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const RuntimeConfigRequest: Codec<RuntimeConfigRequest> = /* @__PURE__ */ codec<RuntimeConfigRequest>(writeRuntimeConfigRequest, readRuntimeConfigRequest);

/** . */
export interface RuntimeConfigResponse {
  linux: LinuxRuntimeConfiguration | undefined;
}
function writeRuntimeConfigResponse(w: WireWriter, m: Input<RuntimeConfigResponse>): void {
  w.message(10, m.linux, writeLinuxRuntimeConfiguration);
}
function readRuntimeConfigResponse(r: WireReader, end: number): RuntimeConfigResponse {
  const m: RuntimeConfigResponse = {
    linux: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.linux = r.message(readLinuxRuntimeConfiguration); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const RuntimeConfigResponse: Codec<RuntimeConfigResponse> = /* @__PURE__ */ codec<RuntimeConfigResponse>(writeRuntimeConfigResponse, readRuntimeConfigResponse);

/** . */
export interface LinuxRuntimeConfiguration {
  cgroupDriver: CgroupDriver;
}
function writeLinuxRuntimeConfiguration(w: WireWriter, m: Input<LinuxRuntimeConfiguration>): void {
  w.int32(8, m.cgroupDriver);
}
function readLinuxRuntimeConfiguration(r: WireReader, end: number): LinuxRuntimeConfiguration {
  const m: LinuxRuntimeConfiguration = {
    cgroupDriver: 0,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8: m.cgroupDriver = r.int32() as CgroupDriver; break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const LinuxRuntimeConfiguration: Codec<LinuxRuntimeConfiguration> = /* @__PURE__ */ codec<LinuxRuntimeConfiguration>(writeLinuxRuntimeConfiguration, readLinuxRuntimeConfiguration);

/** . */
export interface UpdatePodSandboxResourcesRequest {
  podSandboxId: string;
  overhead: LinuxContainerResources | undefined;
  resources: LinuxContainerResources | undefined;
}
function writeUpdatePodSandboxResourcesRequest(w: WireWriter, m: Input<UpdatePodSandboxResourcesRequest>): void {
  w.string(10, m.podSandboxId);
  w.message(18, m.overhead, writeLinuxContainerResources);
  w.message(26, m.resources, writeLinuxContainerResources);
}
function readUpdatePodSandboxResourcesRequest(r: WireReader, end: number): UpdatePodSandboxResourcesRequest {
  const m: UpdatePodSandboxResourcesRequest = {
    podSandboxId: '',
    overhead: undefined,
    resources: undefined,
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10: m.podSandboxId = r.string(); break;
      case 18: m.overhead = r.message(readLinuxContainerResources); break;
      case 26: m.resources = r.message(readLinuxContainerResources); break;
      default: r.skip(tag);
    }
  }
  return m;
}
export const UpdatePodSandboxResourcesRequest: Codec<UpdatePodSandboxResourcesRequest> = /* @__PURE__ */ codec<UpdatePodSandboxResourcesRequest>(writeUpdatePodSandboxResourcesRequest, readUpdatePodSandboxResourcesRequest);

/** . */
export type UpdatePodSandboxResourcesResponse = Record<never, never>;
function writeUpdatePodSandboxResourcesResponse(): void {}
function readUpdatePodSandboxResourcesResponse(r: WireReader, end: number): UpdatePodSandboxResourcesResponse {
  const m: UpdatePodSandboxResourcesResponse = {};
  while (r.position < end) {
    const tag = r.tag();
    r.skip(tag);
  }
  return m;
}
export const UpdatePodSandboxResourcesResponse: Codec<UpdatePodSandboxResourcesResponse> = /* @__PURE__ */ codec<UpdatePodSandboxResourcesResponse>(writeUpdatePodSandboxResourcesResponse, readUpdatePodSandboxResourcesResponse);

/** . */
export const RuntimeService = {
  /** . */
  Version: unary({ path: '/runtime.v1.RuntimeService/Version', request: VersionRequest, response: VersionResponse }),
  /** . */
  RunPodSandbox: unary({ path: '/runtime.v1.RuntimeService/RunPodSandbox', request: RunPodSandboxRequest, response: RunPodSandboxResponse }),
  /** . */
  StopPodSandbox: unary({ path: '/runtime.v1.RuntimeService/StopPodSandbox', request: StopPodSandboxRequest, response: StopPodSandboxResponse }),
  /** . */
  RemovePodSandbox: unary({ path: '/runtime.v1.RuntimeService/RemovePodSandbox', request: RemovePodSandboxRequest, response: RemovePodSandboxResponse }),
  /** . */
  PodSandboxStatus: unary({ path: '/runtime.v1.RuntimeService/PodSandboxStatus', request: PodSandboxStatusRequest, response: PodSandboxStatusResponse }),
  /** . */
  ListPodSandbox: unary({ path: '/runtime.v1.RuntimeService/ListPodSandbox', request: ListPodSandboxRequest, response: ListPodSandboxResponse }),
  /** . */
  StreamPodSandboxes: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxes', request: StreamPodSandboxesRequest, response: StreamPodSandboxesResponse }),
  /** . */
  CreateContainer: unary({ path: '/runtime.v1.RuntimeService/CreateContainer', request: CreateContainerRequest, response: CreateContainerResponse }),
  /** . */
  StartContainer: unary({ path: '/runtime.v1.RuntimeService/StartContainer', request: StartContainerRequest, response: StartContainerResponse }),
  /** . */
  StopContainer: unary({ path: '/runtime.v1.RuntimeService/StopContainer', request: StopContainerRequest, response: StopContainerResponse }),
  /** . */
  RemoveContainer: unary({ path: '/runtime.v1.RuntimeService/RemoveContainer', request: RemoveContainerRequest, response: RemoveContainerResponse }),
  /** . */
  ListContainers: unary({ path: '/runtime.v1.RuntimeService/ListContainers', request: ListContainersRequest, response: ListContainersResponse }),
  /** . */
  StreamContainers: serverStream({ path: '/runtime.v1.RuntimeService/StreamContainers', request: StreamContainersRequest, response: StreamContainersResponse }),
  /** . */
  ContainerStatus: unary({ path: '/runtime.v1.RuntimeService/ContainerStatus', request: ContainerStatusRequest, response: ContainerStatusResponse }),
  /** . */
  UpdateContainerResources: unary({ path: '/runtime.v1.RuntimeService/UpdateContainerResources', request: UpdateContainerResourcesRequest, response: UpdateContainerResourcesResponse }),
  /** . */
  ReopenContainerLog: unary({ path: '/runtime.v1.RuntimeService/ReopenContainerLog', request: ReopenContainerLogRequest, response: ReopenContainerLogResponse }),
  /** . */
  ExecSync: unary({ path: '/runtime.v1.RuntimeService/ExecSync', request: ExecSyncRequest, response: ExecSyncResponse }),
  /** . */
  Exec: unary({ path: '/runtime.v1.RuntimeService/Exec', request: ExecRequest, response: ExecResponse }),
  /** . */
  Attach: unary({ path: '/runtime.v1.RuntimeService/Attach', request: AttachRequest, response: AttachResponse }),
  /** . */
  PortForward: unary({ path: '/runtime.v1.RuntimeService/PortForward', request: PortForwardRequest, response: PortForwardResponse }),
  /** . */
  ContainerStats: unary({ path: '/runtime.v1.RuntimeService/ContainerStats', request: ContainerStatsRequest, response: ContainerStatsResponse }),
  /** . */
  ListContainerStats: unary({ path: '/runtime.v1.RuntimeService/ListContainerStats', request: ListContainerStatsRequest, response: ListContainerStatsResponse }),
  /** . */
  StreamContainerStats: serverStream({ path: '/runtime.v1.RuntimeService/StreamContainerStats', request: StreamContainerStatsRequest, response: StreamContainerStatsResponse }),
  /** . */
  PodSandboxStats: unary({ path: '/runtime.v1.RuntimeService/PodSandboxStats', request: PodSandboxStatsRequest, response: PodSandboxStatsResponse }),
  /** . */
  ListPodSandboxStats: unary({ path: '/runtime.v1.RuntimeService/ListPodSandboxStats', request: ListPodSandboxStatsRequest, response: ListPodSandboxStatsResponse }),
  /** . */
  StreamPodSandboxStats: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxStats', request: StreamPodSandboxStatsRequest, response: StreamPodSandboxStatsResponse }),
  /** . */
  UpdateRuntimeConfig: unary({ path: '/runtime.v1.RuntimeService/UpdateRuntimeConfig', request: UpdateRuntimeConfigRequest, response: UpdateRuntimeConfigResponse }),
  /** . */
  Status: unary({ path: '/runtime.v1.RuntimeService/Status', request: StatusRequest, response: StatusResponse }),
  /** . */
  CheckpointContainer: unary({ path: '/runtime.v1.RuntimeService/CheckpointContainer', request: CheckpointContainerRequest, response: CheckpointContainerResponse }),
  /** . */
  CheckpointPod: unary({ path: '/runtime.v1.RuntimeService/CheckpointPod', request: CheckpointPodRequest, response: CheckpointPodResponse }),
  /** . */
  RestorePod: unary({ path: '/runtime.v1.RuntimeService/RestorePod', request: RestorePodRequest, response: RestorePodResponse }),
  /** . */
  GetContainerEvents: serverStream({ path: '/runtime.v1.RuntimeService/GetContainerEvents', request: GetEventsRequest, response: ContainerEventResponse }),
  /** . */
  ListMetricDescriptors: unary({ path: '/runtime.v1.RuntimeService/ListMetricDescriptors', request: ListMetricDescriptorsRequest, response: ListMetricDescriptorsResponse }),
  /** . */
  ListPodSandboxMetrics: unary({ path: '/runtime.v1.RuntimeService/ListPodSandboxMetrics', request: ListPodSandboxMetricsRequest, response: ListPodSandboxMetricsResponse }),
  /** . */
  StreamPodSandboxMetrics: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxMetrics', request: StreamPodSandboxMetricsRequest, response: StreamPodSandboxMetricsResponse }),
  /** . */
  RuntimeConfig: unary({ path: '/runtime.v1.RuntimeService/RuntimeConfig', request: RuntimeConfigRequest, response: RuntimeConfigResponse }),
  /** . */
  UpdatePodSandboxResources: unary({ path: '/runtime.v1.RuntimeService/UpdatePodSandboxResources', request: UpdatePodSandboxResourcesRequest, response: UpdatePodSandboxResourcesResponse }),
} as const;

/** . */
export const ImageService = {
  /** . */
  ListImages: unary({ path: '/runtime.v1.ImageService/ListImages', request: ListImagesRequest, response: ListImagesResponse }),
  /** . */
  StreamImages: serverStream({ path: '/runtime.v1.ImageService/StreamImages', request: StreamImagesRequest, response: StreamImagesResponse }),
  /** . */
  ImageStatus: unary({ path: '/runtime.v1.ImageService/ImageStatus', request: ImageStatusRequest, response: ImageStatusResponse }),
  /** . */
  PullImage: unary({ path: '/runtime.v1.ImageService/PullImage', request: PullImageRequest, response: PullImageResponse }),
  /** . */
  RemoveImage: unary({ path: '/runtime.v1.ImageService/RemoveImage', request: RemoveImageRequest, response: RemoveImageResponse }),
  /** . */
  ImageFsInfo: unary({ path: '/runtime.v1.ImageService/ImageFsInfo', request: ImageFsInfoRequest, response: ImageFsInfoResponse }),
} as const;
