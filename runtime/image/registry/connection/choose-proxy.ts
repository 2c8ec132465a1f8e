import { BlockList, isIP } from 'node:net';

/** What the environment says about proxies, as read at the daemon's start. */
export interface Proxies {
  /** For http: addresses. */
  readonly http: string | undefined;
  /** For https: addresses. */
  readonly https: string | undefined;
  /** Hosts that are reached without: names with all below them, addresses, CIDR blocks, each with or without a port; `*` is all. */
  readonly except: readonly string[];
}

export const NO_PROXIES: Proxies = { http: undefined, https: undefined, except: [] };

/** Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, upper or lower case. */
export function proxiesOf(environment: Readonly<Record<string, string | undefined>>): Proxies {
  const read = (name: string): string | undefined => {
    const value = environment[name] ?? environment[name.toLowerCase()] ?? '';
    return value.trim() === '' ? undefined : value.trim();
  };
  return {
    http: asUrl(read('HTTP_PROXY')),
    https: asUrl(read('HTTPS_PROXY')),
    except: (read('NO_PROXY') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
  };
}

/** The proxy for an address; undefined for none. Loopback is always reached directly. */
export function chooseProxy(url: string, proxies: Proxies): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const proxy = protocol === 'https:' ? proxies.https : proxies.http;
  if (proxy === undefined) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const target = { host, port: port === '' ? (protocol === 'https:' ? '443' : '80') : port };
  return isLoopback(host) || proxies.except.some((entry) => matches(entry, target)) ? undefined : proxy;
}

function asUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  return url === null || !['http:', 'https:'].includes(url.protocol) ? undefined : url.href;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(entry: string, { host, port }: { readonly host: string; readonly port: string }): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInBlock(entry, host);
  const withPort = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry);
  if (withPort !== null && withPort[2] !== port) return false;
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '').toLowerCase();
  if (isIP(name) !== 0) return name === host;
  const suffix = name.replace(/^\*?\./, '');
  return host.endsWith(`.${suffix}`) || (host === suffix && !/^\*?\./.test(name));
}

function isInBlock(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(network, Number(bits), type);
  return block.check(host, type);
}
