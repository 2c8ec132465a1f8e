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
