import { join } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import { BRIDGE_PLUGIN } from './built-in/bridge-plugin.ts';
import { isIn, parseSubnet, podCapacity } from './subnet.ts';
import { isObject, type JsonObject, type NetworkConfiguration } from './configuration.ts';

/** Where host-local keeps addresses when its configuration does not say. */
const HOST_LOCAL_DIRECTORY = '/var/lib/cni/networks';
/** host-local also keeps a lock and the last address of each range there. */
const ADDRESS = /^[0-9]+(\.[0-9]+){3}$|^[0-9a-f]*:[0-9a-f:]+$/;

/** Ids of the pods that hold an address of `network`; none when its addresses are not given out by host-local. */
export async function addressHolders(files: Files, network: NetworkConfiguration): Promise<string[]> {
  const holders = new Set<string>();
  for (const ipam of hostLocals(network)) {
    const directory = directoryOf(ipam, network);
    for (const name of await addressFiles(files, directory)) {
      // The first line names the pod, the second its interface.
      const id = (await files.readTextIfPresent(join(directory, name)))?.split(/\s/, 1)[0];
      if (id !== undefined && id !== '') holders.add(id);
    }
  }
  return [...holders];
}

/** A resource-exhausted error when `network` has no address left for one more pod, else undefined. */
export async function exhaustion(files: Files, network: NetworkConfiguration, cause: unknown): Promise<CriError | undefined> {
  for (const ipam of hostLocals(network)) {
    const used = await addressFiles(files, directoryOf(ipam, network));
    for (const set of subnetSetsOf(ipam)) {
      const subnets = set.map((text) => parseSubnet(text));
      const capacity = subnets.reduce((sum, subnet) => sum + (subnet === undefined ? 0n : podCapacity(subnet)), 0n);
      const inSet = used.filter((address) => subnets.some((subnet) => subnet !== undefined && isIn(subnet, address)));
      if (subnets.includes(undefined) || inSet.length < capacity) continue;
      const message = `network ${network.name} has no address left: all ${String(capacity)} of ${set.join(', ')} are in use`;
      const hint = `remove stopped pods, or give ${network.source} a larger subnet`;
      return new CriError('resource-exhausted', message, { cause, hint });
    }
  }
  return undefined;
}

function hostLocals({ plugins }: NetworkConfiguration): JsonObject[] {
  return plugins.flatMap(({ type, fields }) => {
    const { ipam } = fields;
    // Our own keeps them in the same form.
    if (type === BRIDGE_PLUGIN) return [fields];
    return isObject(ipam) && ipam['type'] === 'host-local' ? [ipam] : [];
  });
}

function directoryOf(ipam: JsonObject, network: NetworkConfiguration): string {
  const { dataDir } = ipam;
  return join(typeof dataDir === 'string' && dataDir !== '' ? dataDir : HOST_LOCAL_DIRECTORY, network.name);
}

/** A pod gets an address of each set. `ranges` is a list of sets of ranges; `subnet` the older form of one, or ours of one per family. */
function subnetSetsOf({ ranges, subnet }: JsonObject): string[][] {
  const sets: unknown[] = Array.isArray(ranges) ? ranges : [];
  const inRanges = sets.map((set: unknown) =>
    (Array.isArray(set) ? set : []).map((range: unknown) => (isObject(range) ? range['subnet'] : undefined)),
  );
  const single = typeof subnet === 'string' ? subnet.split(',').map((text) => [text.trim()]) : [];
  return [...inRanges, ...single].map((set) => set.filter((text) => typeof text === 'string')).filter((set) => set.length > 0);
}

async function addressFiles(files: Files, directory: string): Promise<string[]> {
  try {
    return (await files.list(directory)).filter((name) => ADDRESS.test(name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
