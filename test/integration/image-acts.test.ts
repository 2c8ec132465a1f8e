import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import type { CleanUpRules } from '../../runtime/image/clean-up/plan-clean-up.ts';
import type { LayerFile } from '../../runtime/image/inspect/list-layer-files.ts';
import type { ImageUser } from '../../runtime/image/usage/image-users.ts';
import type { VerifyRequest, Finding } from '../../runtime/image/verify/verify-images.ts';
import { buildImage, buildLayer, ociArchive, type BuiltImage, type LayerEntry } from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const signal = new AbortController().signal;
const ALL: CleanUpRules = { scope: 'unused', olderThanSeconds: 0, largerThanBytes: 0, freeBytes: 0 };

describe.skipIf(missing !== undefined)('acts on images', () => {
  let room: ImageRoom;
  let users: ImageUser[];
  let mounted: string[];

  beforeEach(async () => {
    users = [];
    mounted = [];
    room = await openImageRoom({
      imageUsers: () => users,
      layersInUse: () => mounted,
      pinnedImages: ['pinned'],
    });
  });
  afterEach(async () => {
    await room.close();
  });

  const load = async (image: BuiltImage, ...names: string[]): Promise<ImageRecord> => {
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield await ociArchive([{ image, names }]);
    }
    const [loaded] = await room.images.importArchive({ archive: archive(), names: [] });
    if (loaded === undefined) throw new Error('nothing was imported');
    return loaded;
  };
  const base: readonly LayerEntry[] = [{ name: 'base', content: Buffer.alloc(100_000, 'b') }];
  const build = (text: string): Promise<BuiltImage> => buildImage({ layers: [base, [{ name: 'f', content: text }]] });
  const layerFile = (image: ImageRecord, name = 'f'): string => join(room.images.layerDirectories(image).at(-1) ?? '', name);
  const blobFile = (digest: string): string => join(room.directory, 'blobs', digest.replace(':', '/'));

  describe('names', () => {
    test('a tag joins those that the image has, and moves from whoever had it', async () => {
      const [a, b] = [await load(await build('a'), 'a'), await load(await build('b'), 'b')];
      expect(room.images.tag('a', 'localhost:5000/team/new')).toMatchObject({
        image: { id: a.id, repoTags: ['docker.io/library/a:latest', 'localhost:5000/team/new:latest'] },
        movedFrom: undefined,
      });
      expect(room.images.tag(b.id.slice(7, 20), 'a')).toMatchObject({ image: { id: b.id }, movedFrom: { id: a.id } });
      expect(room.images.find('a')?.id).toBe(b.id);
      expect(room.images.find(a.id)?.repoTags).toEqual(['localhost:5000/team/new:latest']);
      expect(room.images.tag('b', 'b').movedFrom).toBeUndefined();
    });

    test('an unknown image, and a name that cannot be given, are refused', async () => {
      await load(await build('a'), 'a');
      const cases: readonly (readonly [string, string, string])[] = [
        ['none', 'x', 'not-found'],
        ['a', 'UPPER', 'invalid-argument'],
        ['a', `a@sha256:${'0'.repeat(64)}`, 'invalid-argument'],
        ['a', 'f'.repeat(64), 'invalid-argument'],
      ];
      for (const [image, name, code] of cases)
        expect(() => room.images.tag(image, name)).toThrow(expect.objectContaining({ code, hint: expect.any(String) as string }));
      expect(room.images.list()).toMatchObject([{ repoTags: ['docker.io/library/a:latest'] }]);
    });

    test('untagging takes one name; the image stays, also without any', async () => {
      const image = await load(await build('a'), 'example.io/a:1', 'example.io/a:2');
      expect(room.images.untag('example.io/a:1')?.repoTags).toEqual(['example.io/a:2']);
      expect(room.images.untag('example.io/a:1')).toBeUndefined();
      room.images.untag('example.io/a:2');
      expect(room.images.untag(image.repoDigests[0] ?? '')).toMatchObject({ repoTags: [], repoDigests: [] });
      expect(room.images.find(image.id)).toMatchObject({ id: image.id, repoTags: [] });
      expect(readFileSync(layerFile(image), 'utf8')).toBe('a');
    });

    test('removing by any name removes all of them, and many at once do not disturb each other', async () => {
      const image = await load(await build('a'), 'example.io/a:1', 'example.io/a:2');
      const other = await load(await build('other'), 'other');
      const calls = [image.id, 'example.io/a:1', image.id.slice(7, 15), image.repoDigests[0] ?? '', 'example.io/a:2'];
      await Promise.all([...calls, ...calls, ...calls].map((name) => room.images.remove(name)));
      expect(room.images.list().map(({ id }) => id)).toEqual([other.id]);
      await room.images.remove('other');
      expect(await room.stored()).toEqual([]);
    });

    test('id, unique prefix, tag and digest find the same image; what is configured is pinned', async () => {
      const image = await load(await build('a'), 'example.io/a:1', 'pinned');
      const names = [image.id, image.id.slice(7), image.id.slice(7, 17), 'example.io/a:1', 'pinned', ...image.repoDigests];
      for (const name of names) {
        expect(room.images.find(name)).toEqual(image);
        expect(room.images.list(name)).toEqual([image]);
      }
      expect(image.pinned).toBe(true);
      expect((await load(await build('b'), 'b')).pinned).toBe(false);
      expect(room.images.list('example.io/a:3')).toEqual([]);
    });
  });

  describe('looking into an image', () => {
    test('its history tells each step with its layer, and its documents are as they came', async () => {
      const built = await build('a');
      const { steps, config, manifest } = await room.images.history((await load(built, 'a')).id);
      expect(config).toBe(Buffer.from(built.config.bytes).toString());
      expect(manifest).toBe(Buffer.from(built.manifest.bytes).toString());
      expect(steps).toMatchObject(
        [0, 1].map((n) => ({ createdBy: `layer ${n}`, emptyLayer: false, layer: { digest: built.layers[n]?.digest } })),
      );
      rmSync(blobFile(built.config.digest));
      await expect(room.images.history('a')).rejects.toMatchObject({
        code: 'data-loss',
        hint: `pull docker.io/library/a@${built.manifest.digest} again, or import the image again`,
      });
    });

    test('its files are listed by layer with kind, link and what they hide', async () => {
      const image = await buildImage({
        layers: [
          [
            { name: 'd/', mode: 0o1750, uid: 7, gid: 8 },
            { name: 'd/one', content: '12345', mode: 0o4755, mtime: new Date(5000) },
            { name: 'd/two', type: 'link', linkname: 'd/one' },
            { name: 'l', type: 'symlink', linkname: 'd/one' },
            { name: 'null', type: 'character-device', devmajor: 1, devminor: 3 },
            { name: 'pipe', type: 'fifo' },
            { name: 'ünï', content: '' },
          ],
          [
            { name: '.wh.l', content: '' },
            { name: 'd/.wh..wh..opq', content: '' },
          ],
        ],
      });
      await load(image, 'a');
      const files = async (layer = ''): Promise<(LayerFile & { index: number })[]> => {
        const all: (LayerFile & { index: number })[] = [];
        for await (const { index, files: some } of room.images.layerFiles({ image: 'a', layer, signal }))
          all.push(...some.map((file) => ({ ...file, path: Buffer.from(file.path, 'latin1').toString(), index })));
        return all;
      };
      expect(await files()).toMatchObject([
        { index: 0, path: 'd', kind: 'directory', mode: 0o1750, uid: 7, gid: 8, isOpaque: false },
        { index: 0, path: 'd/one', kind: 'file', sizeBytes: 5, mode: 0o4755, modifiedAtNs: 5e9 },
        { index: 0, path: 'd/two', kind: 'hardlink', linkTarget: 'd/one', sizeBytes: 5 },
        { index: 0, path: 'l', kind: 'symlink', linkTarget: 'd/one' },
        { index: 0, path: 'null', kind: 'character-device' },
        { index: 0, path: 'pipe', kind: 'fifo' },
        { index: 0, path: 'ünï', kind: 'file' },
        { index: 1, path: 'd', kind: 'directory', isOpaque: true },
        { index: 1, path: 'l', kind: 'whiteout' },
      ]);
      expect((await files(image.layers[1]?.diffId)).map(({ index }) => index)).toEqual([1, 1]);
      await expect(files(`sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('disk usage', () => {
    const du = (path: string): number => Number(execFileSync('du', ['-s', '-B1', path], { encoding: 'utf8' }).split('\t')[0]);
    const inodes = (path: string): number =>
      Number(execFileSync('du', ['-s', '--inodes', path], { encoding: 'utf8' }).split('\t')[0]);

    test('the whole store is what du says, before and after images come and go', async () => {
      const isTrue = async (): Promise<void> => {
        // What is thrown away is deleted a little later.
        await expect.poll(() => readdirSync(join(room.directory, 'trash'))).toEqual([]);
        const usage = await room.images.usage();
        expect(usage).toMatchObject({ usedBytes: du(room.directory), inodesUsed: inodes(room.directory) });
        expect((await room.images.use()).totalBytes).toBe(usage.usedBytes);
      };
      await isTrue();
      const image = await load(
        await buildImage({
          layers: [
            base,
            [
              { name: 'x', content: 'x'.repeat(9000) },
              { name: 'y', type: 'link', linkname: 'x' },
              { name: 'z/', type: 'directory' },
            ],
          ],
        }),
        'a',
      );
      await load(await build('b'), 'b');
      await isTrue();
      await room.images.remove(image.id);
      await isTrue();
    });

    test('of each image it tells what only it needs, what others need too, and who uses it', async () => {
      const [a, b] = [await load(await build('a'), 'a'), await load(await build('b'.repeat(50_000)), 'b')];
      users.push({ image: 'b', containerId: 'c1' });
      const ofLayer = (image: ImageRecord, n: number): number =>
        du(room.images.layerDirectories(image)[n] ?? '') + du(blobFile(image.layers[n]?.digest ?? ''));
      const documents = (image: ImageRecord): number => du(blobFile(image.id)) + du(blobFile(image.manifest));
      const { images, reclaimableBytes, otherBytes } = await room.images.use();
      expect(images).toMatchObject([
        { image: { id: a.id }, uniqueBytes: ofLayer(a, 1) + documents(a), sharedBytes: ofLayer(a, 0), containers: [] },
        { image: { id: b.id }, uniqueBytes: ofLayer(b, 1) + documents(b), sharedBytes: ofLayer(b, 0), containers: ['c1'] },
      ]);
      expect(reclaimableBytes).toBe(images[0]?.uniqueBytes);
      expect(otherBytes).toBeGreaterThan(0);
    });
  });

  describe('cleaning up', () => {
    test('the plan tells what goes and what it frees, and what stays for a reason; the clean-up does just that', async () => {
      const [a, b] = [await load(await build('a'), 'a'), await load(await build('b'), 'b')];
      const pinned = await load(await build('p'), 'pinned');
      users.push({ image: b.id, containerId: 'c1' });
      const plan = await room.images.planCleanUp(ALL);
      expect(plan).toMatchObject({
        candidates: [{ image: { id: a.id }, dependants: [{ id: b.id }, { id: pinned.id }] }],
        kept: [
          { image: { id: b.id }, reason: 'in-use', containers: ['c1'] },
          { image: { id: pinned.id, pinned: true }, reason: 'pinned' },
        ],
      });
      const [candidate] = plan.candidates;
      expect(candidate?.freedBytes).toBe(plan.freedBytes);
      expect(candidate?.sharedBytes).toBeGreaterThan(100_000);
      const before = (await room.images.usage()).usedBytes;
      expect(await room.images.cleanUp({ rules: ALL, images: [] })).toMatchObject({
        removed: [{ id: a.id }],
        kept: [{ image: { id: b.id } }, { image: { id: pinned.id } }],
        freedBytes: plan.freedBytes,
      });
      expect(room.images.list().map(({ id }) => id)).toEqual([b.id, pinned.id]);
      await expect.poll(async () => before - (await room.images.usage()).usedBytes).toBe(plan.freedBytes);
      expect((await room.images.planCleanUp(ALL)).candidates).toEqual([]);
    });

    test('what two candidates share is counted once, and freed only when both go', async () => {
      const [a, b] = [await load(await build('a'), 'a'), await load(await build('b'), 'b')];
      const { candidates, freedBytes } = await room.images.planCleanUp(ALL);
      const [one, two] = candidates;
      expect(candidates.map(({ image }) => image.id)).toEqual([a.id, b.id]);
      expect(freedBytes).toBe((one?.freedBytes ?? 0) + (two?.freedBytes ?? 0) + (one?.sharedBytes ?? 0));
    });

    test.each<[string, Partial<CleanUpRules>, readonly string[]]>([
      ['without a tag', { scope: 'dangling' }, ['none']],
      ['older than', { olderThanSeconds: 60 }, ['old']],
      ['larger than', { largerThanBytes: 50_000 }, ['large']],
      ['until so much is free', { freeBytes: 1 }, ['old']],
      ['until more is free than there is', { freeBytes: 1e12 }, ['old', 'large', 'none']],
      ['all rules at once', { scope: 'dangling', olderThanSeconds: 60 }, []],
    ])('takes images %s', async (_, rules, expected) => {
      const large = Array.from({ length: 20_000 }, (__, n) => n * 7919).join();
      const ids = new Map<string, string>();
      for (const name of ['old', 'large', 'none']) {
        const image = await load(await build(name === 'large' ? large : name), name);
        ids.set(image.id, name);
        if (name === 'old') room.records.put({ ...image, createdAtNs: image.createdAtNs - 3600e9 });
      }
      room.images.untag('none');
      const { candidates } = await room.images.planCleanUp({ ...ALL, ...rules });
      expect(candidates.map(({ image }) => ids.get(image.id))).toEqual(expected);
    });

    test('a chosen image that is in use, held or pinned stays all the same; an unknown one stops the whole', async () => {
      const [a, held] = [await load(await build('a'), 'a'), await load(await build('held'), 'held')];
      await load(await build('p'), 'pinned');
      using hold = room.images.hold(held);
      expect(hold).toBeDefined();
      await expect(room.images.cleanUp({ rules: ALL, images: ['a', 'none'] })).rejects.toMatchObject({ code: 'not-found' });
      expect(room.images.list()).toHaveLength(3);
      const result = await room.images.cleanUp({ rules: ALL, images: [a.id, 'held', 'pinned'] });
      expect(result).toMatchObject({ removed: [{ id: a.id }], kept: [{ reason: 'in-use' }, { reason: 'pinned' }] });
    });
  });

  describe('verifying', () => {
    const verify = async (request: Partial<VerifyRequest> = {}): Promise<Finding[]> => {
      const findings: Finding[] = [];
      let [done, total] = [0, -1];
      for await (const report of room.images.verify({ images: [], repair: false, signal, ...request })) {
        findings.push(...report.findings);
        [done, total] = [report.doneBytes, report.totalBytes];
      }
      expect(done).toBe(total);
      return findings;
    };

    test('a sound store has nothing to tell, and nothing is left of the check', async () => {
      const image = await buildImage({
        layers: [
          base,
          [
            { name: '.wh.base', content: '' },
            { name: 'd/e/f', content: 'x' },
            { name: 'n', type: 'symlink', linkname: 'd' },
          ],
        ],
      });
      await load(image, 'a');
      const before = await room.stored();
      expect(await verify()).toEqual([]);
      expect(await room.stored()).toEqual(before);
    });

    test.each<[string, (file: string) => void, string]>([
      ['a changed file', (file) => writeFileSync(file, 'changed'), '/f has another size'],
      [
        'a file with other bytes',
        (file) => execFileSync('sh', ['-c', 'touch -r "$0" "$0.t"; printf b >"$0"; touch -r "$0.t" "$0"; rm "$0.t"', file]),
        '/f has another content',
      ],
      ['another mode', (file) => chmodSync(file, 0o777), '/f has another type or mode'],
      ['a file too many', (file) => writeFileSync(`${file}2`, ''), '/f2 does not belong there'],
      ['a file that is gone', (file) => rmSync(file), '/f is gone'],
      ['a layer that is gone', (file) => rmSync(join(file, '..'), { recursive: true }), 'it is not there'],
    ])('%s in a layer is found, and repaired by unpacking it again', async (_, damage, detail) => {
      const image = await load(await build('a'), 'a');
      damage(layerFile(image));
      const kind = detail === 'it is not there' ? 'layer-missing' : 'layer-damaged';
      const left = {
        kind,
        detail,
        isRepaired: false,
        advice: 'repair it: it can be unpacked again from its blob',
        images: [{ id: image.id }],
      };
      expect(await verify()).toMatchObject([left]);
      expect(await verify({ repair: true })).toMatchObject([{ ...left, isRepaired: true, advice: '' }]);
      expect(await verify()).toEqual([]);
      expect(readFileSync(layerFile(image), 'utf8')).toBe('a');
    });

    test('a layer that a container has mounted is told of, and not touched', async () => {
      const image = await load(await build('a'), 'a');
      writeFileSync(layerFile(image), 'changed');
      mounted.push(...room.images.layerDirectories(image));
      expect(await verify({ repair: true })).toMatchObject([
        { kind: 'layer-damaged', isRepaired: false, advice: 'remove the containers that use it, then repair it' },
      ]);
      expect(readFileSync(layerFile(image), 'utf8')).toBe('changed');
    });

    test('a damaged blob is found, with the image to pull again, which makes it whole', async () => {
      const built = await build('a');
      const image = await load(built, 'a');
      const { digest } = image.layers[1] ?? { digest: '' };
      writeFileSync(blobFile(digest), 'damaged');
      const advice = `pull docker.io/library/a@${built.manifest.digest} again, or import the image again`;
      const findings = [
        { kind: 'blob-damaged', digest, isRepaired: false, advice },
        { kind: 'layer-unknown', digest, isRepaired: false, advice: `${advice}, then verify again` },
      ];
      expect(await verify()).toMatchObject(findings);
      expect(await verify({ repair: true })).toMatchObject(findings);
      expect(await verify()).toMatchObject([{ kind: 'blob-missing' }, { kind: 'layer-unknown' }]);
      await load(built, 'a');
      expect(await verify()).toEqual([]);
    });

    test('only the images that are named are looked at', async () => {
      const a = await load(await build('a'), 'a');
      await load(await build('b'), 'b');
      writeFileSync(layerFile(a), 'changed');
      expect(await verify({ images: ['b'] })).toEqual([]);
      await expect(verify({ images: ['none'] })).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  test('a layer that two images compress differently keeps the blobs of both', async () => {
    const [gzip, zstd] = [await buildLayer(base), await buildLayer(base, { compression: 'zstd' })];
    await load(await buildImage({ layers: [gzip] }), 'gzip');
    await load(await buildImage({ layers: [zstd], config: { Cmd: ['x'] } }), 'zstd');
    const stored = await room.stored();
    expect(stored).toContain(`blobs/sha256/${gzip.digest.slice(7)}`);
    expect(stored).toContain(`blobs/sha256/${zstd.digest.slice(7)}`);
    expect(stored.filter((name) => name.startsWith('layers/'))).toHaveLength(1);
  });
});
