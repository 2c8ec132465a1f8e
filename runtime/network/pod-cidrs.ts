import { join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { Files } from '../host/files.ts';
import { isObject } from './configuration.ts';
import { parseSubnets, subnetText } from './subnet.ts';

/** The networks that a cluster has given to this machine for its pods; kept through restarts. */
export interface PodCidrs {
  current(): readonly string[];
  /**
   * Takes "10.244.3.0/24" or "10.244.3.0/24,fd00:3::/64" (CRI, NetworkConfig.pod_cidr). Nothing is said by an empty text: what was known
   * stays. Throws invalid-argument.
   */
  set(podCidr: string): Promise<void>;
}

export function createPodCidrs(files: Files, directory: string, log: Logger): PodCidrs {
  const path = join(directory, 'pod-cidrs.json');
  let current = readKept(files, path, log);
  return {
    current: () => current,
    set: async (podCidr) => {
      if (podCidr === '') return;
      const subnets = parseSubnets(podCidr);
      if (subnets === undefined) {
        throw new CriError('invalid-argument', `pod_cidr ${JSON.stringify(podCidr)} is not a network, or one of each family`, {
          hint: 'write it as in 10.244.0.0/24, or 10.244.0.0/24,fd00:10:244::/64',
        });
      }
      const wished = subnets.map(subnetText);
      if (wished.join() === current.join()) return;
      await files.makeDirectory(directory);
      await files.writeAtomic(path, JSON.stringify({ podCidrs: wished }));
      current = wished;
    },
  };
}

function readKept(files: Files, path: string, log: Logger): readonly string[] {
  try {
    const kept: unknown = JSON.parse(files.readNow(path) ?? '{}');
    const cidrs: unknown = isObject(kept) ? kept['podCidrs'] : undefined;
    return Array.isArray(cidrs) ? cidrs.filter((cidr) => typeof cidr === 'string') : [];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    log.warn(`${path} cannot be read: the pod networks are those of the configuration until a kubelet says them again`, {
      error,
    });
    return [];
  }
}
