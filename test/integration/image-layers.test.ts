import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLayerSyscall } from '../../runtime/host/create-layer-syscall.ts';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import type { Libc } from '../../runtime/host/syscall-libc.ts';
import { bindLongOverlay } from '../../runtime/host/syscall-overlay.ts';
import { mountRootFs, unmountRootFs } from '../../runtime/image/root-fs.ts';
import {
  buildImage,
  buildLayer,
  layerFromTar,
  ociArchive,
  packTar,
  type LayerBlob,
  type LayerEntry,
} from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { treeManifest } from '../support/tree-manifest.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const CAPABILITY = '\u0001\0\0\u0002\0\u0004\0\0\0\0\0\0\0\0\0\0\0\0\0\0';

const host = { files: systemFiles, sys: createSyscall() };

describe.skipIf(missing !== undefined)('a root file system', () => {
  let parent: string;
  const mounted: string[] = [];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'slipway-rootfs-'));
  });
  afterEach(async () => {
    for (const target of mounted.splice(0)) await unmountRootFs(host, target);
    await rm(parent, { recursive: true });
  });

  const mount = async (layers: readonly string[], base = parent): Promise<string> => {
    const target = join(base, 'merged');
    await mountRootFs({ host, layers, writableLayer: join(base, 'writable'), target });
    mounted.push(target);
    return target;
  };
  const makeLayers = (count: number, base = parent): string[] =>
    Array.from({ length: count }, (_, i) => {
      const layer = join(base, `layer-${i}`);
      mkdirSync(layer, { recursive: true });
      writeFileSync(join(layer, `f${i}`), '');
      writeFileSync(join(layer, 'top'), String(i));
      return layer;
    });

  test.each([0, 1, 2, 20, 150, 200, 480])('of %i layers shows all of them, the last on top, and is writable', async (count) => {
    const target = await mount(makeLayers(count));
    expect(readdirSync(target)).toHaveLength(count === 0 ? 0 : count + 1);
    if (count > 0) expect(readFileSync(join(target, 'top'), 'utf8')).toBe(String(count - 1));
    writeFileSync(join(target, 'new'), 'x');
    expect(existsSync(join(parent, 'writable/upper/new'))).toBe(true);
  });

  test.each([
    ['names with commas, colons and backslashes', 'a,b:c\\d e', 2],
    ['long names', `${'n'.repeat(240)}/${'m'.repeat(240)}`, 30],
    ['long names with commas', `${'n,'.repeat(120)}/${'m,'.repeat(120)}`, 30],
    ['long names with colons and backslashes', `${'n:'.repeat(120)}/${'m\\'.repeat(120)}`, 30],
  ])('may lie below %s', async (_, name, count) => {
    const strange = join(parent, name);
    const target = await mount(makeLayers(count, strange), strange);
    expect(readFileSync(join(target, 'top'), 'utf8')).toBe(String(count - 1));
    writeFileSync(join(target, 'new'), 'x');
    expect(existsSync(join(strange, 'writable/upper/new'))).toBe(true);
  });

  test.each([200, 480])('of %i layers is mounted by a kernel that does not take them one by one', async (count) => {
    const before = process.cwd();
    const { mount: mountNow } = host.sys;
    const old = bindLongOverlay(kernelWithoutContexts(), mountNow);
    const target = join(parent, 'merged,');
    await mountRootFs({
      host: { ...host, sys: { ...host.sys, mountLongOverlay: old } },
      layers: makeLayers(count),
      writableLayer: join(parent, 'writable,\\'),
      target,
    });
    mounted.push(target);
    expect(readdirSync(target)).toHaveLength(count + 1);
    writeFileSync(join(target, 'new'), 'x');
    expect(existsSync(join(parent, 'writable,\\/upper/new'))).toBe(true);
    expect(process.cwd()).toBe(before);
  });

  test('that is mounted no more is unmounted with success, and keeps what was written', async () => {
    const target = await mount(makeLayers(1));
    writeFileSync(join(target, 'kept'), 'x');
    await unmountRootFs(host, target);
    await unmountRootFs(host, target);
    expect(readdirSync(target)).toEqual([]);
    expect(readFileSync(join(await mount(makeLayers(1)), 'kept'), 'utf8')).toBe('x');
  });

  test('of more layers than the kernel takes is refused with a hint', async () => {
    await expect(mount(Array.from({ length: 600 }, () => parent))).rejects.toMatchObject({
      code: 'failed-precondition',
      hint: expect.any(String) as string,
    });
    mounted.pop();
  });
});

/** ENOSYS for all that a new kernel has. */
function kernelWithoutContexts(): Libc {
  return {
    bind: () => Object.assign(() => -1, { async: () => undefined }),
    errno: () => constants.errno.ENOSYS,
    address: () => 0n,
  };
}

describe.skipIf(missing !== undefined)('layers, as a container sees them', () => {
  let room: ImageRoom;
  let target: string | undefined;

  beforeEach(async () => {
    room = await openImageRoom();
  });
  afterEach(async () => {
    if (target !== undefined) await unmountRootFs(host, target);
    target = undefined;
    await room.close();
  });

  const load = async (layers: readonly (LayerBlob | readonly LayerEntry[])[]): Promise<readonly string[]> => {
    const image = await buildImage({ layers });
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield await ociArchive([{ image, names: [] }]);
    }
    const [loaded] = await room.images.importArchive({ archive: archive(), names: [] });
    return loaded === undefined ? [] : room.images.layerDirectories(loaded);
  };
  const show = async (...layers: (LayerBlob | readonly LayerEntry[])[]): Promise<string> => {
    target = join(room.directory, 'merged');
    await mountRootFs({ host, layers: await load(layers), writableLayer: join(room.directory, 'writable'), target });
    return target;
  };
  const dir = (name: string, mode = 0o755): LayerEntry => ({ name, type: 'directory', mode });
  const file = (name: string, content = name): LayerEntry => ({ name, content });

  test('a whiteout hides a file or a tree; what the same layer brings stays', async () => {
    const root = await show(
      [dir('a/'), file('a/gone'), file('a/kept'), dir('tree/'), file('tree/x'), file('again', 'old'), dir('d/'), file('d/old')],
      [
        file('a/.wh.gone', ''),
        file('.wh.tree', ''),
        file('.wh.again', ''),
        file('again', 'new'),
        dir('d/'),
        file('d/new'),
        file('.wh.d', ''),
      ],
    );
    expect(readdirSync(root).sort()).toEqual(['a', 'again', 'd']);
    expect(readdirSync(join(root, 'a'))).toEqual(['kept']);
    expect(readFileSync(join(root, 'again'), 'utf8')).toBe('new');
    expect(readdirSync(join(root, 'd'))).toEqual(['new']);
  });

  test('an opaque directory hides all that lies below it, wherever its mark stands in the layer', async () => {
    const root = await show(
      [dir('o/'), file('o/old'), dir('p/'), file('p/old')],
      [dir('o/', 0o700), file('o/.wh..wh..opq', ''), file('o/new'), file('p/new'), file('p/.wh..wh..opq', '')],
    );
    expect([readdirSync(join(root, 'o')), readdirSync(join(root, 'p'))]).toEqual([['new'], ['new']]);
    expect(lstatSync(join(root, 'o')).mode & 0o7777).toBe(0o700);
  });

  test('a whiteout with nothing below it leaves no trace, whether its directory is new, opaque, or in the lowest layer', async () => {
    const root = await show(
      [dir('low/'), file('low/.wh.never', ''), dir('o/'), file('o/old')],
      [
        { ...dir('new/'), mtime: new Date(77_000) },
        file('new/.wh.never', ''),
        file('new/here'),
        dir('o/'),
        file('o/.wh..wh..opq', ''),
        file('o/.wh.old', ''),
      ],
    );
    // Each name must be there when it is asked for, too: overlayfs lists a mark that it does not hide.
    expect(treeManifest(root).map((line) => line.split(' | ')[0])).toEqual(['/', '/low', '/new', '/new/here', '/o']);
    expect(lstatSync(join(root, 'new')).mtimeMs).toBe(77_000);
  });

  test('an opaque root hides every layer below', async () => {
    const root = await show([file('a')], [file('b')], [file('c'), file('.wh..wh..opq', '')], [file('d')]);
    expect(readdirSync(root).sort()).toEqual(['c', 'd']);
  });

  test('a hard link to something of a lower layer brings it along with all its attributes', async () => {
    const pax = { 'SCHILY.xattr.trusted.one': '1', 'SCHILY.xattr.security.capability': CAPABILITY, mtime: '1.000000001' };
    const root = await show(
      [
        { ...file('f'), pax },
        { name: 'l', type: 'symlink', linkname: '/f', uid: 9 },
        { name: 'p', type: 'fifo', mode: 0o610 },
      ],
      ['f', 'l', 'p'].map((name) => ({ name: `x-${name}`, type: 'link' as const, linkname: name })),
    );
    const capability = Buffer.from(CAPABILITY, 'latin1').toString('hex');
    const xattrs = `security.capability=${capability} | trusted.one=31`;
    expect(treeManifest(root).slice(1)).toEqual([
      `/f | file | 644 | 0:0 | mtime 1000000001 | 1 bytes | 252f10c83610ebca | same as f | ${xattrs}`,
      '/l | link | 777 | 9:0 | mtime 0 | → /f | same as l',
      '/p | fifo | 610 | 0:0 | mtime 0 | same as p',
      `/x-f | file | 644 | 0:0 | mtime 1000000001 | 1 bytes | 252f10c83610ebca | same as f | ${xattrs}`,
      '/x-l | link | 777 | 9:0 | mtime 0 | → /f | same as l',
      '/x-p | fifo | 610 | 0:0 | mtime 0 | same as p',
    ]);
  });

  test('a file may become a directory, a directory a file or a link', async () => {
    const root = await show(
      [file('f'), dir('d/'), file('d/x'), dir('e/'), file('e/x')],
      [dir('f/'), file('f/in'), file('d'), { name: 'e', type: 'symlink', linkname: '/f' }],
    );
    expect(readdirSync(join(root, 'f'))).toEqual(['in']);
    expect(readFileSync(join(root, 'd'), 'utf8')).toBe('d');
    expect(readlinkSync(join(root, 'e'))).toBe('/f');
  });

  test('hard links share a file, within a layer and to a lower one', async () => {
    const root = await show(
      [
        { ...file('one'), mode: 0o4711, uid: 7, gid: 8 },
        { name: 'two', type: 'link', linkname: 'one' },
      ],
      [
        { name: 'three', type: 'link', linkname: 'one' },
        { name: 'four', type: 'link', linkname: 'three' },
      ],
    );
    const stat = (name: string) => lstatSync(join(root, name));
    expect(stat('four').ino).toBe(stat('three').ino);
    for (const name of ['one', 'two', 'three']) expect(stat(name)).toMatchObject({ uid: 7, gid: 8, mode: 0o104711 });
    expect(readFileSync(join(root, 'four'), 'utf8')).toBe('one');
  });

  test('owners, modes, times, links, devices and fifos come out as they went in', async () => {
    const root = await show([
      { ...file('s'), mode: 0o6755, uid: 65_534, gid: 123, mtime: new Date(1_600_000_000_000) },
      { ...dir('sticky/', 0o1777), mtime: new Date(99_000) },
      file('sticky/child'),
      { name: 'l', type: 'symlink', linkname: '../../somewhere', uid: 5, mtime: new Date(50_000) },
      { name: 'null', type: 'character-device', devmajor: 1, devminor: 3, mode: 0o666 },
      { name: 'big', type: 'block-device', devmajor: 259, devminor: 70_000, mode: 0o660 },
      { name: 'fifo', type: 'fifo', mode: 0o640 },
      file('náme ☃'),
    ]);
    const stat = (name: string) => lstatSync(join(root, name));
    expect(stat('s')).toMatchObject({ mode: 0o106755, uid: 65_534, gid: 123, mtimeMs: 1_600_000_000_000 });
    expect(stat('sticky')).toMatchObject({ mode: 0o041777, mtimeMs: 99_000 });
    expect(stat('l')).toMatchObject({ uid: 5, mtimeMs: 50_000 });
    expect(readlinkSync(join(root, 'l'))).toBe('../../somewhere');
    expect(stat('null').mode).toBe(0o020666);
    expect(execFileSync('stat', ['-c', '%t:%T', join(root, 'null'), join(root, 'big')], { encoding: 'utf8' })).toBe(
      '1:3\n103:11170\n',
    );
    expect(stat('fifo').mode).toBe(0o010640);
    expect(readFileSync(join(root, 'náme ☃'), 'utf8')).toBe('náme ☃');
  });

  test('extended attributes come out to the bit, but those that steer overlayfs', async () => {
    const pax = { 'SCHILY.xattr.security.capability': CAPABILITY, 'SCHILY.xattr.trusted.raw': 'RAW!' };
    const tar = await packTar([dir('d/'), { ...file('d/f'), pax }]);
    // Not UTF-8: a reader that decodes would spoil it.
    tar.write('\u00ff\u00fe\u0000\u0080', tar.indexOf('RAW!'), 'latin1');
    const steering = { ...dir('d/'), pax: { 'SCHILY.xattr.trusted.overlay.opaque': 'y' } } as LayerEntry;
    const root = await show(layerFromTar(tar), [steering]);
    const { lgetxattr } = createLayerSyscall();
    expect(Buffer.from(lgetxattr(join(root, 'd/f'), 'security.capability') ?? []).toString('latin1')).toBe(CAPABILITY);
    expect(Buffer.from(lgetxattr(join(root, 'd/f'), 'trusted.raw') ?? [])).toEqual(Buffer.from([0xff, 0xfe, 0, 0x80]));
    expect(existsSync(join(root, 'd/f'))).toBe(true);
  });

  test.each<[string, () => Promise<LayerBlob>]>([
    ['a name that leads upwards', () => buildLayer([file('a/../../evil')])],
    ['a hard link out of the layer', () => buildLayer([{ name: 'h', type: 'link', linkname: '../../../../../../etc/passwd' }])],
    ['a hard link to a file of the machine', () => buildLayer([{ name: 'h', type: 'link', linkname: '/etc/hostname' }])],
    [
      'a hard link through a link out of the layer',
      () =>
        buildLayer([
          { name: 's', type: 'symlink', linkname: '/etc' },
          { name: 'h', type: 'link', linkname: 's/hostname' },
        ]),
    ],
    [
      'a loop of links',
      () =>
        buildLayer([{ name: 'a', type: 'symlink', linkname: 'b' }, { name: 'b', type: 'symlink', linkname: 'a' }, file('a/x')]),
    ],
    ['a file in the place of the root', () => buildLayer([{ name: './', type: 'file', content: 'x' }])],
    ['a PAX header of 2 MiB', () => buildLayer([{ ...file('f'), pax: { comment: 'x'.repeat(2 << 20) } }])],
  ])('%s is refused, and nothing is left', async (_, layer) => {
    await expect(load([await layer()])).rejects.toMatchObject({ name: 'CriError', hint: expect.any(String) as string });
    expect(await room.stored()).toEqual([]);
    expect(existsSync(join(room.directory, 'evil'))).toBe(false);
  });

  test('links of a lower layer do not lead a higher one out of the root', async () => {
    const victim = join(room.directory, 'victim');
    mkdirSync(victim);
    const root = await show(
      [
        { name: 's', type: 'symlink', linkname: victim },
        { name: 'up', type: 'symlink', linkname: '../../../../..' },
      ],
      [file('s/evil'), file('up/evil2')],
    );
    expect(readdirSync(victim)).toEqual([]);
    expect(readFileSync(join(root, victim, 'evil'), 'utf8')).toBe('s/evil');
    expect(readFileSync(join(root, 'evil2'), 'utf8')).toBe('up/evil2');
  });

  test('a decompression bomb is refused at its bound', async () => {
    // 1.2 GiB of zeros in 1.2 MB, twice compressed on the way: one piece repeated as members of one gzip file.
    const head = (await packTar([{ name: 'zeros', content: '' }])).subarray(0, 512);
    const size = 1_288_490_188;
    head.write(size.toString(8).padStart(11, '0'), 124, 'latin1');
    head.fill(' ', 148, 156);
    head.write(
      head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0') + '\0 ',
      148,
      'latin1',
    );
    const piece = gzipSync(Buffer.alloc(32 << 20), { level: 9 });
    const bytes = Buffer.concat([gzipSync(head), ...Array.from({ length: 39 }, () => piece)]);
    const plain = layerFromTar(bytes, { compression: 'none' });
    const bomb = { ...plain, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
    await expect(load([bomb])).rejects.toMatchObject({
      code: 'resource-exhausted',
      hint: expect.stringContaining('bomb') as string,
    });
    expect(await room.stored()).toEqual([]);
  });
});
