import { join } from 'node:path';
import { CriError, errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Argv } from '../host/exec.ts';
import type { Host } from '../host/host.ts';
import { chooseSubnet, parseSubnet } from './choose-subnet.ts';
import { isObject, parseConfiguration, type NetworkConfiguration } from './configuration.ts';

export interface DefaultNetworkOptions {
  readonly host: Host;
  readonly log: Logger;
  /** Keeps the chosen subnet and the addresses given out; survives a reboot. */
  readonly directory: string;
  /** Name of the bridge (at most 15 characters). */
  readonly bridge: string;
  /** Instead of a choice of our own: "10.88.0.0/16". */
  readonly subnet?: string | undefined;
}

/** The network of a machine on which nobody installed a configuration: one bridge, addresses from one private subnet. */
export interface DefaultNetwork {
  configuration(): Promise<NetworkConfiguration>;
  /** When `network` is this one: makes what all its pods share, forwarding and the rules of the firewall. Quick once it is there. */
  prepareFor(network: NetworkConfiguration): Promise<void>;
}

export const DEFAULT_NETWORK = 'slipway';
const SOURCE = 'the built-in network';
const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
/** Reloading a firewall drops the rules: they are looked for again once in a while. */
const RULES_FRESH_MS = 60_000;
const XTABLES_WAIT_S = '10';

export function createDefaultNetwork(options: DefaultNetworkOptions): DefaultNetwork {
  let configuration: Promise<NetworkConfiguration> | undefined;
  let prepared: { readonly atMs: number; readonly done: Promise<void> } | undefined;
  const prepare = async (): Promise<void> => prepareHost(options, await subnetOf(options));
  return {
    configuration: () => {
      configuration ??= settle(options).catch((error: unknown) => {
        configuration = undefined;
        throw error;
      });
      return configuration;
    },
    prepareFor: async (network) => {
      if (network !== (await configuration)) return;
      const atMs = options.host.clock.monotonicMs();
      if (prepared === undefined) {
        const done = prepare().catch((error: unknown) => {
          prepared = undefined;
          throw error;
        });
        prepared = { atMs, done };
      } else if (atMs - prepared.atMs > RULES_FRESH_MS) {
        // Nobody waits for this: it almost always finds all in place.
        prepared = { atMs, done: prepared.done };
        prepare().catch((error: unknown) => {
          options.log.warn('could not look after the rules of the built-in network', { error });
        });
      }
      await prepared.done;
    },
  };
}

async function settle(options: DefaultNetworkOptions): Promise<NetworkConfiguration> {
  const ipam = {
    type: 'host-local',
    dataDir: join(options.directory, 'addresses'),
    ranges: [[{ subnet: await subnetOf(options) }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  const list = {
    // The oldest version that has CHECK: every plugin in use knows it.
    cniVersion: '0.4.0',
    name: DEFAULT_NETWORK,
    plugins: [
      // No ipMasq: it makes rules for each pod (15 ms of ADD, 47 of DEL), and `prepareFor` makes one for all.
      { type: 'bridge', bridge: options.bridge, isGateway: true, hairpinMode: true, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
  return parseConfiguration(JSON.stringify(list), SOURCE);
}

/** The subnet asked for, else the one chosen before, else one that no route of this machine overlaps. */
async function subnetOf({ host, directory, bridge, subnet }: DefaultNetworkOptions): Promise<string> {
  if (subnet !== undefined) {
    if (parseSubnet(subnet) !== undefined) return subnet;
    throw new CriError('invalid-argument', `${subnet} is not an IPv4 subnet`, { hint: 'write it as in 10.88.0.0/16' });
  }
  const path = join(directory, 'default-network.json');
  const kept = parseKept(await host.files.readTextIfPresent(path));
  if (kept !== undefined) return kept;
  const chosen = chooseSubnet(await host.files.readText('/proc/net/route'), bridge);
  if (chosen === undefined) {
    throw new CriError('failed-precondition', 'every private subnet overlaps a route of this machine', {
      hint: 'set a subnet for the built-in network, or install a network configuration',
    });
  }
  await host.files.makeDirectory(directory);
  await host.files.writeAtomic(path, JSON.stringify({ subnet: chosen }));
  return chosen;
}

function parseKept(text: string | undefined): string | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    const subnet = isObject(kept) ? kept['subnet'] : undefined;
    return typeof subnet === 'string' && parseSubnet(subnet) !== undefined ? subnet : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function prepareHost({ host, log, bridge }: DefaultNetworkOptions, subnet: string): Promise<void> {
  try {
    if ((await host.files.readText(FORWARDING)).trim() !== '1') await host.files.write(FORWARDING, '1');
    await Promise.all(rules(bridge, subnet).map((rule) => ensureRule(host, rule)));
  } catch (error) {
    // Pods still reach each other and this machine.
    if (!isCriError(error) && errnoOf(error) === undefined) throw error;
    const hint = isCriError(error) ? error.hint : undefined;
    log.warn(`pods may not reach other machines: ${messageOf(error)}`, { hint, subnet });
  }
}

interface Rule {
  readonly table: 'nat' | 'filter';
  readonly add: '-A' | '-I';
  readonly chain: string;
  readonly match: readonly string[];
}

/**
 * Packets to other machines carry this machine's address. Where forwarding is forbidden by default (Docker, firewalls), pods may
 * still begin connections, and be reached through published ports.
 */
function rules(bridge: string, subnet: string): readonly Rule[] {
  const comment = ['-m', 'comment', '--comment', `slipway: pods on ${bridge}`];
  const known = ['-m', 'conntrack', '--ctstate', 'RELATED,ESTABLISHED,DNAT'];
  return [
    {
      table: 'nat',
      add: '-A',
      chain: 'POSTROUTING',
      match: ['-s', subnet, '!', '-d', subnet, ...comment, '-j', 'MASQUERADE'],
    },
    { table: 'filter', add: '-I', chain: 'FORWARD', match: ['-i', bridge, ...comment, '-j', 'ACCEPT'] },
    { table: 'filter', add: '-I', chain: 'FORWARD', match: ['-o', bridge, ...known, ...comment, '-j', 'ACCEPT'] },
  ];
}

async function ensureRule(host: Host, { table, add, chain, match }: Rule): Promise<void> {
  const iptables = (verb: string): Argv => ['iptables', '-w', XTABLES_WAIT_S, '-t', table, verb, chain, ...match];
  const found = await host.exec(iptables('-C'));
  if (found.exitCode === 0) return;
  const made = await host.exec(iptables(add));
  if (made.exitCode === 0) return;
  throw new CriError('unavailable', `iptables failed: ${made.stderr.toString('utf8').trim() || `exit code ${made.exitCode}`}`, {
    hint: 'check that the kernel offers iptables with NAT and connection tracking',
  });
}
