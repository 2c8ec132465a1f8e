import { join } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import { BRIDGE_PLUGIN } from './built-in/bridge-plugin.ts';
import { parseSubnet, podCapacity } from './choose-subnet.ts';
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
    const subnets = subnetsOf(ipam);
    const capacity = subnets
      .map((text) => parseSubnet(text))
      .reduce((sum, subnet) => sum + (subnet ? podCapacity(subnet) : Infinity), 0);
    const used = (await addressFiles(files, directoryOf(ipam, network))).length;
    if (used < capacity) continue;
    return new CriError(
      'resource-exhausted',
      `network ${network.name} has no address left: all ${capacity} of ${subnets.join(', ')} are in use`,
      {
        cause,
        hint: `remove stopped pods, or give ${network.source} a larger subnet`,
      },
    );
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

/** `ranges` is a list of sets of ranges; `subnet` the older form of one. */
function subnetsOf({ ranges, subnet }: JsonObject): string[] {
  const sets: unknown[] = Array.isArray(ranges) ? ranges : [];
  const inRanges = sets.flat().map((range) => (isObject(range) ? range['subnet'] : undefined));
  return [...inRanges, subnet].filter((text) => typeof text === 'string');
}

async function addressFiles(files: Files, directory: string): Promise<string[]> {
  try {
    return (await files.list(directory)).filter((name) => ADDRESS.test(name));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
