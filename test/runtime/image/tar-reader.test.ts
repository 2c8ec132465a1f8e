import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import type { TarEntry } from '../../../runtime/image/tar/tar-entry.ts';
import { DEFAULT_TAR_LIMITS } from '../../../runtime/image/tar/tar-entry.ts';
import { TarReader } from '../../../runtime/image/tar/tar-reader.ts';

interface Read {
  readonly entry: TarEntry;
  readonly data: Buffer;
}

function read(archive: Buffer, pieceBytes: number): Read[] {
  const all: Read[] = [];
  const reader = new TarReader(
    {
      entry: (entry) => all.push({ entry, data: Buffer.alloc(entry.size) }),
      data: (bytes, offset) => {
        all.at(-1)?.data.set(bytes, offset);
      },
      end: () => undefined,
    },
    DEFAULT_TAR_LIMITS,
  );
  for (let at = 0; at < archive.length; at += pieceBytes) reader.push(archive.subarray(at, at + pieceBytes));
  reader.finish();
  return all;
}

async function archiveOf(pax: Record<string, string>): Promise<Buffer> {
  const packing = pack();
  packing.entry({ name: 'file', pax }, 'text');
  packing.finalize();
  const parts: Buffer[] = [];
  for await (const part of packing) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test.each(['gnu', 'posix', 'oldgnu'])(
  'sparse files and long names of GNU tar come out whole (%s), in pieces of any size',
  (format) => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-tar-'));
    try {
      const name = 'n'.repeat(180);
      const file = join(directory, name);
      writeFileSync(file, 'head');
      truncateSync(file, 300_000);
      writeFileSync(file, 'tail', { flag: 'a' });
      const archive = execFileSync('tar', ['-C', directory, '-S', `--format=${format}`, '-cf', '-', name]);
      for (const pieceBytes of [1, 511, 1 << 20]) {
        const [only] = read(archive, pieceBytes);
        expect(only?.entry).toMatchObject({ type: 'file', path: name, size: 300_004, isSparse: true });
        expect(only?.data.subarray(0, 4).toString()).toBe('head');
        expect(only?.data.subarray(300_000).toString()).toBe('tail');
        expect(only?.data.subarray(4, 300_000).every((byte) => byte === 0)).toBe(true);
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
);

test('PAX overrides reach the entry', async () => {
  const [only] = read(await archiveOf({ mtime: '1700000000.123456789', uid: '4000000', path: 'other' }), 100);
  expect(only?.entry).toMatchObject({
    path: 'other',
    uid: 4_000_000,
    mtimeSeconds: 1_700_000_000,
    mtimeNanoseconds: 123_456_789,
  });
});

test('an archive that stops early is damaged', async () => {
  const archive = await archiveOf({});
  expect(() => read(archive.subarray(0, 600), 512)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});

test('a flipped header bit is damage', async () => {
  const archive = await archiveOf({});
  archive[1] = (archive[1] ?? 0) ^ 1;
  expect(() => read(archive, 512)).toThrow(expect.objectContaining({ code: 'data-loss' }));
});
