import * as fs from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { file, makeAttackBed, type AttackBed } from '../../../support/attack-bed.ts';
import { base256, paxRecords, rawMember, rawTar } from '../../../support/raw-tar.ts';

let bed: AttackBed;

beforeEach(() => {
  bed = makeAttackBed();
});
afterEach(() => {
  bed.remove();
});

describe('CVE-2017-14992 (docker), CVE-2026-59873, GHSA-23hp-3jrh-7fpw (node-tar): a decompression bomb ends at its bound', () => {
  const zeros = Buffer.alloc(16 << 20);
  const head = rawMember({ name: 'bomb', size: base256(1n << 40n, 12) });
  test.each([
    ['gzip', 'gzip', () => gzipSync(Buffer.concat([head, ...Array.from({ length: 5 }, () => zeros)]))],
    ['zstd', 'zstd', () => zstdCompressSync(Buffer.concat([head, ...Array.from({ length: 5 }, () => zeros)]))],
    ['many gzip members', 'gzip', () => Buffer.concat([gzipSync(head), ...Array.from({ length: 5 }, () => gzipSync(zeros))])],
    [
      'many zstd frames',
      'zstd',
      () => Buffer.concat([zstdCompressSync(head), ...Array.from({ length: 5 }, () => zstdCompressSync(zeros))]),
    ],
    [
      'behind the end of the archive',
      'gzip',
      () => gzipSync(Buffer.concat([rawTar([file('f')]), ...Array.from({ length: 5 }, () => zeros)])),
    ],
  ] as const)('%s', async (_, compression, bomb) => {
    expect(await bed.attack([bomb()], compression)).toEqual({ refused: 'resource-exhausted' });
  });
});

describe('a damaged stream', () => {
  const tar = rawTar([file('f', 'x'.repeat(100_000))]);
  test.each([
    ['gzip that is cut', 'gzip', () => gzipSync(tar).subarray(0, -20)],
    ['zstd that is cut', 'zstd', () => zstdCompressSync(tar).subarray(0, -20)],
    ['gzip with a wrong checksum', 'gzip', () => flipped(gzipSync(tar), -6)],
    ['gzip, and rubbish behind it', 'gzip', () => Buffer.concat([gzipSync(tar), Buffer.from('rubbish')])],
    ['zstd, and rubbish behind it', 'zstd', () => Buffer.concat([zstdCompressSync(tar), Buffer.from('rubbish')])],
    ['something else', 'gzip', () => Buffer.from('this is no gzip')],
    ['an archive that is cut', 'none', () => tar.subarray(0, 5000)],
    [
      'PAX records at the end of the archive, for nobody',
      'none',
      () => Buffer.concat([rawMember({ name: 'x', type: 'x', data: paxRecords({ path: 'y' }) }).subarray(0, 700)]),
    ],
  ] as const)('is refused: %s', async (_, compression, blob) => {
    expect(await bed.attack([blob()], compression)).toEqual({ refused: 'data-loss' });
  });

  test.each([
    ['gzip, and zeros behind it', 'gzip', () => Buffer.concat([gzipSync(tar), Buffer.alloc(40)])],
    ['several gzip members', 'gzip', () => Buffer.concat([gzipSync(tar.subarray(0, 1000)), gzipSync(tar.subarray(1000))])],
    [
      'several zstd frames',
      'zstd',
      () => Buffer.concat([zstdCompressSync(tar.subarray(0, 1000)), zstdCompressSync(tar.subarray(1000))]),
    ],
    [
      'a zstd frame that may be skipped',
      'zstd',
      () => Buffer.concat([zstdCompressSync(tar), Buffer.from('502a4d18040000000a0b0c0d', 'hex')]),
    ],
  ] as const)('is read whole: %s', async (_, compression, blob) => {
    const outcome = await bed.attack([blob()], compression);
    if ('refused' in outcome) throw new Error(`it was refused: ${outcome.refused}`);
    expect(fs.statSync(join(outcome.layers[0] ?? '', 'f')).size).toBe(100_000);
  });
});

function flipped(bytes: Buffer, index: number): Buffer {
  const at = index < 0 ? bytes.length + index : index;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}
