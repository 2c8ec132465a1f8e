import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import type { ExportRequest } from '../../runtime/image/export/export-images.ts';
import { mountRootFs, unmountRootFs } from '../../runtime/image/root-fs.ts';
import {
  buildImage,
  buildIndex,
  buildLayer,
  ociArchive,
  type BuiltImage,
  type Compression,
  type LayerEntry,
} from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { treeOf } from '../support/tree.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const readers = ['skopeo', 'umoci'].filter((program) => spawnSync(program, ['--version']).status !== 0).join(' and ');
if (readers !== '') console.warn(`skipped in part: ${readers} not installed (apt-get install skopeo umoci)`);

const CAPABILITY = Buffer.from('0100000200040000000000000000000000000000', 'hex').toString('latin1');

describe.skipIf(missing !== undefined)('exporting images', () => {
  let room: ImageRoom;
  let place: string;

  beforeEach(async () => {
    room = await openImageRoom();
    place = await mkdtemp(join(tmpdir(), 'slipway-export-'));
  });
  afterEach(async () => {
    await room.close();
    await rm(place, { recursive: true });
  });

  const inPieces = async function* (archive: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < archive.length; at += 10_000) yield archive.subarray(at, at + 10_000);
  };
  const importInto = (where: ImageRoom, archive: Uint8Array, ...names: string[]): Promise<readonly ImageRecord[]> =>
    where.images.importArchive({ archive: inPieces(archive), names });
  const load = async (image: BuiltImage, ...names: string[]): Promise<ImageRecord> => {
    const [loaded] = await importInto(room, await ociArchive([{ image, names }]));
    if (loaded === undefined) throw new Error('nothing was imported');
    return loaded;
  };
  const exported = async (
    images: readonly string[],
    { format = 'oci-layout', signal = new AbortController().signal }: Partial<ExportRequest> = {},
  ): Promise<Buffer> => {
    const pieces: Uint8Array[] = [];
    let promised: number | undefined;
    for await (const { bytes, totalBytes } of room.images.exportImages({ images, format, signal })) {
      promised ??= totalBytes;
      pieces.push(bytes);
    }
    const archive = Buffer.concat(pieces);
    expect(archive.length).toBe(promised);
    return archive;
  };
  const skopeo = (...args: readonly string[]): string =>
    execFileSync('skopeo', ['--insecure-policy', '--tmpdir', place, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const file = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(place, name), bytes);
    return join(place, name);
  };
  const blobFile = (digest: string): string => join(room.directory, 'blobs', digest.replace(':', '/'));

  const rich = async (compression: Compression = 'gzip'): Promise<BuiltImage> => {
    const lower: LayerEntry[] = [
      { name: 'bin/', mtime: new Date(1000) },
      { name: 'bin/su', content: 'su', mode: 0o4755, mtime: new Date(2000), pax: { mtime: '2.123456789' } },
      { name: 'bin/cap', content: 'cap', pax: { 'SCHILY.xattr.security.capability': CAPABILITY } },
      { name: 'gone', content: 'x' },
      { name: 'old/', mode: 0o700 },
      { name: 'old/hidden', content: 'x' },
    ];
    const upper: LayerEntry[] = [
      { name: '.wh.gone', content: '' },
      { name: 'old/', mode: 0o750, uid: 3, gid: 4, mtime: new Date(7000) },
      { name: 'old/.wh..wh..opq', content: '' },
      { name: 'old/new', content: 'new', uid: 1000, gid: 1001, mode: 0o640, mtime: new Date(9000) },
      { name: 'tmp/', mode: 0o1777, mtime: new Date(3000) },
      { name: 'hard', type: 'link', linkname: 'old/new', uid: 1000, gid: 1001, mode: 0o640, mtime: new Date(9000) },
      { name: 'soft', type: 'symlink', linkname: '../anywhere', mtime: new Date(4000) },
      { name: 'pipe', type: 'fifo', mode: 0o600, mtime: new Date(5000) },
      { name: 'null', type: 'character-device', devmajor: 1, devminor: 3, mode: 0o666, mtime: new Date(6000) },
    ];
    const layers = await Promise.all([lower, upper].map((entries) => buildLayer(entries, { compression })));
    return buildImage({ layers, config: { Cmd: ['/bin/su'], User: '1000:1000' } });
  };

  test('what is imported again is the same, with the same digests; several images go together', async () => {
    const [one, two] = [
      await load(await rich('zstd'), 'example.io/a:1', 'example.io/a:2'),
      await load(await buildImage({ layers: [] }), 'empty'),
    ];
    for (const format of ['oci-layout', 'docker-archive'] as const) {
      const other = await openImageRoom();
      const images = await importInto(other, await exported(['example.io/a:1', 'example.io/a:2', two.id], { format }));
      const { createdAtNs: _, ...same } = one;
      expect(images).toMatchObject([same, { id: two.id, repoTags: two.repoTags, manifest: two.manifest }]);
      await other.close();
    }
    expect(await exported(['example.io/a:1'])).toEqual(await exported(['example.io/a:1']));
  });

  test('an image that is called by tag goes with that tag, by id with all, and without a name when it has none', async () => {
    const image = await load(await rich(), 'example.io/a:1', 'example.io/a:2');
    const names = async (reference: string): Promise<readonly string[] | undefined> => {
      const other = await openImageRoom();
      const [again] = await importInto(other, await exported([reference]));
      await other.close();
      return again?.repoTags;
    };
    expect(await names('example.io/a:2')).toEqual(['example.io/a:2']);
    expect(await names(image.id)).toEqual(['example.io/a:1', 'example.io/a:2']);
    room.images.untag('example.io/a:1');
    room.images.untag('example.io/a:2');
    expect(await names(image.id)).toEqual([]);
  });

  test('a blob that is gone stops the export before it begins, a damaged one in its place', async () => {
    const image = await load(await rich(), 'a');
    const [layer] = image.layers;
    const path = blobFile(layer?.digest ?? '');
    truncateSync(path, statSync(path).size - 1);
    await expect(exported(['a'])).rejects.toMatchObject({ code: 'data-loss' });
    rmSync(path);
    const started = room.images.exportImages({ images: ['a'], format: 'oci-layout', signal: new AbortController().signal });
    await expect(started[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'data-loss',
      hint: expect.stringContaining('pull') as string,
    });
    await expect(exported(['none'])).rejects.toMatchObject({ code: 'not-found' });
  });

  test('it can be cancelled and left at any point; what it holds is let go', async () => {
    const noise = Buffer.from(Array.from({ length: 3 << 20 }, (_, n) => (n * 7919) % 251));
    await load(await buildImage({ layers: [await buildLayer([{ name: 'f', content: noise }], { compression: 'none' })] }), 'a');
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      let count = 0;
      for await (const _ of room.images.exportImages({ images: ['a'], format: 'oci-layout', signal: controller.signal }))
        if (++count === 8) controller.abort(new Error('enough'));
    };
    await expect(reading()).rejects.toThrow('enough');
    for await (const _ of room.images.exportImages({ images: ['a'], format: 'oci-layout', signal: new AbortController().signal }))
      break;
    await room.images.remove('a');
    expect(await room.stored()).toEqual([]);
  });

  describe.skipIf(readers !== '')('as others read them', () => {
    test('skopeo finds the image in both formats by its name, with the digests that it had', async () => {
      const image = await load(await rich(), 'example.io/team/a:1');
      await load(await buildImage({ layers: [] }), 'other');
      const sources = [
        `oci-archive:${file('oci.tar', await exported(['example.io/team/a:1', 'other']))}:example.io/team/a:1`,
        `docker-archive:${file('docker.tar', await exported(['example.io/team/a:1', 'other'], { format: 'docker-archive' }))}:example.io/team/a:1`,
      ];
      for (const source of sources) {
        const { Layers, Architecture } = JSON.parse(skopeo('inspect', source)) as Record<string, unknown>;
        expect(Layers).toHaveLength(2);
        expect(Architecture).toBe(image.config.architecture);
        const target = join(place, source.split(':')[0] ?? '');
        skopeo('copy', source, `dir:${target}`);
        const { config } = JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8')) as { config: { digest: string } };
        expect(config.digest).toBe(image.id);
      }
      expect(skopeo('inspect', '--format', '{{.Digest}}', sources[0] ?? '').trim()).toBe(image.manifest);
    });

    test('umoci unpacks from it what we have unpacked: names, modes, owners, times, contents, links, devices, attributes', async () => {
      const loaded = await load(await rich(), 'example.io/a:1');
      const layout = join(place, 'layout');
      mkdirSync(layout);
      execFileSync('tar', ['-xf', file('a.tar', await exported(['example.io/a:1'])), '-C', layout]);
      execFileSync('umoci', ['unpack', '--image', `${layout}:example.io/a:1`, join(place, 'bundle')], { stdio: 'ignore' });
      const target = join(place, 'merged');
      const host = { files: systemFiles, sys: createSyscall() };
      await mountRootFs({ host, layers: room.images.layerDirectories(loaded), writableLayer: join(place, 'writable'), target });
      try {
        const ours = treeOf(target);
        expect(Object.keys(ours)).toHaveLength(11);
        expect(ours).toEqual(treeOf(join(place, 'bundle', 'rootfs')));
      } finally {
        await unmountRootFs(host, target);
      }
    });

    test.each([
      ['oci', (path: string) => `oci:${path}:example.io/b:1`],
      ['oci-archive', (path: string) => `oci-archive:${path}:example.io/b:1`],
      ['docker-archive', (path: string) => `docker-archive:${path}:example.io/b:1`],
      ['dir', (path: string) => `dir:${path}`],
    ])('what skopeo copies to %s is read', async (kind, targetOf) => {
      const image = await load(await rich(), 'example.io/a:1');
      const source = `oci-archive:${file('a.tar', await exported(['example.io/a:1']))}`;
      const target = join(place, kind);
      skopeo('copy', source, targetOf(target));
      const isDirectory = statSync(target).isDirectory();
      const archive = isDirectory ? execFileSync('tar', ['-C', target, '-c', '.'], { maxBuffer: 1 << 28 }) : readFileSync(target);
      const other = await openImageRoom();
      const [again] = await importInto(other, archive, 'example.io/b:1');
      expect(again).toMatchObject({ repoTags: ['example.io/b:1'], layers: image.layers.map(({ chainId }) => ({ chainId })) });
      if (kind !== 'docker-archive') expect(again).toMatchObject({ id: image.id, manifest: image.manifest });
      await other.close();
    });

    test('of a directory with several platforms the one of this machine is taken', async () => {
      const [foreign, mine] = [await buildImage({ layers: [], platform: { os: 'linux', architecture: 's390x' } }), await rich()];
      const index = buildIndex([foreign, mine]);
      const layout = join(place, 'index');
      mkdirSync(join(layout, 'blobs/sha256'), { recursive: true });
      for (const blob of [index.manifest, ...index.images.flatMap((image) => [image.manifest, image.config, ...image.layers])])
        writeFileSync(join(layout, 'blobs', blob.digest.replace(':', '/')), blob.bytes);
      writeFileSync(join(layout, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
      const { mediaType, digest, size } = index.manifest;
      writeFileSync(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [{ mediaType, digest, size }] }));
      skopeo('copy', '--all', `oci:${layout}`, `dir:${join(place, 'dir')}`);
      const [loaded] = await importInto(room, execFileSync('tar', ['-C', join(place, 'dir'), '-c', '.']), 'multi');
      expect(loaded).toMatchObject({
        id: mine.config.digest,
        manifest: mine.manifest.digest,
        repoDigests: [`docker.io/library/multi@${index.manifest.digest}`],
      });
    });
  });
});
