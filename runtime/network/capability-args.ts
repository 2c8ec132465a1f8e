import type { PodSandboxMetadata, PortMapping } from '../base/pod-sandbox.ts';
import type { JsonObject } from './configuration.ts';

export interface CapabilitySources {
  readonly portMappings: readonly PortMapping[];
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly podCidrs?: readonly string[] | undefined;
}

/** Arguments for the capabilities that plugins may declare (CNI conventions); a name is absent when there is nothing to say. */
export function capabilityArgs({ portMappings, annotations = {}, podCidrs = [] }: CapabilitySources): JsonObject {
  const published = portMappings.filter(({ hostPort }) => hostPort > 0);
  const bandwidth = bandwidthOf(annotations);
  return {
    ...(published.length === 0 ? {} : { portMappings: published.map(toCni) }),
    ...(podCidrs.length === 0 ? {} : { ipRanges: podCidrs.map((subnet) => [{ subnet }]) }),
    ...(bandwidth === undefined ? {} : { bandwidth }),
  };
}

/** CNI_ARGS: the names by which plugins know a Kubernetes pod. */
export function cniArgs(metadata: PodSandboxMetadata, id: string): string {
  const pairs: readonly [key: string, value: string][] = [
    ['IgnoreUnknown', '1'],
    ['K8S_POD_NAMESPACE', metadata.namespace],
    ['K8S_POD_NAME', metadata.name],
    ['K8S_POD_INFRA_CONTAINER_ID', id],
    ['K8S_POD_UID', metadata.uid],
  ];
  // The separators of this text must not come in by a name.
  return pairs.map(([key, value]) => `${key}=${value.replace(/[;=\s\0]/g, '_')}`).join(';');
}

function toCni({ hostPort, containerPort, protocol, hostIp }: PortMapping): JsonObject {
  return { hostPort, containerPort, protocol: protocol.toLowerCase(), ...(hostIp === '' ? {} : { hostIP: hostIp }) };
}

/** The two annotations that kubelets pass on for traffic shaping. */
function bandwidthOf(annotations: Readonly<Record<string, string>>): JsonObject | undefined {
  const ingress = bitsPerSecond(annotations['kubernetes.io/ingress-bandwidth']);
  const egress = bitsPerSecond(annotations['kubernetes.io/egress-bandwidth']);
  if (ingress === undefined && egress === undefined) return undefined;
  return {
    ...(ingress === undefined ? {} : { ingressRate: ingress, ingressBurst: BURST_BITS }),
    ...(egress === undefined ? {} : { egressRate: egress, egressBurst: BURST_BITS }),
  };
}

/** The burst that established runtimes give: as much as the plugin takes. */
const BURST_BITS = 2 ** 31 - 1;
const FACTOR: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity ("10M", "512Ki"); undefined when absent or not one. */
function bitsPerSecond(quantity: string | undefined): number | undefined {
  const [, digits, unit] = /^([0-9]+(?:\.[0-9]+)?)([kMGT]|[KMGT]i)?$/.exec(quantity ?? '') ?? [];
  if (digits === undefined) return undefined;
  return Math.round(Number(digits) * (FACTOR[unit ?? ''] ?? 1));
}
