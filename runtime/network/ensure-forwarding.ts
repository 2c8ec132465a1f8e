import { CriError, errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Argv } from '../host/start-program.ts';
import type { Host } from '../host/host.ts';
import type { BridgePlace } from './choose-bridge.ts';
import { parseSubnets, subnetText, type Subnet } from './subnet.ts';

const FORWARDING = { 4: '/proc/sys/net/ipv4/ip_forward', 6: '/proc/sys/net/ipv6/conf/all/forwarding' } as const;
const IPV6_INTERFACES = '/proc/sys/net/ipv6/conf';
const PROGRAM = { 4: 'iptables', 6: 'ip6tables' } as const;
const XTABLES_WAIT_S = '10';

/**
 * Lets packets of pods pass: forwarding, one rule of masquerading for all of them, and leave to be forwarded. Quick when all is
 * there. What the machine does not allow is logged: pods still reach each other and this machine then.
 */
export async function ensureForwarding(
  { host, log }: { host: Host; log: Logger },
  { bridge, subnet }: BridgePlace,
): Promise<void> {
  try {
    await Promise.all(
      (parseSubnets(subnet) ?? []).map(async (one) => {
        await allowForwarding(host, one.family);
        await Promise.all(rules(bridge, one).map((rule) => ensureRule(host, PROGRAM[one.family], rule)));
      }),
    );
  } catch (error) {
    if (!isCriError(error) && errnoOf(error) === undefined) throw error;
    const hint = isCriError(error) ? error.hint : undefined;
    log.warn(`pods may not reach other machines: ${messageOf(error)}`, { hint, subnet });
  }
}

async function allowForwarding({ files }: Host, family: Subnet['family']): Promise<void> {
  if ((await files.readText(FORWARDING[family])).trim() === '1') return;
  if (family === 6) await keepAdvertisedRoutes(files);
  await files.write(FORWARDING[family], '1');
}

/** A machine that forwards IPv6 no longer takes its own routes from routers' advertisements, unless it is told to (2). */
async function keepAdvertisedRoutes(files: Host['files']): Promise<void> {
  for (const name of await files.list(IPV6_INTERFACES)) {
    const path = `${IPV6_INTERFACES}/${name}/accept_ra`;
    if ((await files.readTextIfPresent(path))?.trim() === '1') await files.write(path, '2');
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
function rules(bridge: string, network: Subnet): readonly Rule[] {
  const subnet = subnetText(network);
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

async function ensureRule(host: Host, program: string, { table, add, chain, match }: Rule): Promise<void> {
  const iptables = (verb: string): Argv => [program, '-w', XTABLES_WAIT_S, '-t', table, verb, chain, ...match];
  const found = await host.exec(iptables('-C'));
  if (found.exitCode === 0) return;
  const made = await host.exec(iptables(add));
  if (made.exitCode === 0) return;
  throw new CriError('unavailable', `${program} failed: ${made.stderr.toString('utf8').trim() || `exit code ${made.exitCode}`}`, {
    hint: `check that the kernel offers ${program} with NAT and connection tracking`,
  });
}
