import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TarEntry } from '../../../runtime/image/tar/tar-entry.ts';
import { LayerWriter, type Unsettled } from '../../../runtime/image/unpack/layer-writer.ts';
import { systemLayerFs } from '../../../runtime/image/unpack/system-layer-fs.ts';

let parent: string;
let root: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'slipway-layer-'));
  root = join(parent, 'root');
  mkdirSync(root);
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

function write(entries: readonly (Partial<TarEntry> & { readonly text?: string })[]): Unsettled {
  const writer = new LayerWriter({
    fs: systemLayerFs,
    sys: () => {
      throw new Error('no system calls expected');
    },
    root,
    hasLowers: false,
    userXattr: false,
    umask: 0o777,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
  });
  try {
    for (const { text = '', ...entry } of entries) {
      writer.entry({
        type: 'file',
        path: '',
        linkPath: '',
        mode: 0o644,
        uid: process.getuid?.() ?? 0,
        gid: process.getgid?.() ?? 0,
        size: text.length,
        mtimeSeconds: 1,
        mtimeNanoseconds: 0,
        major: 0,
        minor: 0,
        xattrs: new Map(),
        isSparse: false,
        ...entry,
      });
      if (text !== '') writer.data(Buffer.from(text), 0);
      writer.end();
    }
    return writer.finish();
  } finally {
    writer.abandon();
  }
}

test('a link that leads out of the root is followed inside it', () => {
  write([
    { type: 'symlink', path: 'out', linkPath: '../../../..' },
    { path: 'out/escaped', text: 'x' },
    { type: 'symlink', path: 'abs', linkPath: parent },
    { path: 'abs/two', text: 'y' },
  ]);
  expect(readFileSync(join(root, 'escaped'), 'utf8')).toBe('x');
  expect(existsSync(join(parent, 'escaped'))).toBe(false);
  expect(existsSync(join(parent, 'two'))).toBe(false);
});

test('a directory that becomes a link is looked at again', () => {
  write([
    { type: 'directory', path: 'd', mode: 0o755 },
    { path: 'd/a', text: '1' },
    { type: 'symlink', path: 'd', linkPath: parent },
    { path: 'd/evil', text: '2' },
  ]);
  expect(existsSync(join(parent, 'evil'))).toBe(false);
});

test('a file written over a link replaces the link', () => {
  write([
    { type: 'symlink', path: 'l', linkPath: join(parent, 'victim') },
    { path: 'l', text: 'x' },
  ]);
  expect(lstatSync(join(root, 'l')).isFile()).toBe(true);
  expect(existsSync(join(parent, 'victim'))).toBe(false);
});

test.each([
  [{ path: '../x', text: 'x' }],
  [{ path: 'a/../../x', text: 'x' }],
  [{ type: 'hardlink' as const, path: 'h', linkPath: '../../etc/passwd' }],
  [{ type: 'hardlink' as const, path: 'h', linkPath: '/etc/passwd' }],
  [{ path: 'a\0b', text: 'x' }],
  [{ path: `${'d/'.repeat(1100)}f`, text: 'x' }],
  [{ path: '.wh...', text: '' }],
])('%o is refused', (entry) => {
  expect(() => write([entry])).toThrow(expect.objectContaining({ code: 'data-loss' }));
});

test('absolute names are below the root, and missing parents are reported', () => {
  expect(write([{ path: '/etc/deep/file', text: 'x' }])).toEqual({ implicit: ['etc/deep', 'etc', ''], whiteouts: [] });
  expect(readFileSync(join(root, 'etc/deep/file'), 'utf8')).toBe('x');
});

test('setuid and directory times survive', () => {
  write([
    { type: 'directory', path: 'd', mode: 0o1777, mtimeSeconds: 77 },
    { path: 'd/s', mode: 0o4755, text: 'x' },
  ]);
  expect(lstatSync(join(root, 'd')).mode & 0o7777).toBe(0o1777);
  expect(lstatSync(join(root, 'd')).mtimeMs).toBe(77_000);
  expect(lstatSync(join(root, 'd/s')).mode & 0o7777).toBe(0o4755);
});
