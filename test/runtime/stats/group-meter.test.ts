import { beforeEach, expect, test } from 'vitest';
import { createGroupMeter } from '../../../runtime/stats/cgroup/group-meter.ts';
import type { GroupMeter } from '../../../runtime/stats/cgroup/group-meter.ts';
import { V2 } from './recorded-groups.ts';

let nowMs = 0;
let usageUs = 0;
let exists = true;
let reads = 0;
let meter: GroupMeter;

beforeEach(() => {
  [nowMs, usageUs, exists, reads] = [10_000, 500_000, true, 0];
  const read = (path: string): string | undefined => {
    if (!exists) return undefined;
    reads++;
    const name = path.slice('/sys/fs/cgroup/pod/c1/'.length);
    return name === 'cpu.stat' ? `usage_usec ${usageUs}\n` : V2[name];
  };
  const clock = { nowNs: () => nowMs * 1e6, monotonicMs: () => nowMs, sleep: () => Promise.resolve() };
  meter = createGroupMeter({
    host: { files: { readNow: read, readOftenNow: read } as never, clock },
    cgroupV2: true,
  });
});

test('the first rate is the one since the group was made, later ones are those between readings', () => {
  expect(meter.measure('/pod/c1', 9_000e6)?.nanoCores).toBe(500_000_000);
  nowMs += 2000;
  usageUs += 3_000_000;
  expect(meter.measure('/pod/c1', 9_000e6)?.nanoCores).toBe(1_500_000_000);
});

test('a group of unknown age has no first rate', () => {
  expect(meter.measure('/pod/c1')).not.toHaveProperty('nanoCores');
});

test('within a second the same reading is answered, without another look', () => {
  const first = meter.measure('/pod/c1');
  const before = reads;
  nowMs += 999;
  expect(meter.measure('/pod/c1')).toBe(first);
  expect(reads).toBe(before);
  nowMs += 1;
  expect(meter.measure('/pod/c1')).not.toBe(first);
});

test('a group that counts from 0 again has no negative rate', () => {
  meter.measure('/pod/c1');
  nowMs += 1000;
  usageUs = 0;
  expect(meter.measure('/pod/c1')?.nanoCores).toBe(0);
});

test('a group that is gone is undefined, and is not remembered', () => {
  meter.measure('/pod/c1');
  exists = false;
  nowMs += 1000;
  expect(meter.measure('/pod/c1')).toBeUndefined();
  exists = true;
  expect(meter.measure('/pod/c1')).not.toHaveProperty('nanoCores');
});

test('a group that has used no processor is read by one file, and its reading stands for twenty seconds', () => {
  meter.measure('/pod/c1');
  nowMs += 1000;
  reads = 0;
  const idle = meter.measure('/pod/c1');
  expect([reads, idle?.nanoCores, idle?.usage.atNs]).toEqual([1, 0, 10_000e6]);
  nowMs += 1000;
  expect(meter.measure('/pod/c1')).toBe(idle);
  nowMs += 17_000;
  expect(meter.measure('/pod/c1')?.usage.atNs).toBe(10_000e6);
  nowMs += 1000;
  expect(meter.measure('/pod/c1')?.usage.atNs).toBe(30_000e6);
});

test('the rate of a group that was idle counts from the last look at it', () => {
  meter.measure('/pod/c1');
  nowMs += 2000;
  meter.measure('/pod/c1');
  nowMs += 1000;
  usageUs += 1_000_000;
  expect(meter.measure('/pod/c1')?.nanoCores).toBe(1_000_000_000);
});
