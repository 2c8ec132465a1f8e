import { NamespaceMode } from '../../proto/gen/cri.ts';
import type { ContainerConfig, PodSandboxConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerSpec, Pod, PodSpec } from './types.ts';

const PROTOCOLS = { tcp: 0, udp: 1, sctp: 2 } as const;

/** Each container of the pod sees its own processes only, as users of other engines expect. */
const NAMESPACES = { network: NamespaceMode.POD, ipc: NamespaceMode.POD, pid: NamespaceMode.CONTAINER } as const;

export function podConfigOf(spec: PodSpec): Input<PodSandboxConfig> {
  return {
    metadata: { name: spec.name, namespace: spec.namespace, uid: spec.uid, attempt: 0 },
    hostname: spec.hostname,
    logDirectory: spec.logDirectory,
    labels: spec.labels,
    annotations: spec.annotations,
    portMappings: spec.ports.map((port) => ({
      protocol: PROTOCOLS[port.protocol],
      hostPort: port.hostPort,
      containerPort: port.containerPort,
    })),
    linux: { securityContext: { namespaceOptions: NAMESPACES } },
  };
}

/** For a container that joins a pod of anybody: what the pod's own maker has asked for is the runtime's to know. */
export function podSpecOf(pod: Pod): PodSpec {
  const { name, namespace, uid, labels, annotations } = pod;
  return { name, namespace, uid, labels, annotations, logDirectory: '', hostname: '', ports: [] };
}

export function containerConfigOf(spec: ContainerSpec): Input<ContainerConfig> {
  return {
    metadata: { name: spec.name, attempt: 0 },
    image: { image: spec.image, userSpecifiedImage: spec.image },
    command: spec.command,
    envs: Object.entries(spec.env).map(([key, value]) => ({ key, value: Buffer.from(value) })),
    labels: spec.labels,
    logPath: spec.logPath,
    linux: {
      securityContext:
        spec.debugs === undefined
          ? { namespaceOptions: NAMESPACES }
          : {
              namespaceOptions: { ...NAMESPACES, pid: NamespaceMode.TARGET, targetId: spec.debugs },
              capabilities: { addCapabilities: ['SYS_PTRACE'] },
            },
    },
  };
}
