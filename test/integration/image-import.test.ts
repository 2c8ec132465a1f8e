import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import type { PullProgress } from '../../runtime/image/images.ts';
import {
  buildImage,
  buildIndex,
  buildLayer,
  dockerArchive,
  jsonBlob,
  ociArchive,
  packTar,
  type BuiltImage,
  type LayerBlob,
} from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const inPieces = async function* (archive: Uint8Array, bytes = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += bytes) yield archive.subarray(at, at + bytes);
};

describe.skipIf(missing !== undefined)('importing an archive', () => {
  let room: ImageRoom;

  beforeEach(async () => {
    room = await openImageRoom();
  });
  afterEach(async () => {
    await room.close();
  });

  const load = (archive: Uint8Array, names: readonly string[] = []): Promise<readonly ImageRecord[]> =>
    room.images.importArchive({ archive: inPieces(archive), names });
  const fileOf = (image: ImageRecord | undefined, name: string): string =>
    readFileSync(join(image === undefined ? '' : (room.images.layerDirectories(image).at(-1) ?? ''), name), 'utf8');
  const twoLayers = (text: string): Promise<BuiltImage> =>
    buildImage({ layers: [[{ name: 'base', content: 'base' }], [{ name: 'f', content: text }]] });
  const tarOf = (layer: LayerBlob): Buffer => gunzipSync(layer.bytes);

  test('an OCI layout brings its images with all their names', async () => {
    const [one, two] = [await twoLayers('one'), await twoLayers('two')];
    const seen: PullProgress[] = [];
    const archive = await ociArchive([
      { image: one, names: ['example.io/a:1', 'example.io/a:2'] },
      { image: two, names: ['b'] },
    ]);
    const images = await room.images.importArchive({
      archive: inPieces(archive),
      names: ['unused'],
      onProgress: (progress) => seen.push(progress),
    });
    expect(images.map((image) => image.repoTags)).toEqual([['example.io/a:1', 'example.io/a:2'], ['docker.io/library/b:latest']]);
    expect(images[0]?.repoDigests).toEqual([`example.io/a@${one.manifest.digest}`]);
    expect(images.map((image) => fileOf(image, 'f'))).toEqual(['one', 'two']);
    expect(room.images.find('example.io/a:2')?.id).toBe(one.config.digest);
    expect(seen.at(-1)).toMatchObject({ digest: '', phase: 'done' });
    for (const image of images) await room.images.remove(image.id);
    expect(await room.stored()).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('an archive under %s is read as well', async (_, compress) => {
    const [image] = await load(compress(await ociArchive([{ image: await twoLayers('x'), names: ['a'] }])));
    expect(fileOf(image, 'f')).toBe('x');
  });

  test.each(['gzip', 'zstd', 'none'] as const)('layers with compression %s are unpacked', async (compression) => {
    const image = await buildImage({ layers: [await buildLayer([{ name: 'f', content: compression }], { compression })] });
    const [loaded] = await load(await ociArchive([{ image, names: [] }]), ['given', 'given:2']);
    expect(fileOf(loaded, 'f')).toBe(compression);
    expect(loaded?.repoTags).toEqual(['docker.io/library/given:latest', 'docker.io/library/given:2']);
  });

  test('a docker archive brings its image; layers may be links', async () => {
    const image = await twoLayers('docker');
    const archive = await dockerArchive(image, ['example.io/d:1'], image.layers.map(tarOf));
    const [loaded] = await load(archive);
    expect(loaded).toMatchObject({ id: image.config.digest, repoTags: ['example.io/d:1'], repoDigests: [] });
    expect(fileOf(loaded, 'f')).toBe('docker');

    const twice = await buildImage({ layers: [[{ name: 'g', content: '1' }], [{ name: 'g', content: '1' }]] });
    const linked = await packTar([
      { name: 'a/layer.tar', content: tarOf(twice.layers[0] as LayerBlob) },
      { name: 'b/layer.tar', type: 'symlink', linkname: '../a/layer.tar' },
      { name: 'c.json', content: twice.config.bytes },
      {
        name: 'manifest.json',
        content: JSON.stringify([{ Config: 'c.json', RepoTags: null, Layers: ['a/layer.tar', 'b/layer.tar'] }]),
      },
    ]);
    expect((await load(linked))[0]).toMatchObject({ id: twice.config.digest, repoTags: [] });
  });

  test('of several platforms the one of this machine is taken, also when the archive lacks the others', async () => {
    const other = await buildImage({ layers: [], platform: { os: 'linux', architecture: 's390x' } });
    const mine = await twoLayers('mine');
    const index = buildIndex([other, mine]);
    const archive = await packTar([
      { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
      {
        name: 'index.json',
        content: JSON.stringify({
          schemaVersion: 2,
          manifests: [
            {
              mediaType: index.manifest.mediaType,
              digest: index.manifest.digest,
              size: index.manifest.size,
              annotations: { 'org.opencontainers.image.ref.name': 'example.io/m:1' },
            },
          ],
        }),
      },
      ...[index.manifest, mine.manifest, mine.config, ...mine.layers].map((blob) => ({
        name: `blobs/sha256/${blob.digest.slice(7)}`,
        content: blob.bytes,
      })),
    ]);
    const [loaded] = await load(archive);
    expect(loaded).toMatchObject({
      id: mine.config.digest,
      repoTags: ['example.io/m:1'],
      repoDigests: [`example.io/m@${index.manifest.digest}`],
      manifest: mine.manifest.digest,
    });
    await expect(load(await ociArchive([{ image: other, names: ['o'] }]))).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('s390x') as string,
    });
  });

  test('what is not an image, damaged, cut short or hostile is refused with a hint, and leaves nothing', async () => {
    const image = await twoLayers('x');
    const good = await ociArchive([{ image, names: ['a'] }]);
    const wrong = Buffer.from(good);
    wrong.write('L', wrong.indexOf('layer 0'));
    const wrongLayer = await buildImage({
      layers: [{ ...(await buildLayer([{ name: 'f' }])), diffId: `sha256:${'0'.repeat(64)}` }],
    });
    const lacking = await packTar([
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'c.json', RepoTags: [], Layers: [] }]) },
    ]);
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [await packTar([{ name: 'readme', content: 'hello' }]), 'invalid-argument'],
      [Buffer.from('hello'), 'data-loss'],
      [good.subarray(0, good.length - 3000), 'data-loss'],
      [gzipSync(good).subarray(0, 500), 'data-loss'],
      [wrong, 'data-loss'],
      [await ociArchive([{ image: wrongLayer, names: [] }]), 'data-loss'],
      [lacking, 'data-loss'],
      [await packTar([{ name: '../../evil', content: 'x' }]), 'data-loss'],
      [await packTar([{ name: 'manifest.json', content: '[' }]), 'data-loss'],
      [
        await packTar([{ name: 'index.json', content: jsonBlob('', { schemaVersion: 2, manifests: [] }).bytes }]),
        'failed-precondition',
      ],
    ];
    for (const [archive, code] of cases) {
      await expect(load(archive)).rejects.toMatchObject({ name: 'CriError', code, hint: expect.any(String) as string });
      expect(await room.stored()).toEqual([]);
      expect(room.images.list()).toEqual([]);
    }
    expect(await load(good)).toHaveLength(1);
  });

  test('cancelling ends it at once, even while the archive says nothing, and leaves nothing', async () => {
    const archive = await ociArchive([{ image: await twoLayers('x'), names: ['a'] }]);
    const silent = async function* (): AsyncGenerator<Uint8Array> {
      yield archive.subarray(0, 4000);
      await new Promise(() => undefined);
    };
    const controller = new AbortController();
    const loading = room.images.importArchive({ archive: silent(), names: [], signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error('enough'));
    }, 20);
    await expect(loading).rejects.toThrow('enough');
    expect(await room.stored()).toEqual([]);
  });
});
