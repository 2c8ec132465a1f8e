import type { ContainerResources } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { LinuxContainerResources } from '../base/linux-config.ts';
import type { GroupLimits } from '../stats/cgroup/read-limits.ts';

/** The kernel's limits where it can be asked, else those that were asked for. Without either, nothing. */
export function toResources(
  asked: LinuxContainerResources | undefined,
  kernel: GroupLimits | undefined,
): Input<ContainerResources> | undefined {
  if (asked === undefined || kernel === undefined) return asked && { linux: asked };
  return {
    linux: {
      ...asked,
      // 0 is "not set" here, where the kernel has no limit and nobody asked for the lack of one.
      memoryLimitInBytes: bounded(kernel.memoryBytes, asked.memoryLimitInBytes),
      memorySwapLimitInBytes: bounded(kernel.memorySwapBytes, asked.memorySwapLimitInBytes),
      cpuQuota: bounded(kernel.cpuQuota, asked.cpuQuota),
      cpuPeriod: kernel.cpuPeriod ?? asked.cpuPeriod,
      cpuShares: kernel.cpuShares ?? asked.cpuShares,
      cpusetCpus: kernel.cpus ?? asked.cpusetCpus,
      cpusetMems: kernel.mems ?? asked.cpusetMems,
    },
  };
}

function bounded(kernel: number | undefined, asked: number): number {
  if (kernel === undefined) return asked;
  if (kernel !== Infinity) return kernel;
  return asked < 0 ? asked : 0;
}
