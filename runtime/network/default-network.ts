import { join } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Host } from '../host/host.ts';
import { BRIDGE_PLUGIN } from './built-in/bridge-plugin.ts';
import { chooseBridge, isBridgeFree, markBridge, type BridgePlace } from './choose-bridge.ts';
import { isObject, parseConfiguration, type NetworkConfiguration } from './configuration.ts';
import { ensureForwarding } from './ensure-forwarding.ts';
import { parseSubnets } from './subnet.ts';

export interface DefaultNetworkOptions {
  readonly host: Host;
  readonly log: Logger;
  /** Keeps the choice and the addresses given out; survives a reboot. */
  readonly directory: string;
  /** Preferred name of the bridge. */
  readonly bridge: string;
  /** Instead of a choice of our own: "10.88.0.0/16", or one of each family: "10.88.0.0/16,fd00:88::/64". Asked for each pod. */
  readonly subnet: () => string | undefined;
}

/** The network of a machine on which nobody installed a configuration: one bridge, addresses from one private subnet. */
export interface DefaultNetwork {
  configuration(): Promise<NetworkConfiguration>;
  /** Runs ADD of one pod on `network`; when that is one of ours, with what all its pods share made before and marked after. */
  around<T>(network: NetworkConfiguration, add: () => Promise<T>): Promise<T>;
}

/** The network on one subnet. After the subnet has changed, pods that were begun on it still end there. */
interface Chosen {
  readonly subnet: string | undefined;
  readonly network: Promise<NetworkConfiguration>;
  readonly prepare: () => Promise<void>;
  readonly mark: () => Promise<void>;
}

const NAME = 'slipway';
/** Reloading a firewall drops the rules: they are looked for again once in a while. */
const RULES_FRESH_MS = 60_000;

export function createDefaultNetwork(options: DefaultNetworkOptions): DefaultNetwork {
  let chosen: Chosen | undefined;
  const byNetwork = new WeakMap<NetworkConfiguration, Chosen>();
  const current = async (): Promise<NetworkConfiguration> => {
    const subnet = options.subnet();
    if (chosen?.subnet !== subnet) chosen = undefined;
    const here = (chosen ??= choose(options, subnet));
    try {
      const network = await here.network;
      byNetwork.set(network, here);
      return network;
    } catch (error) {
      // The next caller tries again.
      if (chosen === here) chosen = undefined;
      throw error;
    }
  };
  return {
    configuration: current,
    around: async (network, add) => {
      const own = byNetwork.get(network);
      if (own === undefined) return add();
      await own.prepare();
      const result = await add();
      await own.mark();
      return result;
    },
  };
}

function choose(options: DefaultNetworkOptions, subnet: string | undefined): Chosen {
  const { host, log, directory } = options;
  const place = placeOf(options, subnet);
  let lookedAtMs = 0;
  const makeRules = once(async () => {
    await ensureForwarding(options, await place);
    lookedAtMs = host.clock.monotonicMs();
  });
  const lookAgain = (): void => {
    if (host.clock.monotonicMs() - lookedAtMs <= RULES_FRESH_MS) return;
    lookedAtMs = host.clock.monotonicMs();
    // Nobody waits for this: it almost always finds all in place.
    place
      .then((found) => ensureForwarding(options, found))
      .catch((error: unknown) => {
        log.warn('could not look after the rules of the built-in network', { error });
      });
  };
  return {
    subnet,
    network: place.then((found) => configurationOf(found, directory)),
    prepare: async () => {
      await makeRules();
      lookAgain();
    },
    mark: once(async () => {
      try {
        await markBridge(host.files, (await place).bridge, directory);
      } catch (error) {
        // The pod has its network; what is missing is only seen by another daemon.
        if (errnoOf(error) === undefined) throw error;
        log.warn('could not mark the bridge of the built-in network', { error });
      }
    }),
  };
}

/** Runs `act` one time for all callers; after a failure the next caller tries again. */
function once<T>(act: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= act().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}

function configurationOf({ bridge, subnet }: BridgePlace, directory: string): NetworkConfiguration {
  const list = {
    // The oldest version that has CHECK: every plugin in use knows it.
    cniVersion: '0.4.0',
    name: NAME,
    plugins: [
      { type: BRIDGE_PLUGIN, bridge, subnet, dataDir: join(directory, 'addresses') },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
  return parseConfiguration(JSON.stringify(list), 'the built-in network');
}

/** The place chosen before while it is what is wished for and nobody else's, else a new one. */
async function placeOf({ host, directory, bridge }: DefaultNetworkOptions, subnet: string | undefined): Promise<BridgePlace> {
  if (subnet !== undefined && parseSubnets(subnet) === undefined) {
    throw new CriError('invalid-argument', `${subnet} is not a subnet, or one of each family`, {
      hint: 'write it as in 10.88.0.0/16, or 10.88.0.0/16,fd00:88::/64',
    });
  }
  const { files } = host;
  const path = join(directory, 'default-network.json');
  const wish = { bridge, subnet: subnet ?? '' };
  const kept = parseKept(await files.readTextIfPresent(path));
  const isWished = kept?.wish.bridge === wish.bridge && kept.wish.subnet === wish.subnet;
  if (kept !== undefined && isWished && (await isBridgeFree(files, kept.bridge, directory))) return kept;
  const place = await chooseBridge({ files, bridge, subnet, owner: directory });
  await files.makeDirectory(directory);
  await files.writeAtomic(path, JSON.stringify({ ...place, wish } satisfies KeptPlace));
  return place;
}

interface KeptPlace extends BridgePlace {
  /** What was configured when it was chosen. */
  readonly wish: { readonly bridge: string; readonly subnet: string };
}

function parseKept(text: string | undefined): KeptPlace | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (!isObject(kept) || typeof kept['bridge'] !== 'string' || typeof kept['subnet'] !== 'string') return undefined;
    return isObject(kept['wish']) && parseSubnets(kept['subnet']) !== undefined ? (kept as unknown as KeptPlace) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
