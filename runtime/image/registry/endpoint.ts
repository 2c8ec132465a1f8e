import type { Trust } from './connection/trust.ts';

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
  readonly connectTimeoutMs?: number | undefined;
  /** Another host than the registry's own name says: it hears in `ns` whose repository is meant. */
  readonly isElsewhere: boolean;
  /** A mirror: credentials for the registry are none for it. */
  readonly isMirror: boolean;
}

/** Where a registry without an address of its own is: TLS, unless nobody is in between or the administrator said so. */
export function defaultEndpoint(domain: string, insecureHosts: readonly string[], trust?: Trust): Endpoint {
  const isPlain = insecureHosts.includes(domain) || (isLoopback(domain) && trust === undefined);
  return { ...endpointAt(`${isPlain ? 'http' : 'https'}://${domain}/v2`, domain), trust };
}

/** A host that has the repositories of `domain`, able to do everything. */
export function endpointAt(url: string, domain: string): Endpoint {
  const { protocol, host, pathname } = new URL(url);
  const server = serverOf(host);
  const isElsewhere = server !== new URL(`${protocol}//${serverOf(domain)}`).host;
  return {
    url: `${protocol}//${server}${pathname.replace(/\/+$/, '')}`,
    capabilities: ALL_CAPABILITIES,
    headers: {},
    isElsewhere,
    isMirror: isElsewhere,
  };
}

/** Docker's registry answers at another name than the one in references. */
function serverOf(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? 'registry-1.docker.io' : host;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host) && !host.endsWith(':443');
}
