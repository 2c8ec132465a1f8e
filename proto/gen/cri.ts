// Rendered by `npm run proto` from proto/cri.proto.
import { codec } from '../wire.ts';
import type { Codec, Input, WireReader, WireWriter } from '../wire.ts';
import { serverStream, unary } from '../services.ts';

/** Where a profile comes from. */
export const SecurityProfile_ProfileType = {
  RuntimeDefault: 0,
  Unconfined: 1,
  Localhost: 2,
} as const;
export type SecurityProfile_ProfileType = (typeof SecurityProfile_ProfileType)[keyof typeof SecurityProfile_ProfileType];

/** Transport protocol of a port. */
export const Protocol = {
  TCP: 0,
  UDP: 1,
  SCTP: 2,
} as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** Which way later mounts below a mount are seen. */
export const MountPropagation = {
  /** Neither way. */
  PROPAGATION_PRIVATE: 0,
  /** Those of the host show in the container. */
  PROPAGATION_HOST_TO_CONTAINER: 1,
  /** Both ways. */
  PROPAGATION_BIDIRECTIONAL: 2,
} as const;
export type MountPropagation = (typeof MountPropagation)[keyof typeof MountPropagation];

/** Whose namespace is used. */
export const NamespaceMode = {
  /** One for the pod, shared by its containers. */
  POD: 0,
  /** One for the container alone. */
  CONTAINER: 1,
  /** The host's. */
  NODE: 2,
  /** That of another container. */
  TARGET: 3,
} as const;
export type NamespaceMode = (typeof NamespaceMode)[keyof typeof NamespaceMode];

/** Where further groups of the first process come from. */
export const SupplementalGroupsPolicy = {
  /** Those given, and those that the image's group file has for the user. */
  Merge: 0,
  /** Those given only. */
  Strict: 1,
} as const;
export type SupplementalGroupsPolicy = (typeof SupplementalGroupsPolicy)[keyof typeof SupplementalGroupsPolicy];

/** What became of a pod. */
export const PodSandboxState = {
  SANDBOX_READY: 0,
  SANDBOX_NOTREADY: 1,
} as const;
export type PodSandboxState = (typeof PodSandboxState)[keyof typeof PodSandboxState];

/** A signal that stops a container. */
export const Signal = {
  /** That of the image, else SIGTERM. */
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

/** How far a container is. */
export const ContainerState = {
  CONTAINER_CREATED: 0,
  CONTAINER_RUNNING: 1,
  CONTAINER_EXITED: 2,
  /** The runtime has lost track of it. */
  CONTAINER_UNKNOWN: 3,
} as const;
export type ContainerState = (typeof ContainerState)[keyof typeof ContainerState];

/** What happened. */
export const ContainerEventType = {
  CONTAINER_CREATED_EVENT: 0,
  CONTAINER_STARTED_EVENT: 1,
  CONTAINER_STOPPED_EVENT: 2,
  CONTAINER_DELETED_EVENT: 3,
} as const;
export type ContainerEventType = (typeof ContainerEventType)[keyof typeof ContainerEventType];

/** How a metric is read. */
export const MetricType = {
  COUNTER: 0,
  GAUGE: 1,
} as const;
export type MetricType = (typeof MetricType)[keyof typeof MetricType];

/** Who manages cgroups. The zero value is systemd, so it has to be set always. */
export const CgroupDriver = {
  SYSTEMD: 0,
  CGROUPFS: 1,
} as const;
export type CgroupDriver = (typeof CgroupDriver)[keyof typeof CgroupDriver];

/** Asks for the runtime's version. */
export interface VersionRequest {
  /** The caller's API version. */
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

/** The runtime's name and versions. */
export interface VersionResponse {
  /** Version of this message, historically. */
  version: string;
  runtimeName: string;
  /** Semantic version of the runtime. */
  runtimeVersion: string;
  /** `v1`. */
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

/** What a pod's resolv.conf says. */
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

/** A port of the node that leads to a port of the pod. */
export interface PortMapping {
  protocol: Protocol;
  containerPort: number;
  /** 0 publishes nothing. */
  hostPort: number;
  /** Address of the node to listen on; empty means all of them. */
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

/** A directory, file or image that a container sees. */
export interface Mount {
  containerPath: string;
  /** Exclusive with `image`. A symbolic link is followed. */
  hostPath: string;
  readonly: boolean;
  /** Give the files the container's label. */
  selinuxRelabel: boolean;
  propagation: MountPropagation;
  /** Ids as the mount shows them, when they differ from those on disk. */
  uidMappings: IDMapping[];
  gidMappings: IDMapping[];
  /** Mounts below it as well; needs `readonly` and private propagation. */
  recursiveReadOnly: boolean;
  /** Mount the content of this image, read-only. */
  image: ImageSpec | undefined;
  /** Only this part of the image; it has to exist. */
  imageSubPath: string;
  /** Of noexec, nodev and nosuid. */
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

/** A run of ids in the container and what they are on the host. */
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

/** The user namespace of a pod. */
export interface UserNamespace {
  /** POD makes one with the mappings, NODE uses the host's. */
  mode: NamespaceMode;
  /** Exactly one entry, and container id 0 is in it. */
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

/** Whose namespaces to use. */
export interface NamespaceOption {
  network: NamespaceMode;
  pid: NamespaceMode;
  ipc: NamespaceMode;
  /** The container whose PID namespace to join, with TARGET. */
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

/** A number that may be absent. */
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

/** Privileges of the pod itself. */
export interface LinuxSandboxSecurityContext {
  namespaceOptions: NamespaceOption | undefined;
  selinuxOptions: SELinuxOption | undefined;
  runAsUser: Int64Value | undefined;
  readonlyRootfs: boolean;
  supplementalGroups: number[];
  /** Whether its containers may be privileged. */
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

/** Which seccomp or AppArmor profile to use. */
export interface SecurityProfile {
  profileType: SecurityProfile_ProfileType;
  /** Path or name of a profile on the node; with Localhost only. */
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

/** What a pod asks of a Linux host. */
export interface LinuxPodSandboxConfig {
  /** In cgroupfs notation, or the name of a systemd slice. */
  cgroupParent: string;
  securityContext: LinuxSandboxSecurityContext | undefined;
  sysctls: Record<string, string>;
  /** What the pod needs beside its containers. */
  overhead: LinuxContainerResources | undefined;
  /** The sum over its containers. */
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

/** Which pod it is; all four parts together are unique. */
export interface PodSandboxMetadata {
  name: string;
  uid: string;
  namespace: string;
  /** Counts how often the pod has been made anew. */
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

/** All that is needed to make a pod. */
export interface PodSandboxConfig {
  metadata: PodSandboxMetadata | undefined;
  /** Empty with the host's network only. */
  hostname: string;
  /** Where the containers' log files go on the node. */
  logDirectory: string;
  /** Absent means that of the node. */
  dnsConfig: DNSConfig | undefined;
  portMappings: PortMapping[];
  /** For selection; returned as they are. */
  labels: Record<string, string>;
  /** For the caller; returned as they are. */
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

/** Asks for a pod. */
export interface RunPodSandboxRequest {
  config: PodSandboxConfig | undefined;
  /** One of the names in Status; empty means the default. */
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

/** The pod is ready. */
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

/** Names the pod to stop. */
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

/** The pod is stopped. */
export type StopPodSandboxResponse = Record<string, never>;
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

/** Names the pod to remove. */
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

/** The pod is gone. */
export type RemovePodSandboxResponse = Record<string, never>;
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

/** Names the pod to describe. */
export interface PodSandboxStatusRequest {
  podSandboxId: string;
  /** Fill `info` as well. */
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

/** A further address of a pod. */
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

/** The addresses of a pod; none with the host's network. */
export interface PodSandboxNetworkStatus {
  /** The primary one. */
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

/** The namespaces in use. */
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

/** The Linux part of a pod's status. */
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

/** One pod. */
export interface PodSandboxStatus {
  id: string;
  metadata: PodSandboxMetadata | undefined;
  state: PodSandboxState;
  /** Nanoseconds since 1970. */
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

/** One pod in full. */
export interface PodSandboxStatusResponse {
  status: PodSandboxStatus | undefined;
  /** JSON texts for people and tools; only when asked for. */
  info: Record<string, string>;
  /** Its containers at the same moment, for callers that live by events. */
  containersStatuses: ContainerStatus[];
  /** When that moment was, in nanoseconds since 1970. */
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

/** A state that may be absent. */
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

/** Conditions on pods; all of them have to hold. */
export interface PodSandboxFilter {
  id: string;
  state: PodSandboxStateValue | undefined;
  /** Each pair has to be there exactly. */
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

/** Asks for pods. */
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

/** One pod in a list. */
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

/** The pods. */
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

/** Asks for pods in pieces. */
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

/** Some of the pods, at least one. */
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

/** Names the pod to measure. */
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

/** The figures of one pod. */
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

/** Conditions on pods to measure. */
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

/** Asks for the figures of pods. */
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

/** The figures of the pods. */
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

/** Asks for the figures of pods in pieces. */
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

/** The figures of some pods, at least one. */
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

/** Whose figures they are. */
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

/** The figures of one pod. */
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

/** The figures of a pod on Linux. */
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

/** The figures of a pod on Windows. */
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

/** Traffic of a pod. */
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

/** Traffic of a pod on Windows. */
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

/** Traffic of one interface since it was made. */
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

/** Traffic of one interface on Windows. */
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

/** How many processes a pod has. */
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

/** How many processes a pod has on Windows. */
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

/** Which image is meant. */
export interface ImageSpec {
  /** A name, a digest or an id. */
  image: string;
  annotations: Record<string, string>;
  /** The name before anyone resolved it. */
  userSpecifiedImage: string;
  /** For runtimes that keep images per handler. */
  runtimeHandler: string;
  /** What a pull answered, when the name was pulled before. */
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

/** An environment variable. */
export interface KeyValue {
  key: string;
  /** Bytes, on the wire the same as text. */
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

/** Limits; 0 and empty leave one as it is. */
export interface LinuxContainerResources {
  /** Microseconds. */
  cpuPeriod: number;
  /** Microseconds of each period. */
  cpuQuota: number;
  cpuShares: number;
  memoryLimitInBytes: number;
  oomScoreAdj: number;
  cpusetCpus: string;
  cpusetMems: string;
  hugepageLimits: HugepageLimit[];
  /** Files of cgroup v2 and what to write to them. */
  unified: Record<string, string>;
  /** Memory and swap together. */
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

/** A limit for huge pages of one size. */
export interface HugepageLimit {
  /** As the kernel writes it, such as `2MB`. */
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

/** The parts of an SELinux label. */
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

/** Changes to the set of capabilities. Names are without `CAP_`; `ALL` stands for all. */
export interface Capability {
  addCapabilities: string[];
  dropCapabilities: string[];
  /** Added to the ambient set too, so that they survive an exec by an ordinary user. */
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

/** Privileges of a container. */
export interface LinuxContainerSecurityContext {
  capabilities: Capability | undefined;
  /** Everything the host may do; the pod has to allow it. */
  privileged: boolean;
  namespaceOptions: NamespaceOption | undefined;
  selinuxOptions: SELinuxOption | undefined;
  runAsUser: Int64Value | undefined;
  /** Exclusive with `run_as_user`; looked up in the image. */
  runAsUsername: string;
  readonlyRootfs: boolean;
  supplementalGroups: number[];
  apparmorProfile: string;
  seccompProfilePath: string;
  noNewPrivs: boolean;
  /** Needs a user. */
  runAsGroup: Int64Value | undefined;
  /** What the container shall not see. */
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

/** What a container asks of a Linux host. */
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

/** The ids that the first process was given. */
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

/** Whose namespaces to use on Windows. */
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

/** Privileges of the pod itself on Windows. */
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

/** What a pod asks of a Windows host. */
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

/** Privileges of a container on Windows. */
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

/** What a container asks of a Windows host. */
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

/** Limits on Windows. */
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

/** Processors of one group. */
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

/** Which container of its pod it is; both parts together are unique there. */
export interface ContainerMetadata {
  name: string;
  /** Counts restarts. */
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

/** A device of the host in the container. */
export interface Device {
  containerPath: string;
  hostPath: string;
  /** Of r, w and m. */
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

/** A device that a vendor's specification on the node describes. */
export interface CDIDevice {
  /** `vendor/class=name`. */
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

/** All that is needed to make a container. */
export interface ContainerConfig {
  metadata: ContainerMetadata | undefined;
  /** Usually the id that a pull answered. */
  image: ImageSpec | undefined;
  /** Takes the place of the image's entrypoint. */
  command: string[];
  /** Takes the place of the image's arguments. */
  args: string[];
  workingDir: string;
  envs: KeyValue[];
  mounts: Mount[];
  devices: Device[];
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Relative to the pod's log directory; empty means no log. */
  logPath: string;
  stdin: boolean;
  /** Close stdin after the first client has left. */
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

/** Asks for a container. */
export interface CreateContainerRequest {
  podSandboxId: string;
  config: ContainerConfig | undefined;
  /** The same as when the pod was made. */
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

/** The container is created. */
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

/** Names the container to start. */
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

/** The container runs. */
export type StartContainerResponse = Record<string, never>;
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

/** Names the container to stop. */
export interface StopContainerRequest {
  containerId: string;
  /** Seconds between the stop signal and SIGKILL; 0 kills at once. */
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

/** The container is dead. */
export type StopContainerResponse = Record<string, never>;
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

/** Names the container to remove. */
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

/** The container is gone. */
export type RemoveContainerResponse = Record<string, never>;
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

/** A state that may be absent. */
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

/** Conditions on containers; all of them have to hold. */
export interface ContainerFilter {
  id: string;
  state: ContainerStateValue | undefined;
  podSandboxId: string;
  /** Each pair has to be there exactly. */
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

/** Asks for containers. */
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

/** One container in a list. */
export interface Container {
  id: string;
  podSandboxId: string;
  metadata: ContainerMetadata | undefined;
  image: ImageSpec | undefined;
  /** What the image is, in a form that a registry understands. */
  imageRef: string;
  state: ContainerState;
  createdAt: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** The image's id on this node. */
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

/** The containers. */
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

/** Asks for containers in pieces. */
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

/** Some of the containers, at least one. */
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

/** Names the container to describe. */
export interface ContainerStatusRequest {
  containerId: string;
  /** Fill `info` as well. */
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

/** One container. */
export interface ContainerStatus {
  id: string;
  metadata: ContainerMetadata | undefined;
  state: ContainerState;
  /** Nanoseconds since 1970, as the other times. */
  createdAt: number;
  /** 0 until it is started. */
  startedAt: number;
  /** 0 until it has ended. */
  finishedAt: number;
  /** Means something once `finished_at` is set. */
  exitCode: number;
  image: ImageSpec | undefined;
  imageRef: string;
  /** One word: Completed, Error, OOMKilled … */
  reason: string;
  /** The reason in a sentence. */
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

/** One container in full. */
export interface ContainerStatusResponse {
  status: ContainerStatus | undefined;
  /** JSON texts for people and tools; only when asked for. */
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

/** The limits in force. */
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

/** As whom the container runs. */
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

/** The new limits of a container. */
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

/** The limits are in force. */
export type UpdateContainerResourcesResponse = Record<string, never>;
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

/** A command to run to its end. */
export interface ExecSyncRequest {
  containerId: string;
  cmd: string[];
  /** Seconds after which the command is killed; 0 means never. */
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

/** What the command did. */
export interface ExecSyncResponse {
  /** The first 16 MiB. */
  stdout: Uint8Array;
  stderr: Uint8Array;
  /** Other than 0 is not an error of the call. */
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

/** A command to run with streams. */
export interface ExecRequest {
  containerId: string;
  cmd: string[];
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  /** Not with a terminal, which has one stream only. */
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

/** Where the streams are. */
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

/** Which streams of a container to connect. */
export interface AttachRequest {
  containerId: string;
  stdin: boolean;
  /** Whether the container was created with a terminal. */
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

/** Where the streams are. */
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

/** The ports that will be asked for. */
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

/** Where the connections are made. */
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

/** Conditions on images. */
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

/** Asks for images. */
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

/** One image, whatever the number of its names. */
export interface Image {
  /** The same for the same content, from whichever registry. */
  id: string;
  /** Names with a tag, in full. */
  repoTags: string[];
  /** Names with a digest. */
  repoDigests: string[];
  /** Bytes, more than 0. */
  size: number;
  /** Whom it runs as; exclusive with `username`. */
  uid: Int64Value | undefined;
  username: string;
  spec: ImageSpec | undefined;
  /** Advice to leave it alone when space is made. */
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

/** The images. */
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

/** Asks for images in pieces. */
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

/** Some of the images, at least one. */
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

/** Names the image to describe. */
export interface ImageStatusRequest {
  image: ImageSpec | undefined;
  /** Fill `info` as well. */
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

/** One image in full. */
export interface ImageStatusResponse {
  /** Absent when the image is. */
  image: Image | undefined;
  /** JSON texts for people and tools; only when asked for. */
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

/** Credentials for a registry; whichever part is there is used. */
export interface AuthConfig {
  username: string;
  password: string;
  /** Base64 of `username:password`. */
  auth: string;
  serverAddress: string;
  /** To be exchanged for a registry token. */
  identityToken: string;
  /** To be sent as it is. */
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

/** Asks for an image. */
export interface PullImageRequest {
  image: ImageSpec | undefined;
  auth: AuthConfig | undefined;
  /** The pod that it is for. */
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

/** The image can be used. */
export interface PullImageResponse {
  /** The image's id. */
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

/** Names the image to remove. */
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

/** The image is gone. */
export type RemoveImageResponse = Record<string, never>;
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

/** The node's network. */
export interface NetworkConfig {
  /** Addresses for pods. */
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

/** What a caller tells the runtime. */
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

/** The new configuration. */
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

/** The configuration is in use. */
export type UpdateRuntimeConfigResponse = Record<string, never>;
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

/** Something that has to hold for the runtime to work. */
export interface RuntimeCondition {
  /** RuntimeReady and NetworkReady have to be there; more may be. */
  type: string;
  status: boolean;
  /** One word. */
  reason: string;
  /** A sentence for people. */
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

/** The conditions. */
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

/** Asks for the runtime's status. */
export interface StatusRequest {
  /** Fill `info` as well. */
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

/** What pods of one handler can do. */
export interface RuntimeHandlerFeatures {
  recursiveReadOnlyMounts: boolean;
  /** With idmapped mounts. */
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

/** A way to run pods, by a low-level runtime and its settings. */
export interface RuntimeHandler {
  /** Empty for the default. */
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

/** What the runtime can do, whichever the handler. */
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

/** The runtime's status. */
export interface StatusResponse {
  status: RuntimeStatus | undefined;
  /** JSON texts for people and tools; only when asked for. */
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

/** Asks for the use of the file systems. */
export type ImageFsInfoRequest = Record<string, never>;
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

/** A number that may be absent. */
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

/** Which file system. */
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

/** How much of a file system is used. */
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

/** How much of a file system is used on Windows. */
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

/** The use of the file systems. */
export interface ImageFsInfoResponse {
  imageFilesystems: FilesystemUsage[];
  /** Only where the containers' layers are on another one. */
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

/** Names the container to measure. */
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

/** The figures of one container. */
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

/** Asks for the figures of containers. */
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

/** Conditions on containers to measure. */
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

/** The figures of the containers. */
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

/** Asks for the figures of containers in pieces. */
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

/** The figures of some containers, at least one. */
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

/** Whose figures they are. */
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

/** The figures of one container. */
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

/** The figures of one container on Windows. */
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

/** Time lost by waiting for a resource. */
export interface PsiStats {
  /** While every task waited. */
  Full: PsiData | undefined;
  /** While at least one task waited. */
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

/** How much time was lost. */
export interface PsiData {
  /** Nanoseconds. */
  Total: number;
  /** Percent of the last ten seconds. */
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

/** Processor time. */
export interface CpuUsage {
  timestamp: number;
  /** Since the start. */
  usageCoreNanoSeconds: UInt64Value | undefined;
  /** Of late, as nanoseconds in each second. */
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

/** Processor time on Windows. */
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

/** Memory. */
export interface MemoryUsage {
  timestamp: number;
  /** What is used, without file pages that can go at any time. */
  workingSetBytes: UInt64Value | undefined;
  /** What is left below the limit. */
  availableBytes: UInt64Value | undefined;
  usageBytes: UInt64Value | undefined;
  /** Anonymous memory. */
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

/** Waiting for disks. */
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

/** Swap. */
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

/** Memory on Windows. */
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

/** Names the container whose log was renamed. */
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

/** The new log file is there. */
export type ReopenContainerLogResponse = Record<string, never>;
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

/** A container to checkpoint. */
export interface CheckpointContainerRequest {
  containerId: string;
  /** Path of the archive to write. */
  location: string;
  /** Seconds; 0 leaves it to the runtime. */
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

/** The archive is written. */
export type CheckpointContainerResponse = Record<string, never>;
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

/** A pod to checkpoint. */
export interface CheckpointPodRequest {
  podSandboxId: string;
  /** An empty directory on the node. */
  outputPath: string;
  /** Exactly the running containers to include. */
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

/** The checkpoint is written. */
export type CheckpointPodResponse = Record<string, never>;
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

/** A pod to make from a checkpoint. */
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

/** A container that came out of a checkpoint. */
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

/** The pod and its containers are there. */
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

/** Asks for events. */
export type GetEventsRequest = Record<string, never>;
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

/** Something happened to a container or a pod. */
export interface ContainerEventResponse {
  /** The pod's own id for an event of the pod. */
  containerId: string;
  containerEventType: ContainerEventType;
  createdAt: number;
  /** As it was at that moment, like the containers' below. */
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

/** Asks for the metrics there are. */
export type ListMetricDescriptorsRequest = Record<string, never>;
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

/** The metrics there are. */
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

/** One metric. */
export interface MetricDescriptor {
  name: string;
  help: string;
  /** Names of the labels, in the order of every value's `label_values`. */
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

/** Asks for the metrics of pods. */
export type ListPodSandboxMetricsRequest = Record<string, never>;
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

/** The metrics of the pods. */
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

/** Asks for the metrics of pods in pieces. */
export type StreamPodSandboxMetricsRequest = Record<string, never>;
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

/** The metrics of some pods, at least one. */
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

/** The metrics of one pod and its containers. */
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

/** The metrics of one container. */
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

/** One value. */
export interface Metric {
  name: string;
  /** Nanoseconds since 1970; 0 means when it was read. */
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

/** Asks what to agree on. */
export type RuntimeConfigRequest = Record<string, never>;
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

/** What to agree on. */
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

/** What to agree on, on Linux. */
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

/** The new limits of a pod. */
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

/** The limits are known. */
export type UpdatePodSandboxResourcesResponse = Record<string, never>;
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

/** Pods and the containers in them. */
export const RuntimeService = {
  /** Says who answers and which API it speaks; the first call of every client. */
  Version: unary({ path: '/runtime.v1.RuntimeService/Version', request: VersionRequest, response: VersionResponse }),
  /** Makes the surroundings of a pod (namespaces, addresses, cgroup) and returns when they are ready for containers. */
  RunPodSandbox: unary({ path: '/runtime.v1.RuntimeService/RunPodSandbox', request: RunPodSandboxRequest, response: RunPodSandboxResponse }),
  /** Kills what runs in the pod and gives its network back. Success when that is already so, or the pod is unknown. */
  StopPodSandbox: unary({ path: '/runtime.v1.RuntimeService/StopPodSandbox', request: StopPodSandboxRequest, response: StopPodSandboxResponse }),
  /** Forgets the pod and all its containers, killing what runs. Success when the pod is unknown. */
  RemovePodSandbox: unary({ path: '/runtime.v1.RuntimeService/RemovePodSandbox', request: RemovePodSandboxRequest, response: RemovePodSandboxResponse }),
  /** One pod in full. An unknown id is NOT_FOUND. */
  PodSandboxStatus: unary({ path: '/runtime.v1.RuntimeService/PodSandboxStatus', request: PodSandboxStatusRequest, response: PodSandboxStatusResponse }),
  /** All pods that fit every condition of the filter. */
  ListPodSandbox: unary({ path: '/runtime.v1.RuntimeService/ListPodSandbox', request: ListPodSandboxRequest, response: ListPodSandboxResponse }),
  /** The list in pieces, for nodes whose list is larger than one message may be. */
  StreamPodSandboxes: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxes', request: StreamPodSandboxesRequest, response: StreamPodSandboxesResponse }),
  /** Prepares a container in a ready pod; nothing of it runs yet. */
  CreateContainer: unary({ path: '/runtime.v1.RuntimeService/CreateContainer', request: CreateContainerRequest, response: CreateContainerResponse }),
  /** Runs a created container. */
  StartContainer: unary({ path: '/runtime.v1.RuntimeService/StartContainer', request: StartContainerRequest, response: StartContainerResponse }),
  /** Sends the stop signal, then SIGKILL when the time is over; returns once the container is dead. Success when it is, or is unknown. */
  StopContainer: unary({ path: '/runtime.v1.RuntimeService/StopContainer', request: StopContainerRequest, response: StopContainerResponse }),
  /** Forgets a container, killing it when it runs. Success when it is unknown. */
  RemoveContainer: unary({ path: '/runtime.v1.RuntimeService/RemoveContainer', request: RemoveContainerRequest, response: RemoveContainerResponse }),
  /** All containers that fit every condition of the filter. */
  ListContainers: unary({ path: '/runtime.v1.RuntimeService/ListContainers', request: ListContainersRequest, response: ListContainersResponse }),
  /** The list in pieces. */
  StreamContainers: serverStream({ path: '/runtime.v1.RuntimeService/StreamContainers', request: StreamContainersRequest, response: StreamContainersResponse }),
  /** One container in full. An unknown id is NOT_FOUND. */
  ContainerStatus: unary({ path: '/runtime.v1.RuntimeService/ContainerStatus', request: ContainerStatusRequest, response: ContainerStatusResponse }),
  /** Changes a container's limits now, all of them or none. */
  UpdateContainerResources: unary({ path: '/runtime.v1.RuntimeService/UpdateContainerResources', request: UpdateContainerResourcesRequest, response: UpdateContainerResourcesResponse }),
  /** Starts a new log file at the log path, after the caller has renamed the old one. */
  ReopenContainerLog: unary({ path: '/runtime.v1.RuntimeService/ReopenContainerLog', request: ReopenContainerLogRequest, response: ReopenContainerLogResponse }),
  /** Runs a command to its end in a container, and returns what it printed. */
  ExecSync: unary({ path: '/runtime.v1.RuntimeService/ExecSync', request: ExecSyncRequest, response: ExecSyncResponse }),
  /** Prepares a command with streams; the caller fetches the URL of the answer. */
  Exec: unary({ path: '/runtime.v1.RuntimeService/Exec', request: ExecRequest, response: ExecResponse }),
  /** Prepares streams to a container's own process; the caller fetches the URL of the answer. */
  Attach: unary({ path: '/runtime.v1.RuntimeService/Attach', request: AttachRequest, response: AttachResponse }),
  /** Prepares connections to ports in a pod; the caller fetches the URL of the answer. */
  PortForward: unary({ path: '/runtime.v1.RuntimeService/PortForward', request: PortForwardRequest, response: PortForwardResponse }),
  /** What one container uses. */
  ContainerStats: unary({ path: '/runtime.v1.RuntimeService/ContainerStats', request: ContainerStatsRequest, response: ContainerStatsResponse }),
  /** What the running containers use that fit the filter. */
  ListContainerStats: unary({ path: '/runtime.v1.RuntimeService/ListContainerStats', request: ListContainerStatsRequest, response: ListContainerStatsResponse }),
  /** The list in pieces. */
  StreamContainerStats: serverStream({ path: '/runtime.v1.RuntimeService/StreamContainerStats', request: StreamContainerStatsRequest, response: StreamContainerStatsResponse }),
  /** What one pod uses. */
  PodSandboxStats: unary({ path: '/runtime.v1.RuntimeService/PodSandboxStats', request: PodSandboxStatsRequest, response: PodSandboxStatsResponse }),
  /** What the pods use that fit the filter. */
  ListPodSandboxStats: unary({ path: '/runtime.v1.RuntimeService/ListPodSandboxStats', request: ListPodSandboxStatsRequest, response: ListPodSandboxStatsResponse }),
  /** The list in pieces. */
  StreamPodSandboxStats: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxStats', request: StreamPodSandboxStatsRequest, response: StreamPodSandboxStatsResponse }),
  /** Tells the runtime which addresses the node's pods get. */
  UpdateRuntimeConfig: unary({ path: '/runtime.v1.RuntimeService/UpdateRuntimeConfig', request: UpdateRuntimeConfigRequest, response: UpdateRuntimeConfigResponse }),
  /** Whether the runtime and its network are ready, and what they can do. */
  Status: unary({ path: '/runtime.v1.RuntimeService/Status', request: StatusRequest, response: StatusResponse }),
  /** Writes the state of a running container to an archive; the container goes on. */
  CheckpointContainer: unary({ path: '/runtime.v1.RuntimeService/CheckpointContainer', request: CheckpointContainerRequest, response: CheckpointContainerResponse }),
  /** Writes the state of chosen containers of a pod, all of the same moment, into an empty directory. */
  CheckpointPod: unary({ path: '/runtime.v1.RuntimeService/CheckpointPod', request: CheckpointPodRequest, response: CheckpointPodResponse }),
  /** Makes a pod from a checkpoint, with containers that are created and have yet to be started. */
  RestorePod: unary({ path: '/runtime.v1.RuntimeService/RestorePod', request: RestorePodRequest, response: RestorePodResponse }),
  /** Never ends: each creation, start, stop and deletion as it happens. */
  GetContainerEvents: serverStream({ path: '/runtime.v1.RuntimeService/GetContainerEvents', request: GetEventsRequest, response: ContainerEventResponse }),
  /** Which metrics there are; the answer stays the same while the runtime lives. */
  ListMetricDescriptors: unary({ path: '/runtime.v1.RuntimeService/ListMetricDescriptors', request: ListMetricDescriptorsRequest, response: ListMetricDescriptorsResponse }),
  /** The values of the metrics for every pod. */
  ListPodSandboxMetrics: unary({ path: '/runtime.v1.RuntimeService/ListPodSandboxMetrics', request: ListPodSandboxMetricsRequest, response: ListPodSandboxMetricsResponse }),
  /** The values in pieces. */
  StreamPodSandboxMetrics: serverStream({ path: '/runtime.v1.RuntimeService/StreamPodSandboxMetrics', request: StreamPodSandboxMetricsRequest, response: StreamPodSandboxMetricsResponse }),
  /** What the caller has to agree on with the runtime, such as the cgroup driver. */
  RuntimeConfig: unary({ path: '/runtime.v1.RuntimeService/RuntimeConfig', request: RuntimeConfigRequest, response: RuntimeConfigResponse }),
  /** Tells the runtime that the limits of a pod as a whole have changed. */
  UpdatePodSandboxResources: unary({ path: '/runtime.v1.RuntimeService/UpdatePodSandboxResources', request: UpdatePodSandboxResourcesRequest, response: UpdatePodSandboxResourcesResponse }),
} as const;

/** Images on the node. */
export const ImageService = {
  /** All images, or those that the filter names. */
  ListImages: unary({ path: '/runtime.v1.ImageService/ListImages', request: ListImagesRequest, response: ListImagesResponse }),
  /** The list in pieces. */
  StreamImages: serverStream({ path: '/runtime.v1.ImageService/StreamImages', request: StreamImagesRequest, response: StreamImagesResponse }),
  /** One image by any of its names. Absent is no error: the answer then has no image. */
  ImageStatus: unary({ path: '/runtime.v1.ImageService/ImageStatus', request: ImageStatusRequest, response: ImageStatusResponse }),
  /** Fetches an image from its registry and returns when it can be used. */
  PullImage: unary({ path: '/runtime.v1.ImageService/PullImage', request: PullImageRequest, response: PullImageResponse }),
  /** Removes an image with all its names. Success when it is absent. */
  RemoveImage: unary({ path: '/runtime.v1.ImageService/RemoveImage', request: RemoveImageRequest, response: RemoveImageResponse }),
  /** How full the file system with the images is. */
  ImageFsInfo: unary({ path: '/runtime.v1.ImageService/ImageFsInfo', request: ImageFsInfoRequest, response: ImageFsInfoResponse }),
} as const;
