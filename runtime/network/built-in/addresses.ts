import { join } from 'node:path';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import type { Files } from '../../host/files.ts';
import { addressAt, addressBytes, addressText, distanceOf, isIn, podCapacity, subnetText, type Subnet } from '../subnet.ts';

/** The addresses of a network, in a directory as host-local keeps it: a file per address that names its pod, and the last ones given out. */
export interface Addresses {
  /** Those that the pod has, else free ones: one of each subnet. The longest unused is next. Throws resource-exhausted. */
  reserve(id: string, ifName: string): Promise<readonly string[]>;
  /** Gives back all of a pod; success when it has none. */
  release(id: string): Promise<void>;
}

/** Its distance from the network's own address. */
const GATEWAY = 1n;
const FIRST_FOR_PODS = 2n;

export function createAddresses(files: Files, directory: string, subnets: readonly Subnet[]): Addresses {
  const pools = subnets.map((subnet, index) => ({ subnet, lastFile: `last_reserved_ip.${String(index)}`, last: GATEWAY }));
  const holders = new Map<string, string>();
  let loaded: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    await files.makeDirectory(directory);
    for (const name of await files.list(directory)) {
      const address = parseAddress(name);
      const id = address === undefined ? '' : ((await files.readTextIfPresent(join(directory, name)))?.split(/\s/, 1)[0] ?? '');
      // A file that was cut short names nobody, and nobody can give it back.
      if (address !== undefined && id === '') await files.remove(join(directory, name));
      else if (address !== undefined) holders.set(address, id);
    }
    for (const pool of pools) {
      const text = (await files.readTextIfPresent(join(directory, pool.lastFile)))?.trim() ?? '';
      pool.last = distanceOf(pool.subnet, text) ?? pool.last;
    }
  };
  /** A daemon alone has this directory: it is read once. */
  const ready = (): Promise<void> =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
  /** Pods of an earlier version gave theirs back by a plugin, which only the directory tells. */
  const nextAfterReload = async (pool: Pool): Promise<bigint | undefined> => {
    holders.clear();
    await load();
    return nextFree(pool, holders);
  };
  const reserveIn = async (pool: Pool, id: string, ifName: string): Promise<string> => {
    const own = [...holders].find(([address, holder]) => holder === id && isIn(pool.subnet, address))?.[0];
    const distance =
      own === undefined ? (nextFree(pool, holders) ?? (await nextAfterReload(pool))) : distanceOf(pool.subnet, own);
    if (distance === undefined) throw exhausted(pool.subnet);
    const address = addressAt(pool.subnet, distance);
    // At once, before anybody else looks.
    holders.set(address, id);
    pool.last = distance;
    try {
      await files.write(join(directory, address), `${id}\r\n${ifName}`);
      await files.write(join(directory, pool.lastFile), address);
      return address;
    } catch (error) {
      if (errnoOf(error) === undefined) throw error;
      await files.remove(join(directory, address));
      holders.delete(address);
      throw error;
    }
  };
  const release = async (id: string): Promise<void> => {
    await ready();
    for (const [address, holder] of [...holders]) {
      if (holder !== id) continue;
      await files.remove(join(directory, address));
      holders.delete(address);
    }
  };
  return {
    reserve: async (id, ifName) => {
      await ready();
      const reserved: string[] = [];
      // One that has no address of the second kind has not used up one of the first: DEL gives it back.
      for (const pool of pools) reserved.push(await reserveIn(pool, id, ifName));
      return reserved;
    },
    release,
  };
}

interface Pool {
  readonly subnet: Subnet;
  readonly lastFile: string;
  /** The distance of the one that was given last. */
  last: bigint;
}

/** The first address is the gateway's. */
export function gatewayOf(subnet: Subnet): string {
  return addressAt(subnet, GATEWAY);
}

/** The customary text of an address that is a file's name; undefined for other files. */
function parseAddress(name: string): string | undefined {
  const bytes = addressBytes(name);
  return bytes.length === 0 ? undefined : addressText(bytes);
}

function nextFree({ subnet, last }: Pool, holders: ReadonlyMap<string, string>): bigint | undefined {
  const capacity = podCapacity(subnet);
  for (let step = 1n; step <= capacity; step++) {
    const distance = FIRST_FOR_PODS + ((((last - FIRST_FOR_PODS + step) % capacity) + capacity) % capacity);
    if (!holders.has(addressAt(subnet, distance))) return distance;
  }
  return undefined;
}

function exhausted(subnet: Subnet): CriError {
  const message = `the built-in network has no address left: all ${String(podCapacity(subnet))} of ${subnetText(subnet)} are in use`;
  return new CriError('resource-exhausted', message, {
    hint: 'remove stopped pods, or set a larger subnet for the built-in network',
  });
}
