import type { ReadGroupFile } from './group-usage.ts';
import { singleNumber } from './parse.ts';

/** What the kernel holds a group to. Infinity = no limit; undefined = it has no such limit, or cannot be asked. */
export interface GroupLimits {
  readonly memoryBytes: number | undefined;
  /** Memory and swap together, as in CRI. */
  readonly memorySwapBytes: number | undefined;
  /** Microseconds of processor time in each period; Infinity = none. */
  readonly cpuQuota: number | undefined;
  readonly cpuPeriod: number | undefined;
  /** cgroup v1's unit; undefined with v2, whose weights are coarser. */
  readonly cpuShares: number | undefined;
  readonly cpus: string | undefined;
  readonly mems: string | undefined;
}

/** Reads them; undefined when the group is gone. */
export function readLimits(read: ReadGroupFile, cgroupV2: boolean): GroupLimits | undefined {
  const limits = cgroupV2 ? limitsV2(read) : limitsV1(read);
  return Object.values(limits).every((value) => value === undefined) ? undefined : limits;
}

function limitsV1(read: ReadGroupFile): GroupLimits {
  const quota = singleNumber(read('cpu', 'cpu.cfs_quota_us'));
  return {
    memoryBytes: singleNumber(read('memory', 'memory.limit_in_bytes')),
    memorySwapBytes: singleNumber(read('memory', 'memory.memsw.limit_in_bytes')),
    cpuQuota: quota !== undefined && quota < 0 ? Infinity : quota,
    cpuPeriod: singleNumber(read('cpu', 'cpu.cfs_period_us')),
    cpuShares: singleNumber(read('cpu', 'cpu.shares')),
    cpus: read('cpuset', 'cpuset.cpus')?.trim(),
    mems: read('cpuset', 'cpuset.mems')?.trim(),
  };
}

function limitsV2(read: ReadGroupFile): GroupLimits {
  const [quota, period] = read('cpu', 'cpu.max')?.trim().split(' ') ?? [];
  const memoryBytes = singleNumber(read('memory', 'memory.max'));
  const swapBytes = singleNumber(read('memory', 'memory.swap.max'));
  return {
    memoryBytes,
    memorySwapBytes: memoryBytes === undefined || swapBytes === undefined ? undefined : memoryBytes + swapBytes,
    cpuQuota: singleNumber(quota),
    cpuPeriod: singleNumber(period),
    cpuShares: undefined,
    cpus: read('cpuset', 'cpuset.cpus')?.trim(),
    mems: read('cpuset', 'cpuset.mems')?.trim(),
  };
}
