import { readdirSync, readFileSync, statSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import type { PullProgress } from '../../runtime/image/images.ts';
import { mountRootFs, unmountRootFs } from '../../runtime/image/root-fs.ts';
import { buildImage, buildIndex, buildLayer } from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom, type OpenedImages } from '../support/open-images.ts';
import { registryMissing, startRegistry, type Registry } from '../support/registry.ts';

const missing = registryMissing() ?? (process.getuid?.() === 0 ? undefined : 'root is needed');
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('pulling from a real registry', () => {
  let registry: Registry;
  let directory: string;
  let room: ImageRoom;
  let images: OpenedImages;

  beforeAll(async () => {
    registry = await startRegistry();
  });
  afterAll(async () => {
    await registry.close();
  });
  beforeEach(async () => {
    room = await openImageRoom();
    ({ directory, images } = room);
  });
  afterEach(async () => {
    await room.close();
  });

  const twoLayers = (text: string) =>
    buildImage({
      layers: [
        [
          { name: 'd/', type: 'directory', mode: 0o1750 },
          { name: 'd/old', content: 'old' },
          { name: 'usr/lib/', type: 'directory' },
          { name: 'lib', type: 'symlink', linkname: 'usr/lib' },
        ],
        [
          { name: 'd/.wh.old', content: '' },
          { name: 'd/new', content: text },
          { name: 'lib/through-link', content: text },
        ],
      ],
      config: { Cmd: ['x'] },
    });

  test('layers are stacked with whiteouts, inherited directory modes and links of lower layers', async () => {
    const reference = await registry.push('stack', buildIndex([await twoLayers('hello')]));
    const seen: PullProgress[] = [];
    const image = await images.pull({ reference, onProgress: (progress) => seen.push(progress) });
    const target = join(directory, 'mnt');
    const host = { files: systemFiles, sys: createSyscall() };
    await mountRootFs({ host, layers: images.layerDirectories(image), writableLayer: join(directory, 'rw'), target });
    try {
      expect(readdirSync(join(target, 'd'))).toEqual(['new']);
      expect(readFileSync(join(target, 'usr/lib/through-link'), 'utf8')).toBe('hello');
      expect((await import('node:fs')).lstatSync(join(target, 'd')).mode & 0o7777).toBe(0o1750);
    } finally {
      await unmountRootFs(host, target);
    }
    expect(seen.at(-1)).toMatchObject({ digest: '', phase: 'done' });
    expect(images.find(reference)?.id).toBe(image.id);
    await images.remove(image.id.slice(7, 20));
    expect(images.list()).toEqual([]);
    expect(readdirSync(join(directory, 'layers'))).toEqual([]);
    expect(readdirSync(join(directory, 'blobs/sha256'))).toEqual([]);
  });

  test('the root directory of a container has the owner and the mode that the image gives it, in whichever layer', async () => {
    const layers = [
      [
        { name: './', type: 'directory' as const, mode: 0o555, uid: 7, gid: 8 },
        { name: 'a', content: 'a' },
      ],
      [{ name: 'b', content: 'b' }],
    ];
    const image = await images.pull({ reference: await registry.push('root', await buildImage({ layers })) });
    const target = join(directory, 'mnt');
    const host = { files: systemFiles, sys: createSyscall() };
    await mountRootFs({ host, layers: images.layerDirectories(image), writableLayer: join(directory, 'rw-root'), target });
    try {
      const { uid, gid, mode } = statSync(target);
      expect([uid, gid, mode & 0o7777]).toEqual([7, 8, 0o555]);
    } finally {
      await unmountRootFs(host, target);
    }
  });

  test.each(['zstd', 'none'] as const)('a layer with compression %s is unpacked', async (compression) => {
    const image = await buildImage({ layers: [await buildLayer([{ name: 'f', content: compression }], { compression })] });
    const pulled = await images.pull({ reference: await registry.push(`compression-${compression}`, image) });
    expect(readFileSync(join(images.layerDirectories(pulled)[0] ?? '', 'f'), 'utf8')).toBe(compression);
  });

  test.each([
    [
      'damaged',
      async (file: string) => {
        await writeFile(file, Buffer.alloc(readFileSync(file).length, 7));
      },
    ],
    [
      'shortened',
      async (file: string) => {
        await truncate(file, 20);
      },
    ],
  ])('a %s layer is refused, lists nothing, and the same pull works once it is good again', async (name, damage) => {
    const image = await twoLayers(name);
    const reference = await registry.push(`trouble-${name}`, image);
    const file = registry.blobFile(image.layers[1]?.digest ?? '');
    const good = readFileSync(file);
    await damage(file);
    await expect(images.pull({ reference })).rejects.toMatchObject({ name: 'CriError', hint: expect.any(String) as string });
    expect(images.list()).toEqual([]);
    expect(readdirSync(join(directory, 'unpack'))).toEqual([]);
    await writeFile(file, good);
    expect((await images.pull({ reference })).layers).toHaveLength(2);
  });

  test('an identical pull joins the one in flight, and a cancelled caller leaves the other alone', async () => {
    const reference = await registry.push('joined', await twoLayers('joined'));
    const leaving = new AbortController();
    const first = images.pull({ reference, signal: leaving.signal });
    const second = images.pull({ reference });
    leaving.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second).repoTags).toEqual([reference]);
  });
});
