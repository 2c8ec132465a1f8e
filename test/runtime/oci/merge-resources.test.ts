import { expect, test } from 'vitest';
import type { LinuxContainerResources } from '../../../runtime/base/linux-config.ts';
import { mergeResources } from '../../../runtime/oci/merge-resources.ts';
import { unlimited } from '../../../runtime/oci/resources.ts';

const resources = (change: Partial<LinuxContainerResources> = {}): LinuxContainerResources => ({
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
  ...change,
});

test('what a change does not name stays', () => {
  const before = resources({ cpuQuota: 5, memoryLimitInBytes: 7, unified: { 'memory.high': '1' } });
  expect(mergeResources(before, resources({ memoryLimitInBytes: 8, unified: { 'io.weight': '2' } }))).toMatchObject({
    cpuQuota: 5,
    memoryLimitInBytes: 8,
    unified: { 'memory.high': '1', 'io.weight': '2' },
  });
});

test('huge pages are replaced by their size', () => {
  const before = resources({
    hugepageLimits: [
      { pageSize: '2MB', limit: 1 },
      { pageSize: '1GB', limit: 2 },
    ],
  });
  expect(mergeResources(before, resources({ hugepageLimits: [{ pageSize: '2MB', limit: 9 }] })).hugepageLimits).toEqual([
    { pageSize: '1GB', limit: 2 },
    { pageSize: '2MB', limit: 9 },
  ]);
});

test('the OOM score is that of the start', () => {
  expect(mergeResources(resources({ oomScoreAdj: 3 }), resources({ oomScoreAdj: 9 })).oomScoreAdj).toBe(3);
});

test('the way back says "no limit" where there was none', () => {
  const limits = { memory: { limit: 8, swap: 9 }, cpu: { quota: 5 } };
  expect(unlimited(limits, { memory: { limit: 4 } })).toEqual({
    memory: { limit: 4, swap: -1 },
    cpu: { shares: 1024, quota: -1, period: 100_000 },
  });
});
