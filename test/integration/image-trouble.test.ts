import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../runtime/host/clock.ts';
import { buildImage, buildLayer, layerFromTar, packTar, type BuiltImage } from '../support/image-builder.ts';
import { startLyingRegistry, type Asked, type Lie, type LyingRegistry } from '../support/lying-registry.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Does not compress: a cut is a cut in the middle. */
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) & 0xff));

describe.skipIf(missing !== undefined)('a registry that lies', () => {
  let registry: LyingRegistry;
  let room: ImageRoom;
  let image: BuiltImage;
  let reference: string;

  beforeAll(async () => {
    registry = await startLyingRegistry();
    image = await buildImage({
      layers: [
        [{ name: 'base', content: 'base' }],
        await buildLayer([{ name: 'noise', content: noise }], { compression: 'none' }),
      ],
    });
    reference = registry.add(image);
  });
  afterAll(async () => {
    await registry.close();
  });
  beforeEach(async () => {
    // Waiting between tries is for real registries.
    const clock = { ...systemClock, sleep: async (_: number, signal?: AbortSignal) => signal?.throwIfAborted() };
    room = await openImageRoom({ host: { clock }, stallMs: 150 });
    registry.lie(() => undefined);
  });
  afterEach(async () => {
    await room.close();
  });

  const blob = (index: number): string => `blobs/${image.layers[index]?.digest ?? ''}`;
  const aboutLayer = (lie: Lie) => (asked: Asked) => (asked.what === blob(1) ? lie : undefined);
  const aboutAll = (lie: Lie) => () => lie;
  const data = (): Buffer => Buffer.from(image.layers[1]?.bytes ?? '');

  const isGoodAgain = async (): Promise<void> => {
    registry.lie(() => undefined);
    const pulled = await room.images.pull({ reference });
    expect(readFileSync(join(room.images.layerDirectories(pulled)[1] ?? '', 'noise')).equals(noise)).toBe(true);
    await room.images.remove(pulled.id);
    expect(await room.stored()).toEqual([]);
  };
  const wrong = (): Buffer => {
    const bytes = data();
    bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
    return bytes;
  };

  test.each<[string, () => (asked: Asked) => Lie | undefined, string]>([
    ['a layer with another digest', () => aboutLayer({ body: wrong() }), 'data-loss'],
    ['a layer that is too long', () => aboutLayer({ body: Buffer.concat([data(), data()]) }), 'data-loss'],
    ['a layer that is too short', () => aboutLayer({ body: data().subarray(0, 100_000) }), 'data-loss'],
    ['a layer that always breaks at the same byte', () => aboutLayer({ cutAfter: 0 }), 'unavailable'],
    ['a layer that never goes on', () => aboutLayer({ stallAfter: 0 }), 'unavailable'],
    ['401', () => aboutAll({ status: 401, body: 'no' }), 'unauthenticated'],
    [
      '401 with a challenge that leads nowhere',
      () => aboutAll({ status: 401, headers: { 'www-authenticate': 'Bearer realm="not a url"' } }),
      'unauthenticated',
    ],
    [
      '401 with a token server that says nonsense',
      () => (asked) =>
        asked.what.startsWith('/token')
          ? { body: '<html>' }
          : { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${registry.address}/token",service="s"` } },
      'unauthenticated',
    ],
    ['403', () => aboutAll({ status: 403 }), 'permission-denied'],
    ['404', () => aboutAll({ status: 404 }), 'not-found'],
    ['404 for a layer', () => aboutLayer({ status: 404 }), 'not-found'],
    ['418', () => aboutAll({ status: 418 }), 'failed-precondition'],
    ['429 for ever', () => aboutAll({ status: 429, headers: { 'retry-after': '1' } }), 'unavailable'],
    ['500 for ever', () => aboutAll({ status: 500 }), 'unavailable'],
    ['a web page', () => aboutAll({ headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }), 'unavailable'],
    ['something that is not JSON', () => aboutAll({ headers: { 'content-type': 'application/json' }, body: 'no' }), 'data-loss'],
    [
      'a manifest without end',
      () => aboutAll({ headers: { 'content-type': 'application/json' }, body: Buffer.alloc(5 << 20) }),
      'resource-exhausted',
    ],
    ['redirects in a circle', () => aboutAll({ status: 307, headers: { location: '/v2/again' } }), 'unavailable'],
    ['a redirect to a file', () => aboutAll({ status: 307, headers: { location: 'file:///etc/passwd' } }), 'permission-denied'],
  ])(
    '%s: the pull says why and what to do, leaves nothing but parts, and works once the registry is honest',
    async (_, lie, code) => {
      registry.lie(lie());
      await expect(room.images.pull({ reference })).rejects.toMatchObject({
        name: 'CriError',
        code,
        hint: expect.any(String) as string,
      });
      expect(room.images.list()).toEqual([]);
      const left = await room.stored();
      expect(
        left.filter((name) => name.startsWith('unpack/') || (name.startsWith('ingest/') && !name.endsWith('.part'))),
      ).toEqual([]);
      if (code === 'data-loss') expect(left.filter((name) => name.includes(blob(1).slice(-64)))).toEqual([]);
      await isGoodAgain();
    },
  );

  test('an unreachable registry is named', async () => {
    await expect(room.images.pull({ reference: '127.0.0.1:1/a' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('127.0.0.1:1') as string,
    });
  });

  test('a broken connection is taken up where it broke', async () => {
    registry.lie((asked) => (asked.what === blob(1) && asked.times <= 2 ? { cutAfter: 100_000 } : undefined));
    await room.images.pull({ reference });
    const asked = registry.asked.filter(({ what }) => what === blob(1)).map(({ from }) => from);
    expect(asked).toHaveLength(3);
    expect(asked[1]).toBeGreaterThan(0);
    expect(asked[2]).toBeGreaterThan(asked[1] ?? 0);
  });

  test('a part of an earlier try is gone on with, also when the registry then sends all of it', async () => {
    registry.lie((asked) => (asked.what === blob(1) ? (asked.times === 1 ? { cutAfter: 100_000 } : { status: 500 }) : undefined));
    await expect(room.images.pull({ reference })).rejects.toMatchObject({ code: 'unavailable' });
    registry.lie((asked) => (asked.what === blob(1) && asked.from > 0 ? { status: 200 } : undefined));
    await room.images.pull({ reference });
    expect(registry.asked.find(({ what }) => what === blob(1))?.from).toBeGreaterThan(0);
  });

  test('one 500 and one 429 are waited for', async () => {
    registry.lie((asked) => (asked.times === 1 ? { status: 500 } : asked.times === 2 ? { status: 429 } : undefined));
    await room.images.pull({ reference });
  });

  test('a layer that is damaged under its right digest is refused: cut gzip, or another diff id', async () => {
    const whole = await buildLayer([{ name: 'noise', content: noise }]);
    const cut = {
      ...layerFromTar(whole.bytes.subarray(0, whole.size - 20), { compression: 'none' }),
      mediaType: whole.mediaType,
      diffId: whole.diffId,
    };
    const other = { ...whole, diffId: `sha256:${'0'.repeat(64)}` };
    const short = layerFromTar((await packTar([{ name: 'noise', content: noise }])).subarray(0, 200_000));
    for (const [index, layer] of [cut, other, short].entries()) {
      const damaged = registry.add(await buildImage({ layers: [layer] }), `damaged-${index}`);
      await expect(room.images.pull({ reference: damaged })).rejects.toMatchObject({
        code: 'data-loss',
        hint: expect.any(String) as string,
      });
      expect((await room.stored()).filter((name) => name.startsWith('layers/'))).toEqual([]);
      expect(room.images.list()).toEqual([]);
    }
  });

  test('a cancelled pull answers within 100 ms, whatever it was waiting for', async () => {
    for (const lie of [aboutAll({ stallAfter: 0 }), aboutLayer({ stallAfter: 0 }), aboutLayer({ stallAfter: 200_000 })]) {
      registry.lie(lie);
      const controller = new AbortController();
      const pulling = room.images.pull({ reference, signal: controller.signal });
      pulling.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 60));
      const begun = performance.now();
      controller.abort(new Error('enough'));
      await expect(pulling).rejects.toThrow('enough');
      expect(performance.now() - begun).toBeLessThan(100);
    }
    await isGoodAgain();
  });

  test('pulls that share a layer go on when the one that began it is cancelled', async () => {
    const other = registry.add(await buildImage({ layers: image.layers, config: { Cmd: ['other'] } }), 'other');
    registry.lie((asked) => (asked.what === blob(1) && asked.times === 1 ? { stallAfter: 100_000 } : undefined));
    const controller = new AbortController();
    const first = room.images.pull({ reference, signal: controller.signal });
    first.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const phases: string[] = [];
    const second = room.images.pull({
      reference: other,
      onProgress: ({ digest, phase }) => {
        if (digest === image.layers[1]?.digest) phases.push(phase);
      },
    });
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect((await second).layers).toHaveLength(2);
    expect(phases).toContain('done');
  });

  test('an image that has the same layer many times is pulled', async () => {
    const empty = await buildLayer([{ name: 'same', content: noise }]);
    const repeated = registry.add(await buildImage({ layers: [empty, empty, ...image.layers, empty, empty] }), 'repeated');
    registry.lie(() => undefined);
    expect((await room.images.pull({ reference: repeated })).layers).toHaveLength(6);
    expect(registry.asked.filter(({ what }) => what === `blobs/${empty.digest}`)).toHaveLength(1);
  });
});
