import { posix } from 'node:path';
import type { LinuxContainerResources } from '../base/linux-config.ts';
import type { CgroupDriver } from './cgroups-path.ts';
import type { Machine } from './machine.ts';
import { resourceLimits } from './resources.ts';

/** One value in a control file of a pod's own control group. */
export interface CgroupValue {
  /** Of v1, whose hierarchies they are; on v2 it has to be enabled in every group above. */
  readonly controller: 'cpu' | 'cpuset' | 'memory' | 'hugetlb';
  readonly file: string;
  readonly value: string;
}

/** The control group of a pod whose caller named none, as a cgroup_parent of it would be written. */
export function ownCgroupParent(driver: CgroupDriver, podId: string): string {
  return driver === 'systemd' ? `/slipway.slice/slipway-pod${podId}.slice` : posix.join('/slipway', `pod-${podId}`);
}

/** What containers and the pod itself may use together; 0 and '' mean "not set", and stay so. */
export function sumOfResources(
  containers: LinuxContainerResources | undefined,
  overhead: LinuxContainerResources | undefined,
): LinuxContainerResources | undefined {
  if (containers === undefined || overhead === undefined) return containers;
  const limited = (own: number, more: number): number => (own > 0 && more > 0 ? own + more : own);
  const scale = overhead.cpuPeriod > 0 && containers.cpuPeriod > 0 ? containers.cpuPeriod / overhead.cpuPeriod : 1;
  return {
    ...containers,
    cpuQuota: limited(containers.cpuQuota, Math.round(overhead.cpuQuota * scale)),
    cpuShares: limited(containers.cpuShares, overhead.cpuShares),
    memoryLimitInBytes: limited(containers.memoryLimitInBytes, overhead.memoryLimitInBytes),
    memorySwapLimitInBytes: limited(containers.memorySwapLimitInBytes, overhead.memorySwapLimitInBytes),
  };
}

/** Files to write in that order. Throws invalid-argument for what this machine cannot limit. */
export function cgroupValues(resources: LinuxContainerResources | undefined, machine: Machine): CgroupValue[] {
  const limits = resourceLimits(resources, machine);
  return machine.cgroupV2 ? valuesOfV2(limits) : valuesOfV1(limits);
}

type Limits = ReturnType<typeof resourceLimits>;
type Optional = readonly [CgroupValue['controller'], file: string, value: string | number | undefined];

function valuesOfV1({ cpu = {}, memory = {}, hugepageLimits = [] }: Limits): CgroupValue[] {
  return present([
    ['cpuset', 'cpuset.cpus', cpu.cpus],
    ['cpuset', 'cpuset.mems', cpu.mems],
    ['cpu', 'cpu.shares', cpu.shares],
    ['cpu', 'cpu.cfs_period_us', cpu.period],
    ['cpu', 'cpu.cfs_quota_us', cpu.quota],
    ['memory', 'memory.limit_in_bytes', memory.limit],
    ['memory', 'memory.memsw.limit_in_bytes', memory.swap],
    ...hugepageLimits.map(({ pageSize, limit }) => ['hugetlb', `hugetlb.${pageSize}.limit_in_bytes`, limit] as const),
  ]);
}

function valuesOfV2({ cpu = {}, memory = {}, hugepageLimits = [], unified = {} }: Limits): CgroupValue[] {
  const { shares, quota, period = DEFAULT_PERIOD_US } = cpu;
  return present([
    ['cpuset', 'cpuset.cpus', cpu.cpus],
    ['cpuset', 'cpuset.mems', cpu.mems],
    ['cpu', 'cpu.weight', shares === undefined ? undefined : weightOf(shares)],
    ['cpu', 'cpu.max', quota === undefined && cpu.period === undefined ? undefined : `${quotaOf(quota)} ${String(period)}`],
    ['memory', 'memory.max', memory.limit === -1 ? 'max' : memory.limit],
    ['memory', 'memory.swap.max', swapOf(memory)],
    ...hugepageLimits.map(({ pageSize, limit }) => ['hugetlb', `hugetlb.${pageSize}.max`, limit] as const),
    ...Object.entries(unified).map(([file, value]) => [controllerOf(file), file, value] as const),
  ]);
}

const DEFAULT_PERIOD_US = 100_000;

function present(values: readonly Optional[]): CgroupValue[] {
  return values.flatMap(([controller, file, value]) => (value === undefined ? [] : [{ controller, file, value: String(value) }]));
}

/** 2 to 262144 shares as a weight of 1 to 10000. */
function weightOf(shares: number): number {
  return Math.trunc(1 + ((Math.max(shares, 2) - 2) * 9999) / 262_142);
}

function quotaOf(quota: number | undefined): string {
  return quota === undefined || quota < 0 ? 'max' : String(quota);
}

/** v1 counts memory with swap, v2 swap alone. */
function swapOf({ limit = 0, swap }: NonNullable<Limits['memory']>): string | number | undefined {
  if (swap === undefined) return undefined;
  return swap < 0 ? 'max' : Math.max(0, swap - limit);
}

function controllerOf(file: string): CgroupValue['controller'] {
  return file.split('.', 1)[0] as CgroupValue['controller'];
}
