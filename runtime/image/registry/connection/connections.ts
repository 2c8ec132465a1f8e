import * as http from 'node:http';
import * as https from 'node:https';
import type { SecureContext } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { chooseProxy, NO_PROXIES, type Proxies } from './choose-proxy.ts';
import { nameOfTrust, secureContext, SYSTEM_TRUST, type Trust } from './trust.ts';

export interface ConnectionsOptions {
  readonly proxies?: Proxies;
  readonly systemCertificates?: () => Promise<readonly string[]>;
}

/** A pool of connections, as a request takes it. */
export interface Pool {
  readonly agent: http.Agent;
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized?: boolean;
}

/** Pools of connections, one per trust and proxy. */
export interface Connections {
  poolFor(url: string, trust?: Trust): Promise<Pool>;
  close(): void;
}

const SETTINGS = { keepAlive: true, maxSockets: 16 };
/** Configurations change while the daemon runs: old pools go. */
const MAX_POOLS = 64;

export function createConnections({ proxies = NO_PROXIES, systemCertificates }: ConnectionsOptions): Connections {
  const pools = new Map<string, Pool>();
  let system: Promise<readonly string[]> | undefined;

  const pool = (name: string, make: () => Pool): Pool => {
    const known = pools.get(name);
    if (known !== undefined) return known;
    const [oldest] = pools.keys();
    if (oldest !== undefined && pools.size >= MAX_POOLS) pools.delete(oldest);
    const made = make();
    pools.set(name, made);
    return made;
  };

  return {
    poolFor: async (url, trust = SYSTEM_TRUST) => {
      const proxy = chooseProxy(url, proxies);
      if (!url.startsWith('https:')) {
        return pool(`plain ${proxy ?? ''}`, () => ({
          agent: proxy === undefined ? new http.Agent(SETTINGS) : new HttpProxyAgent(proxy, SETTINGS),
        }));
      }
      const authorities = await (system ??= systemCertificates?.() ?? Promise.resolve([]));
      return pool(`tls ${proxy ?? ''} ${nameOfTrust(trust)}`, () => ({
        agent: proxy === undefined ? new https.Agent(SETTINGS) : new HttpsProxyAgent(proxy, SETTINGS),
        secureContext: secureContext(trust, authorities),
        rejectUnauthorized: !trust.skipVerify,
      }));
    },
    close: () => {
      for (const { agent } of pools.values()) agent.destroy();
      pools.clear();
    },
  };
}
