import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../proto/gen/cri.ts';
import { CleanUpScope, KeptReason } from '../../proto/gen/slipway.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { imageFiles } from '../support/daemon-lab.ts';
import { buildImage, buildIndex, type BuiltImage } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('which image is which', () => {
  let daemon: Daemon;
  let one: Registry;
  let two: Registry;

  beforeAll(async () => {
    [one, two] = [await startRegistry({ storageParent: '/dev/shm' }), await startRegistry({ storageParent: '/dev/shm' })];
    daemon = await startDaemon({ flags: ['--pinned-image', `${one.address}/pinned:1`, '--pinned-image', 'never/pulled'] });
  });
  afterAll(async () => {
    await daemon.close();
    await Promise.all([one.close(), two.close()]);
  });
  afterEach(async () => {
    for (const { id } of await list()) await remove(id);
    expect(await list()).toEqual([]);
  });

  const build = (text: string, config: Record<string, unknown> = {}): Promise<BuiltImage> =>
    buildImage({ layers: [[{ name: 'f', content: text }]], config });
  const pull = async (image: string): Promise<string> => (await daemon.cri.images.PullImage({ image: { image } })).imageRef;
  const list = async (filter = ''): Promise<readonly Image[]> =>
    (await daemon.cri.images.ListImages({ filter: { image: { image: filter } } })).images;
  const statusOf = async (image: string): Promise<Image | undefined> =>
    (await daemon.cri.images.ImageStatus({ image: { image } })).image;
  const remove = (image: string): Promise<unknown> => daemon.cri.images.RemoveImage({ image: { image } });

  it('the same content under several tags, of several registries, is one image with all names', async () => {
    const image = await build('same');
    const names = [await one.push('a', image, '1'), await one.push('a', image, '2'), await two.push('other/b', image, 'x')];
    const ids = await Promise.all(names.map(pull));
    expect(new Set(ids)).toEqual(new Set([image.config.digest]));
    const digests = [`${one.address}/a@${image.manifest.digest}`, `${two.address}/other/b@${image.manifest.digest}`];
    const images = await list();
    expect(images).toHaveLength(1);
    expect([images[0]?.repoTags.toSorted(), images[0]?.repoDigests.toSorted()]).toEqual([names.toSorted(), digests.toSorted()]);
    expect(images[0]?.size).toBeGreaterThan(0);
    const id = image.config.digest;
    for (const name of [id, id.slice(7), id.slice(7, 19), ...names, ...digests]) {
      expect(await statusOf(name)).toEqual(images[0]);
      expect(await list(name)).toEqual(images);
    }
    for (const name of [`${one.address}/a:3`, `${two.address}/a:1`, id.replace('sha256:', 'sha512:')]) {
      expect(await statusOf(name)).toBeUndefined();
      expect(await list(name)).toEqual([]);
    }
  });

  it('a tag that was pushed anew moves; the image that had it stays without a name', async () => {
    const [old, next] = [await build('old'), await build('next')];
    await pull(await one.push('moving', old));
    const name = await one.push('moving', next);
    expect(await pull(name)).toBe(next.config.digest);
    expect((await statusOf(name))?.id).toBe(next.config.digest);
    expect(await statusOf(old.config.digest)).toMatchObject({
      repoTags: [],
      repoDigests: [`${one.address}/moving@${old.manifest.digest}`],
    });
  });

  it('what is pulled by digest has no tag, and the digest that was asked for', async () => {
    const image = await build('by digest');
    const index = buildIndex([image]);
    await one.push('digest', index, 'v1');
    const byIndex = `${one.address}/digest@${index.manifest.digest}`;
    expect(await pull(byIndex)).toBe(image.config.digest);
    expect(await statusOf(byIndex)).toMatchObject({ repoTags: [], repoDigests: [byIndex] });
    const both = `${one.address}/digest:ignored@${image.manifest.digest}`;
    await pull(both);
    expect((await statusOf(both))?.repoDigests).toEqual([byIndex, `${one.address}/digest@${image.manifest.digest}`]);
  });

  it.each([
    ['', { uid: { value: 0 }, username: '' }],
    ['1000', { uid: { value: 1000 }, username: '' }],
    ['1000:100', { uid: { value: 1000 }, username: '' }],
    ['web', { uid: undefined, username: 'web' }],
    ['web:staff', { uid: undefined, username: 'web' }],
    ['0', { uid: { value: 0 }, username: '' }],
  ])('the user "%s" of an image is a uid or a name, never both', async (user, expected) => {
    const name = await one.push('user', await build(`user ${user}`, { User: user }));
    await pull(name);
    const { uid, username } = (await statusOf(name)) ?? {};
    expect({ uid, username }).toEqual(expected);
  });

  it('removing by any name takes all names and all files, many times at once', async () => {
    const image = await build('removed');
    const names = [await one.push('r', image, '1'), await two.push('r', image, '2')];
    const all = [image.config.digest, image.config.digest.slice(7, 17), ...names, `${two.address}/r@${image.manifest.digest}`];
    for (const name of all) {
      await Promise.all(names.map(pull));
      await Promise.all(Array.from({ length: 5 }, () => remove(name)));
      expect(await list()).toEqual([]);
      for (const other of all) expect(await statusOf(other)).toBeUndefined();
      await remove(name);
    }
    await expect.poll(() => imageFiles(daemon)).toEqual([]);
  });

  it('a pinned image is told as such and never cleaned up, but removed when that is asked for', async () => {
    const name = await one.push('pinned', await build('pinned'), '1');
    await pull(name);
    const other = await one.push('other', await build('other'));
    await pull(other);
    expect((await list()).map(({ repoTags, pinned }) => [repoTags[0], pinned])).toEqual([
      [name, true],
      [other, false],
    ]);
    const { kept } = await daemon.cri.slipway.CleanUpImages({ rules: { scope: CleanUpScope.CLEAN_UP_SCOPE_UNUSED } });
    expect(kept).toMatchObject([{ image: { repoTags: [name], pinned: true }, reason: KeptReason.KEPT_REASON_PINNED }]);
    expect(await list()).toHaveLength(1);
    await remove(name);
    expect(await list()).toEqual([]);
  });

  it('StreamImages tells each image once, and nothing when there is none', async () => {
    const stream = async (filter = ''): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { images } of daemon.cri.images.StreamImages({ filter: { image: { image: filter } } })) {
        expect(images.length).toBeGreaterThan(0);
        ids.push(...images.map(({ id }) => id));
      }
      return ids;
    };
    expect(await stream()).toEqual([]);
    const [a, b] = [await build('a'), await build('b')];
    await pull(await one.push('s', a, 'a'));
    await pull(await one.push('s', b, 'b'));
    expect((await stream()).toSorted()).toEqual([a.config.digest, b.config.digest].toSorted());
    expect(await stream(`${one.address}/s:a`)).toEqual([a.config.digest]);
  });
});
