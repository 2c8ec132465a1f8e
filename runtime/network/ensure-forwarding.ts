import { CriError, errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Argv } from '../host/exec.ts';
import type { Host } from '../host/host.ts';
import type { BridgePlace } from './choose-bridge.ts';

const FORWARDING = '/proc/sys/net/ipv4/ip_forward';
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
    if ((await host.files.readText(FORWARDING)).trim() !== '1') await host.files.write(FORWARDING, '1');
    await Promise.all(rules(bridge, subnet).map((rule) => ensureRule(host, rule)));
  } catch (error) {
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
