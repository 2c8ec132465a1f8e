import { beforeEach, expect, test } from 'vitest';
import { createLayerMeter } from '../../../runtime/stats/layer-meter.ts';

let nowMs = 0;
let looks: string[] = [];
const errors: unknown[] = [];
let diskUsage: (directory: string) => Promise<{ usedBytes: number; inodesUsed: number }>;
/** Patience ends when nothing else is left to do. */
const sleep = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const clock = { nowNs: () => nowMs * 1e6, monotonicMs: () => nowMs, sleep };
const open = () =>
  createLayerMeter({
    clock,
    diskUsage: (directory) => {
      looks.push(directory);
      return diskUsage(directory);
    },
    onError: (error) => errors.push(error),
  });

beforeEach(() => {
  nowMs = 0;
  looks = [];
  errors.length = 0;
  diskUsage = () => Promise.resolve({ usedBytes: 4096, inodesUsed: 1 });
});

test('the first look is waited for, and its answer serves for ten seconds', async () => {
  const meter = open();
  expect(await meter.measure('/upper')).toEqual({ atNs: 0, usedBytes: 4096, inodesUsed: 1 });
  nowMs = 9_999;
  await meter.measure('/upper');
  expect(looks).toHaveLength(1);
  nowMs = 10_001;
  expect(await meter.measure('/upper')).toMatchObject({ atNs: 0 });
  await Promise.resolve();
  expect(looks).toHaveLength(2);
});

test('a look that takes long is not waited for, and is repeated less often', async () => {
  const meter = open();
  const { promise, resolve } = Promise.withResolvers<{ usedBytes: number; inodesUsed: number }>();
  diskUsage = () => promise;
  expect(await meter.measure('/large')).toBeUndefined();
  nowMs = 5000;
  resolve({ usedBytes: 1, inodesUsed: 1 });
  await promise;
  expect(await meter.measure('/large')).toMatchObject({ usedBytes: 1 });
  nowMs = 5000 + 20 * 5000 - 1;
  await meter.measure('/large');
  expect(looks).toHaveLength(1);
  nowMs += 1;
  await meter.measure('/large');
  expect(looks).toHaveLength(2);
});

test('what cannot be looked at is said once, and is unknown', async () => {
  diskUsage = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }));
  expect(await open().measure('/secret')).toBeUndefined();
  expect(errors).toMatchObject([{ code: 'EACCES' }]);
});

test('a container that went away meanwhile is no error, and is not remembered', async () => {
  const meter = open();
  diskUsage = () => {
    meter.forget('/gone');
    return Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }));
  };
  expect(await meter.measure('/gone')).toBeUndefined();
  expect(errors).toEqual([]);
});

test('while nobody has run there, a look serves for five minutes', async () => {
  const meter = open();
  await meter.measure('/upper', 7);
  nowMs = 60_000;
  await meter.measure('/upper', 7);
  expect(looks).toHaveLength(1);
  await meter.measure('/upper', 8);
  await sleep();
  expect(looks).toHaveLength(2);
  nowMs = 60_000 + 10_000 + 5 * 60_000 + 1;
  await meter.measure('/upper', 8);
  await Promise.resolve();
  expect(looks).toHaveLength(3);
});
