import { join } from 'node:path';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import type { Files } from '../../host/files.ts';
import { parseSubnet, podCapacity, type Subnet } from '../choose-subnet.ts';

/** The addresses of one subnet, in a directory as host-local keeps it: a file per address that names its pod, and the last one given out. */
export interface Addresses {
  /** The one that the pod has, else a free one; the longest unused is next. Throws resource-exhausted. */
  reserve(id: string, ifName: string): Promise<number>;
  /** Gives back all of a pod; success when it has none. */
  release(id: string): Promise<void>;
}

const LAST = 'last_reserved_ip.0';

export function createAddresses(files: Files, directory: string, subnetText: string): Addresses {
  const subnet = parseSubnet(subnetText) ?? { address: 0, mask: 0xffffffff };
  const holders = new Map<number, string>();
  let last = subnet.address + 1;
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
    last = parseAddress((await files.readTextIfPresent(join(directory, LAST)))?.trim() ?? '') ?? last;
  };
  /** A daemon alone has this directory: it is read once. */
  const ready = (): Promise<void> =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
  /** Pods of an earlier version gave theirs back by a plugin, which only the directory tells. */
  const nextAfterReload = async (): Promise<number | undefined> => {
    holders.clear();
    await load();
    return nextFree(subnet, last, holders);
  };
  const pathOf = (address: number): string => join(directory, addressText(address));
  return {
    reserve: async (id, ifName) => {
      await ready();
      const own = [...holders].find(([, holder]) => holder === id)?.[0];
      const address = own ?? nextFree(subnet, last, holders) ?? (await nextAfterReload());
      if (address === undefined) throw exhausted(subnet, subnetText);
      // At once, before anybody else looks.
      holders.set(address, id);
      last = address;
      try {
        await files.write(pathOf(address), `${id}\r\n${ifName}`);
        await files.write(join(directory, LAST), addressText(address));
        return address;
      } catch (error) {
        if (errnoOf(error) === undefined) throw error;
        await files.remove(pathOf(address));
        holders.delete(address);
        throw error;
      }
    },
    release: async (id) => {
      await ready();
      for (const [address, holder] of [...holders]) {
        if (holder !== id) continue;
        await files.remove(pathOf(address));
        holders.delete(address);
      }
    },
  };
}

/** The first address is the gateway's. */
export function gatewayOf(subnet: Subnet): number {
  return subnet.address + 1;
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
}

export function addressBytes(address: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(address >>> 0);
  return bytes;
}

function parseAddress(text: string): number | undefined {
  return /^[0-9]+(\.[0-9]+){3}$/.test(text) ? parseSubnet(`${text}/32`)?.address : undefined;
}

function nextFree(subnet: Subnet, last: number, holders: ReadonlyMap<number, string>): number | undefined {
  const first = gatewayOf(subnet) + 1;
  const capacity = podCapacity(subnet);
  for (let step = 1; step <= capacity; step++) {
    const address = first + ((((last - first + step) % capacity) + capacity) % capacity);
    if (!holders.has(address)) return address;
  }
  return undefined;
}

function exhausted(subnet: Subnet, text: string): CriError {
  const message = `the built-in network has no address left: all ${podCapacity(subnet)} of ${text} are in use`;
  return new CriError('resource-exhausted', message, {
    hint: 'remove stopped pods, or set a larger subnet for the built-in network',
  });
}
