import { CriError } from '../base/cri-error.ts';
import type { LinuxContainerResources } from '../base/linux-config.ts';
import type { Machine } from './machine.ts';
import type { SpecResources } from './spec-types.ts';

/** The limits of `linux.resources` in an OCI configuration. */
export type Limits = Omit<SpecResources, 'devices'>;

/**
 * CRI resources as OCI limits; 0 and '' mean "not set". A limit of memory and swap, which a kubelet
 * always sends, is left out where the kernel does not count swap. Throws invalid-argument for a huge page limit that this machine cannot hold.
 */
export function resourceLimits(resources: LinuxContainerResources | undefined, machine: Machine): Limits {
  if (resources === undefined) return {};
  const memory = {
    ...(resources.memoryLimitInBytes === 0 ? {} : { limit: resources.memoryLimitInBytes }),
    ...(resources.memorySwapLimitInBytes === 0 || !machine.limitsSwap ? {} : { swap: resources.memorySwapLimitInBytes }),
  };
  const cpu = {
    ...(resources.cpuShares === 0 ? {} : { shares: resources.cpuShares }),
    ...(resources.cpuQuota === 0 ? {} : { quota: resources.cpuQuota }),
    ...(resources.cpuPeriod === 0 ? {} : { period: resources.cpuPeriod }),
    ...(resources.cpusetCpus === '' ? {} : { cpus: resources.cpusetCpus }),
    ...(resources.cpusetMems === '' ? {} : { mems: resources.cpusetMems }),
  };
  const hugepageLimits = hugepages(resources, machine);
  return {
    ...(Object.keys(memory).length === 0 ? {} : { memory }),
    ...(Object.keys(cpu).length === 0 ? {} : { cpu }),
    ...(hugepageLimits.length === 0 ? {} : { hugepageLimits }),
    ...(Object.keys(resources.unified).length === 0 ? {} : { unified: unified(resources.unified, machine) }),
  };
}

/** What the kernel lets the daemon set: no lower than its own value when it may not lower it. */
export function oomScore(resources: LinuxContainerResources | undefined, machine: Machine): number {
  return Math.min(1000, Math.max(resources?.oomScoreAdj ?? 0, machine.lowestOomScoreAdj));
}

/** A kubelet sends a zero for every page size, also where there is no hugetlb controller: that is no request then. */
function hugepages({ hugepageLimits }: LinuxContainerResources, machine: Machine): { pageSize: string; limit: number }[] {
  return hugepageLimits.flatMap(({ pageSize, limit }) => {
    if (machine.hugepageSizes.includes(pageSize)) return [{ pageSize, limit }];
    if (limit === 0) return [];
    throw new CriError('invalid-argument', `huge page size ${pageSize} has no hugetlb controller on this machine`, {
      hint: `the sizes here are: ${machine.hugepageSizes.join(', ') || 'none'}`,
    });
  });
}

function unified(values: Readonly<Record<string, string>>, machine: Machine): Record<string, string> {
  if (machine.cgroupV2) return { ...values };
  throw new CriError('invalid-argument', 'unified resources need cgroup v2, and this machine has v1', {
    hint: 'leave linux.resources.unified empty, or boot with systemd.unified_cgroup_hierarchy=1',
  });
}
