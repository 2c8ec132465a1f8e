import type { Labels, PortMapping } from './types.ts';

/** CRI's status of a pod does not say its port mappings: Run Image writes them down for every later window. */
const ANNOTATION = 'slipway.dev/ports';

/** `hostPort:containerPort/protocol`, with commas between. */
export function portAnnotation(ports: readonly PortMapping[]): Labels {
  if (ports.length === 0) return {};
  return { [ANNOTATION]: ports.map((port) => `${port.hostPort}:${port.containerPort}/${port.protocol}`).join(',') };
}

/** The host ports that a pod of Run Image has published; [] for pods of others. */
export function publishedPorts({ annotations }: { readonly annotations: Labels }): readonly PortMapping[] {
  return (annotations[ANNOTATION] ?? '').split(',').flatMap((text): readonly PortMapping[] => {
    const [, host, container, protocol] = /^(\d{1,5}):(\d{1,5})\/(tcp|udp|sctp)$/.exec(text) ?? [];
    if (host === undefined || container === undefined) return [];
    const known = protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp';
    return [{ hostPort: Number(host), containerPort: Number(container), protocol: known }];
  });
}
