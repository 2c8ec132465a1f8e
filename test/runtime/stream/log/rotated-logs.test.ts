import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRotatedLog, rotatedLogs } from '../../../../runtime/stream/log/rotated-logs.ts';

const LINE = '2026-01-02T03:04:05.000000000Z stdout F once\n';
let directory: string;
let log: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-rotated-'));
  log = join(directory, '0.log');
  for (const second of ['05', '06']) writeFileSync(`${log}.20260102-0304${second}`, LINE);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const compress = (path: string): void => {
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
};

test('a file that is being compressed is there once, as long as it is whole', async () => {
  compress(`${log}.20260102-030405`);
  expect((await rotatedLogs(log)).map(({ path, isGzip }) => [path.slice(-2), isGzip])).toEqual([
    ['05', false],
    ['06', false],
  ]);
});

test('a file that was compressed between the look and the opening is read nevertheless', async () => {
  const [oldest] = await rotatedLogs(log);
  if (oldest === undefined) throw new Error('no rotated file');
  compress(oldest.path);
  rmSync(oldest.path);
  const file = await openRotatedLog(oldest);
  expect((await file?.next())?.map(({ text }) => Buffer.from(text).toString())).toEqual(['once']);
  await file?.close();
  expect((await rotatedLogs(log)).map(({ isGzip }) => isGzip)).toEqual([true, false]);
});

test('a file that was removed is none', async () => {
  const [oldest] = await rotatedLogs(log);
  if (oldest === undefined) throw new Error('no rotated file');
  for (const name of readdirSync(directory)) rmSync(join(directory, name));
  expect(await openRotatedLog(oldest)).toBeUndefined();
  expect(await rotatedLogs(log)).toEqual([]);
});
