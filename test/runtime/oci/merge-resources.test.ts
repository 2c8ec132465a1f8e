import { expect, test } from 'vitest';
import type { LinuxContainerResources } from '../../../runtime/base/linux-config.ts';
import { mergeResources, takeBack } from '../../../runtime/oci/merge-resources.ts';

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

test('the way back says "no limit" where there was none, and nothing where nothing was set', () => {
  const after = resources({ memoryLimitInBytes: 8, memorySwapLimitInBytes: 9, cpuQuota: 5 });
  expect(takeBack(resources({ memoryLimitInBytes: 4 }), after)).toEqual(
    resources({ memoryLimitInBytes: 4, memorySwapLimitInBytes: -1, cpuQuota: -1 }),
  );
});
