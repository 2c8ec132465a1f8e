import { isIP } from 'node:net';
import type * as cri from '../../proto/gen/cri.ts';
import type {
  LinuxPodSandboxConfig,
  LinuxSandboxSecurityContext,
  PodSandboxConfig,
  PodSandboxMetadata,
  PortMapping,
} from '../base/pod-sandbox.ts';
import { absolutePath, bounded, enumName, invalidField, quoted, required, requiredText, text } from './fields.ts';
import {
  fromGroupsPolicy,
  fromId,
  fromIds,
  fromNamespaceOption,
  fromProfile,
  fromResources,
  fromSelinux,
} from './from-linux-config.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const MAX_PORT = 65_535;
/** HOST_NAME_MAX of Linux. */
const MAX_HOSTNAME = 64;

/** CRI's PodSandboxConfig in plain types. Throws invalid-argument that names the field. */
export function fromPodSandboxConfig(config: cri.PodSandboxConfig): PodSandboxConfig {
  return {
    metadata: fromMetadata(config.metadata),
    hostname: fromHostname(config.hostname),
    logDirectory: absolutePath(config.logDirectory, 'config.log_directory'),
    ...(config.dnsConfig === undefined ? {} : { dnsConfig: fromDns(config.dnsConfig) }),
    portMappings: config.portMappings.map(fromPortMapping),
    labels: config.labels,
    annotations: config.annotations,
    linux: fromLinux(config.linux),
  };
}

function fromMetadata(metadata: cri.PodSandboxMetadata | undefined): PodSandboxMetadata {
  const { name, uid, namespace, attempt } = required(metadata, 'config.metadata');
  return {
    name: requiredText(name, 'config.metadata.name'),
    uid: requiredText(uid, 'config.metadata.uid'),
    namespace: requiredText(namespace, 'config.metadata.namespace'),
    attempt,
  };
}

function fromHostname(hostname: string): string {
  if (Buffer.byteLength(hostname) > MAX_HOSTNAME) {
    throw invalidField('config.hostname', `is ${quoted(hostname)}, longer than ${String(MAX_HOSTNAME)} bytes`);
  }
  return text(hostname, 'config.hostname');
}

function fromDns({ servers, searches, options }: cri.DNSConfig): NonNullable<PodSandboxConfig['dnsConfig']> {
  return { servers, searches, options };
}

function fromPortMapping(mapping: cri.PortMapping, index: number): PortMapping {
  const field = `config.port_mappings[${String(index)}]`;
  if (mapping.hostIp !== '' && isIP(mapping.hostIp) === 0)
    throw invalidField(`${field}.host_ip`, `is ${quoted(mapping.hostIp)}, which is not an address`);
  return {
    protocol: enumName(PROTOCOLS, mapping.protocol, `${field}.protocol`),
    containerPort: bounded(mapping.containerPort, MAX_PORT, `${field}.container_port`),
    hostPort: bounded(mapping.hostPort, MAX_PORT, `${field}.host_port`),
    hostIp: mapping.hostIp,
  };
}

function fromLinux(linux: cri.LinuxPodSandboxConfig | undefined): LinuxPodSandboxConfig {
  return {
    cgroupParent: text(linux?.cgroupParent ?? '', 'config.linux.cgroup_parent'),
    sysctls: linux?.sysctls ?? {},
    securityContext: fromSecurityContext(linux?.securityContext),
    ...(linux?.overhead === undefined ? {} : { overhead: fromResources(linux.overhead) }),
    ...(linux?.resources === undefined ? {} : { resources: fromResources(linux.resources) }),
  };
}

function fromSecurityContext(context: cri.LinuxSandboxSecurityContext | undefined): LinuxSandboxSecurityContext {
  const field = 'config.linux.security_context';
  if (context === undefined) {
    return {
      namespaceOptions: fromNamespaceOption(undefined, field),
      readonlyRootfs: false,
      supplementalGroups: [],
      supplementalGroupsPolicy: 'Merge',
      privileged: false,
    };
  }
  const selinuxOptions = fromSelinux(context.selinuxOptions);
  const runAsUser = fromId(context.runAsUser, `${field}.run_as_user`);
  const runAsGroup = fromId(context.runAsGroup, `${field}.run_as_group`);
  const seccomp = fromProfile(context.seccomp, context.seccompProfilePath, `${field}.seccomp`);
  const apparmor = fromProfile(context.apparmor, '', `${field}.apparmor`);
  return {
    namespaceOptions: fromNamespaceOption(context.namespaceOptions, `${field}.namespace_options`),
    ...(selinuxOptions === undefined ? {} : { selinuxOptions }),
    ...(runAsUser === undefined ? {} : { runAsUser }),
    ...(runAsGroup === undefined ? {} : { runAsGroup }),
    readonlyRootfs: context.readonlyRootfs,
    supplementalGroups: fromIds(context.supplementalGroups, `${field}.supplemental_groups`),
    supplementalGroupsPolicy: fromGroupsPolicy(context.supplementalGroupsPolicy, `${field}.supplemental_groups_policy`),
    privileged: context.privileged,
    ...(seccomp === undefined ? {} : { seccomp }),
    ...(apparmor === undefined ? {} : { apparmor }),
  };
}
