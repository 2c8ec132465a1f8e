import { expect, test } from 'vitest';
import { readLimits } from '../../../runtime/stats/cgroup/read-limits.ts';

const V1: Readonly<Record<string, string>> = {
  'memory/memory.limit_in_bytes': '67108864\n',
  'memory/memory.memsw.limit_in_bytes': '9223372036854771712\n',
  'cpu/cpu.cfs_quota_us': '-1\n',
  'cpu/cpu.cfs_period_us': '100000\n',
  'cpu/cpu.shares': '512\n',
  'cpuset/cpuset.cpus': '0-1\n',
  'cpuset/cpuset.mems': '0\n',
};
const V2: Readonly<Record<string, string>> = {
  'memory.max': '67108864\n',
  'memory.swap.max': '1048576\n',
  'cpu.max': '50000 100000\n',
  'cpuset.cpus': '\n',
};

test('cgroup v1: no limit is Infinity, whichever way the file says it', () => {
  expect(readLimits((controller, name) => V1[`${controller}/${name}`], false)).toEqual({
    memoryBytes: 67_108_864,
    memorySwapBytes: Infinity,
    cpuQuota: Infinity,
    cpuPeriod: 100_000,
    cpuShares: 512,
    cpus: '0-1',
    mems: '0',
  });
});

test('cgroup v2: the limit of swap is that of memory and swap together', () => {
  expect(readLimits((_controller, name) => V2[name], true)).toMatchObject({
    memoryBytes: 67_108_864,
    memorySwapBytes: 68_157_440,
    cpuQuota: 50_000,
    cpuPeriod: 100_000,
    cpuShares: undefined,
    cpus: '',
  });
  expect(readLimits((_controller, name) => ({ ...V2, 'cpu.max': 'max 100000\n' })[name], true)?.cpuQuota).toBe(Infinity);
});

test('a group that is gone has no limits', () => {
  expect(readLimits(() => undefined, false)).toBeUndefined();
});
