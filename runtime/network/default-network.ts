import { join } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Host } from '../host/host.ts';
import { BRIDGE_PLUGIN } from './built-in/bridge-plugin.ts';
import { chooseBridge, isBridgeFree, markBridge, type BridgePlace } from './choose-bridge.ts';
import { parseSubnet } from './choose-subnet.ts';
import { isObject, parseConfiguration, type NetworkConfiguration } from './configuration.ts';
import { ensureForwarding } from './ensure-forwarding.ts';

export interface DefaultNetworkOptions {
  readonly host: Host;
  readonly log: Logger;
  /** Keeps the choice and the addresses given out; survives a reboot. */
  readonly directory: string;
  /** Preferred name of the bridge. */
  readonly bridge: string;
  /** Instead of a choice of our own: "10.88.0.0/16". */
  readonly subnet?: string | undefined;
}

/** The network of a machine on which nobody installed a configuration: one bridge, addresses from one private subnet. */
export interface DefaultNetwork {
  configuration(): Promise<NetworkConfiguration>;
  /** Runs ADD of one pod on `network`; when that is this one, with what all its pods share made before and marked after. */
  around<T>(network: NetworkConfiguration, add: () => Promise<T>): Promise<T>;
}

interface Chosen {
  readonly place: BridgePlace;
  readonly network: NetworkConfiguration;
}

const NAME = 'slipway';
/** Reloading a firewall drops the rules: they are looked for again once in a while. */
const RULES_FRESH_MS = 60_000;

export function createDefaultNetwork(options: DefaultNetworkOptions): DefaultNetwork {
  const { host, log, directory } = options;
  const choose = once(async (): Promise<Chosen> => {
    const place = await placeOf(options);
    return { place, network: configurationOf(place, directory) };
  });
  const prepare = once(async () => {
    await ensureForwarding(options, (await choose()).place);
    lookedAtMs = host.clock.monotonicMs();
  });
  const mark = once(async () => {
    try {
      await markBridge(host.files, (await choose()).place.bridge, directory);
    } catch (error) {
      // The pod has its network; what is missing is only seen by another daemon.
      if (errnoOf(error) === undefined) throw error;
      log.warn('could not mark the bridge of the built-in network', { error });
    }
  });
  let lookedAtMs = 0;
  const lookAgain = (): void => {
    if (host.clock.monotonicMs() - lookedAtMs <= RULES_FRESH_MS) return;
    lookedAtMs = host.clock.monotonicMs();
    // Nobody waits for this: it almost always finds all in place.
    choose()
      .then(({ place }) => ensureForwarding(options, place))
      .catch((error: unknown) => {
        log.warn('could not look after the rules of the built-in network', { error });
      });
  };
  return {
    configuration: async () => (await choose()).network,
    around: async (network, add) => {
      if (network !== (await choose()).network) return add();
      await prepare();
      lookAgain();
      const result = await add();
      await mark();
      return result;
    },
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
async function placeOf({ host, directory, bridge, subnet }: DefaultNetworkOptions): Promise<BridgePlace> {
  if (subnet !== undefined && parseSubnet(subnet) === undefined) {
    throw new CriError('invalid-argument', `${subnet} is not an IPv4 subnet`, { hint: 'write it as in 10.88.0.0/16' });
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
    return isObject(kept['wish']) && parseSubnet(kept['subnet']) !== undefined ? (kept as unknown as KeptPlace) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
