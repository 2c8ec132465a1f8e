import type { LinuxContainerResources } from '../base/linux-config.ts';

const NOTHING: LinuxContainerResources = {
  cpuPeriod: 0,
  cpuQuota: 0,
  cpuShares: 0,
  memoryLimitInBytes: 0,
  memorySwapLimitInBytes: 0,
  oomScoreAdj: 0,
  cpusetCpus: '',
  cpusetMems: '',
  hugepageLimits: [],
  unified: {},
};

/** What holds after a change: what it does not set stays, also the OOM score, which no change of a control group reaches. */
export function mergeResources(
  before: LinuxContainerResources | undefined,
  change: LinuxContainerResources,
): LinuxContainerResources {
  const old = before ?? NOTHING;
  const changed = new Set(change.hugepageLimits.map(({ pageSize }) => pageSize));
  return {
    cpuPeriod: change.cpuPeriod || old.cpuPeriod,
    cpuQuota: change.cpuQuota || old.cpuQuota,
    cpuShares: change.cpuShares || old.cpuShares,
    memoryLimitInBytes: change.memoryLimitInBytes || old.memoryLimitInBytes,
    memorySwapLimitInBytes: change.memorySwapLimitInBytes || old.memorySwapLimitInBytes,
    oomScoreAdj: old.oomScoreAdj,
    cpusetCpus: change.cpusetCpus || old.cpusetCpus,
    cpusetMems: change.cpusetMems || old.cpusetMems,
    hugepageLimits: [...old.hugepageLimits.filter(({ pageSize }) => !changed.has(pageSize)), ...change.hugepageLimits],
    unified: { ...old.unified, ...change.unified },
  };
}

const DEFAULT_SHARES = 1024;
const DEFAULT_PERIOD_US = 100_000;
const NO_LIMIT = -1;

/** The change that takes `after` back to `before`: where there was no limit, it says so, in the words of the kernel. */
export function takeBack(before: LinuxContainerResources | undefined, after: LinuxContainerResources): LinuxContainerResources {
  const old = before ?? NOTHING;
  const back = (was: number, is: number, none: number): number => (was !== 0 ? was : is === 0 ? 0 : none);
  return {
    ...old,
    cpuPeriod: back(old.cpuPeriod, after.cpuPeriod, DEFAULT_PERIOD_US),
    cpuQuota: back(old.cpuQuota, after.cpuQuota, NO_LIMIT),
    cpuShares: back(old.cpuShares, after.cpuShares, DEFAULT_SHARES),
    memoryLimitInBytes: back(old.memoryLimitInBytes, after.memoryLimitInBytes, NO_LIMIT),
    memorySwapLimitInBytes: back(old.memorySwapLimitInBytes, after.memorySwapLimitInBytes, NO_LIMIT),
  };
}
