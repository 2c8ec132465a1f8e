import { isRpcError } from '../client/rpc-error.ts';
import type { RuntimeCondition, RuntimeStatus, RuntimeVersion } from '../client/types.ts';
import { brokenLink, probeChain } from './chain.ts';
import type { ChainProbes, Link } from './chain.ts';

/** How a target is, in one word, and all that is known of why. */
export interface Health {
  readonly state: 'ready' | 'degraded' | 'stopped' | 'unsupported' | 'denied' | 'broken';
  readonly links: readonly Link[];
  readonly version: RuntimeVersion | undefined;
  readonly conditions: readonly RuntimeCondition[];
  readonly handlers: readonly string[];
}

/** Tests the chain and asks for Status when it holds. Never rejects for a runtime that is away. */
export async function examine(probes: ChainProbes, askStatus: () => Promise<RuntimeStatus>): Promise<Health> {
  const { links, version } = await probeChain(probes);
  const broken = brokenLink(links);
  if (broken !== undefined) return { state: stateOf(broken), links, version, conditions: [], handlers: [] };
  try {
    const { conditions, handlers } = await askStatus();
    return { state: conditions.every((condition) => condition.ok) ? 'ready' : 'degraded', links, version, conditions, handlers };
  } catch (error) {
    if (!isRpcError(error)) throw error;
    const lost = links.map((link): Link =>
      link.id === 'grpc' ? { ...link, state: 'failed', detail: error.code, cause: error.message, fix: 'log' } : link,
    );
    return { state: 'broken', links: lost, version, conditions: [], handlers: [] };
  }
}

function stateOf(broken: Link): Health['state'] {
  switch (broken.id) {
    case 'host':
      return 'unsupported';
    case 'process':
      return 'stopped';
    case 'permission':
      return 'denied';
    case 'socket':
    case 'grpc':
    case 'version':
      return 'broken';
  }
}
