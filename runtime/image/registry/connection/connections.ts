import * as http from 'node:http';
import * as https from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { chooseProxy, NO_PROXIES, type Proxies } from './choose-proxy.ts';
import { nameOfTrust, secureContext, SYSTEM_TRUST, type Trust } from './trust.ts';

export interface ConnectionsOptions {
  readonly proxies?: Proxies;
  readonly systemCertificates?: () => Promise<readonly string[]>;
}

/** Pools of connections, one per trust and proxy. */
export interface Connections {
  agentFor(url: string, trust?: Trust): Promise<http.Agent>;
  close(): void;
}

const SETTINGS = { keepAlive: true, maxSockets: 16 };
/** Configurations change while the daemon runs: old pools go. */
const MAX_POOLS = 64;

export function createConnections({ proxies = NO_PROXIES, systemCertificates }: ConnectionsOptions): Connections {
  const pools = new Map<string, http.Agent>();
  let system: Promise<readonly string[]> | undefined;

  const pool = (name: string, make: () => http.Agent): http.Agent => {
    const known = pools.get(name);
    if (known !== undefined) return known;
    const [oldest] = pools;
    if (oldest !== undefined && pools.size >= MAX_POOLS) pools.delete(oldest[0]);
    const made = make();
    pools.set(name, made);
    return made;
  };

  return {
    agentFor: async (url, trust = SYSTEM_TRUST) => {
      const proxy = chooseProxy(url, proxies);
      if (!url.startsWith('https:')) {
        return pool(`plain ${proxy ?? ''}`, () =>
          proxy === undefined ? new http.Agent(SETTINGS) : new HttpProxyAgent(proxy, SETTINGS),
        );
      }
      const authorities = await (system ??= systemCertificates?.() ?? Promise.resolve([]));
      return pool(`tls ${proxy ?? ''} ${nameOfTrust(trust)}`, () => {
        const settings = {
          ...SETTINGS,
          secureContext: secureContext(trust, authorities),
          rejectUnauthorized: !trust.skipVerify,
        };
        return proxy === undefined ? new https.Agent(settings) : new HttpsProxyAgent(proxy, settings);
      });
    },
    close: () => {
      for (const agent of pools.values()) agent.destroy();
      pools.clear();
    },
  };
}
