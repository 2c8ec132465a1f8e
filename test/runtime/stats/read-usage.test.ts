import { describe, expect, test } from 'vitest';
import { readUsage } from '../../../runtime/stats/cgroup/read-usage.ts';
import { V1, V2 } from './recorded-groups.ts';

const MIB = 1024 * 1024;
const v2 = (changes: Readonly<Record<string, string | undefined>> = {}) =>
  readUsage({ read: (_controller, name) => ({ ...V2, ...changes })[name], cgroupV2: true, atNs: 5 });
const v1 = (changes: Readonly<Record<string, string | undefined>> = {}) =>
  readUsage({ read: (controller, name) => ({ ...V1, ...changes })[`${controller}/${name}`], cgroupV2: false, atNs: 5 });

const memory = {
  usageBytes: 10 * MIB,
  workingSetBytes: 8 * MIB,
  limitBytes: 100 * MIB,
  rssBytes: 4 * MIB,
  pageFaults: 4321,
  majorPageFaults: 12,
};

describe('cgroup v2', () => {
  test('processor time, memory, swap and pressure, times in nanoseconds', () => {
    expect(v2()).toMatchObject({
      atNs: 5,
      cpuNs: 1_234_567_000,
      memory,
      swap: { usageBytes: MIB, limitBytes: Infinity },
      pressure: { cpu: { some: { totalNs: 123_456_000, avg10: 1.5, avg60: 0.75, avg300: 0.1 }, full: { totalNs: 0 } } },
    });
  });

  test('what the kernel does not count is absent', () => {
    const usage = v2({ 'memory.swap.current': undefined, 'cpu.pressure': undefined, 'io.pressure': undefined });
    expect(usage?.swap).toBeUndefined();
    expect(Object.keys(usage?.pressure ?? {})).toEqual(['memory']);
  });

  test('no limit is Infinity', () => {
    expect(v2({ 'memory.max': 'max\n' })?.memory.limitBytes).toBe(Infinity);
  });
});

describe('cgroup v1', () => {
  test('counts with the groups below, swap without the memory it is limited with', () => {
    expect(v1()).toEqual({
      atNs: 5,
      cpuNs: 1_234_567_890,
      memory,
      swap: { usageBytes: MIB, limitBytes: 100 * MIB },
      pressure: {},
    });
  });

  test('the largest value of a limit is none', () => {
    const stat = (V1['memory/memory.stat'] ?? '').replace(
      /hierarchical_memory_limit \d+/,
      'hierarchical_memory_limit 9223372036854771712',
    );
    expect(v1({ 'memory/memory.stat': stat })?.memory.limitBytes).toBe(Infinity);
  });

  test('a kernel that does not count swap has no swap line', () => {
    const stat = (V1['memory/memory.stat'] ?? '').replace(/hierarchical_memsw_limit \d+\n/, '');
    expect(v1({ 'memory/memory.stat': stat })?.swap).toBeUndefined();
  });
});

test.each([
  ['v2', () => v2({ 'cpu.stat': undefined })],
  ['v1', () => v1({ 'cpuacct/cpuacct.usage': undefined })],
])('a group that is gone has no usage (%s)', (_version, read) => {
  expect(read()).toBeUndefined();
});
