import type { Trust } from './trust.ts';

/** What a host may be asked for: manifests by tag, things by digest, uploads. */
export type Capability = 'resolve' | 'pull' | 'push';

export const ALL_CAPABILITIES: ReadonlySet<Capability> = new Set(['resolve', 'pull', 'push']);

/** One server that has the repositories of a registry: the registry itself, or a mirror. */
export interface Endpoint {
  /** What repositories' paths are put behind: `https://host:port/v2`. */
  readonly url: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Sent with every request to this host. */
  readonly headers: Readonly<Record<string, string>>;
  readonly trust?: Trust | undefined;
  /** A mirror hears in `ns` whose repository is meant. */
  readonly isMirror: boolean;
}

/** Where a registry without configuration is: TLS, unless nobody is in between or the administrator said so. */
export function defaultEndpoint(domain: string, insecureHosts: readonly string[], trust?: Trust): Endpoint {
  const isPlain = insecureHosts.includes(domain) || (isLoopback(domain) && trust === undefined);
  return {
    url: `${isPlain ? 'http' : 'https'}://${serverOf(domain)}/v2`,
    capabilities: ALL_CAPABILITIES,
    headers: {},
    trust,
    isMirror: false,
  };
}

/** Docker's registry answers at another name than the one in references. */
function serverOf(domain: string): string {
  return domain === 'docker.io' ? 'registry-1.docker.io' : domain;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host) && !host.endsWith(':443');
}
