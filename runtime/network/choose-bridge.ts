import { CriError } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import { chooseSubnet, subnetsOfDevice, subnetsText } from './choose-subnet.ts';
import { isSameSubnet, parseSubnets } from './subnet.ts';

/** Where the pods of one daemon are. */
export interface BridgePlace {
  readonly bridge: string;
  /** One network, or one of each family: "10.88.0.0/16,fd00:88::/64". */
  readonly subnet: string;
}

export interface BridgeWish {
  readonly files: Files;
  /** The preferred name; another number at its end is taken when it belongs to somebody else. */
  readonly bridge: string;
  /** Absent: one that no route of this machine overlaps. */
  readonly subnet: string | undefined;
  /** Directory of the daemon that asks: it is what marks a bridge as its own. */
  readonly owner: string;
}

const MAX_NAME = 15;
const TRIES = 64;

/**
 * The first bridge that does not belong to another daemon of this machine, and its subnet: daemons with a root directory each do
 * not know each other's addresses. Throws failed-precondition when there is none.
 */
export async function chooseBridge(wish: BridgeWish): Promise<BridgePlace> {
  const { files, bridge } = wish;
  if (!/^[A-Za-z0-9._-]+$/.test(bridge) || bridge.length > MAX_NAME) {
    throw new CriError('invalid-argument', `${JSON.stringify(bridge)} is not the name of a bridge`, {
      hint: `use at most ${MAX_NAME} letters, digits, dots and dashes`,
    });
  }
  const routes = await files.readText('/proc/net/route');
  const ipv6Addresses = (await files.readTextIfPresent('/proc/net/if_inet6')) ?? '';
  const wished = wish.subnet === undefined ? undefined : parseSubnets(wish.subnet);
  for (const name of names(bridge)) {
    if (!(await isBridgeFree(files, name, wish.owner))) continue;
    const present = subnetsOfDevice({ routes, ipv6Addresses }, name);
    const isOther = present.some((one) => wished?.some((other) => one.family === other.family && !isSameSubnet(one, other)));
    if (isOther) continue;
    const subnet = wish.subnet ?? (present.length > 0 ? subnetsText(present) : chooseSubnet(routes));
    if (subnet !== undefined) return { bridge: name, subnet };
    throw new CriError('failed-precondition', 'every private subnet overlaps a route of this machine', {
      hint: 'set a subnet for the built-in network, or install a network configuration',
    });
  }
  throw new CriError('failed-precondition', `every bridge from ${bridge} on belongs to another daemon`, {
    hint: 'set another name for the bridge of the built-in network',
  });
}

/** Marks a bridge as that of `owner`, once its first pod has made it. */
export async function markBridge(files: Files, bridge: string, owner: string): Promise<void> {
  const path = markPath(bridge);
  if ((await files.readTextIfPresent(path))?.trim() !== owner) await files.write(path, owner);
}

/** Whether `bridge` is absent, unmarked, or marked as that of `owner` or of a daemon whose directory is gone. */
export async function isBridgeFree(files: Files, bridge: string, owner: string): Promise<boolean> {
  const mark = (await files.readTextIfPresent(markPath(bridge)))?.trim() ?? '';
  return mark === '' || mark === owner || !(await files.exists(mark));
}

/** The kernel keeps a text with each interface (255 bytes), which `ip link` shows as alias. */
function markPath(bridge: string): string {
  return `/sys/class/net/${bridge}/ifalias`;
}

function names(preferred: string): string[] {
  const [, stem = '', digits = ''] = /^(.*?)(\d*)$/.exec(preferred) ?? [];
  const others = Array.from({ length: TRIES }, (_, index) => String(Number(digits) + 1 + index));
  return [preferred, ...others.map((number) => stem.slice(0, MAX_NAME - number.length) + number)];
}
