import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../runtime/host/clock.ts';
import { noAuth } from '../../runtime/image/registry/auth/no-auth.ts';
import { buildImage, buildLayer, type BuiltImage } from '../support/image-builder.ts';
import { startLyingRegistry, type Asked, type Lie, type LyingRegistry } from '../support/lying-registry.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { startTalkingServer } from '../support/talking-server.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Does not compress: a cut is a cut in the middle. */
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i * 31) & 0xff));
const STALL_MS = 300;
const auth = { ...noAuth, username: 'me', password: 'pass' };

describe.skipIf(missing !== undefined)('a registry in trouble', () => {
  let registry: LyingRegistry;
  let directory: string;
  let room: ImageRoom;
  let image: BuiltImage;
  let reference: string;
  let blob: string;

  beforeAll(async () => {
    registry = await startLyingRegistry();
    image = await buildImage({ layers: [await buildLayer([{ name: 'noise', content: noise }], { compression: 'none' })] });
    reference = registry.add(image);
    blob = `blobs/${image.layers[0]?.digest ?? ''}`;
  });
  afterAll(async () => {
    await registry.close();
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-trouble-'));
    room = await openRoom();
    registry.lie(() => undefined);
  });
  afterEach(async () => {
    await room.close();
    rmSync(directory, { recursive: true });
  });

  // Waiting between tries is for real registries.
  const clock = { ...systemClock, sleep: async (_: number, signal?: AbortSignal) => signal?.throwIfAborted() };
  const openRoom = (): Promise<ImageRoom> => openImageRoom({ directory, host: { clock }, stallMs: STALL_MS });
  const aboutLayer = (lie: (asked: Asked) => Lie | undefined) => (asked: Asked) => (asked.what === blob ? lie(asked) : undefined);
  const askedForLayer = (): readonly Asked[] => registry.asked.filter(({ what }) => what === blob);
  const isWhole = (pulled: Awaited<ReturnType<ImageRoom['images']['pull']>>): void => {
    expect(readFileSync(join(room.images.layerDirectories(pulled)[0] ?? '', 'noise')).equals(noise)).toBe(true);
  };

  it('may be slow as long as something comes', async () => {
    const patient = await openImageRoom({ stallMs: 1_500 });
    registry.lie(aboutLayer(() => ({ paceMs: 200 })));
    await patient.images.pull({ reference });
    expect(askedForLayer()).toHaveLength(1);
    await patient.close();
  });

  it('that stands still in the middle is asked for the rest', async () => {
    registry.lie(aboutLayer(({ times }) => (times === 1 ? { stallAfter: 100_000 } : undefined)));
    isWhole(await room.images.pull({ reference }));
    expect(askedForLayer().map(({ from }) => from)).toEqual([0, 100_000]);
  });

  it('that promises more bytes than it sends is asked for the rest', async () => {
    const some = Buffer.from(image.layers[0]?.bytes ?? '').subarray(0, 1000);
    registry.lie(aboutLayer(({ times }) => (times === 1 ? { body: some, headers: { 'content-length': '2000' } } : undefined)));
    isWhole(await room.images.pull({ reference }));
    expect(askedForLayer().map(({ from }) => from)).toEqual([0, 1000]);
  });

  it('is not asked again for what came before the runtime was stopped', async () => {
    await room.close();
    room = await openImageRoom({ directory, stallMs: 60_000 });
    registry.lie(aboutLayer(() => ({ stallAfter: 280_000 })));
    const first = room.images.pull({ reference });
    first.catch(() => undefined);
    await expect.poll(() => partBytes(directory)).toBeGreaterThan(0);
    await room.close();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    const came = partBytes(directory);
    registry.lie(() => undefined);
    room = await openRoom();
    isWhole(await room.images.pull({ reference }));
    expect(askedForLayer().map(({ from }) => from)).toEqual([came]);
  });

  it('whose part was spoilt meanwhile sends it once more, all of it', async () => {
    registry.lie(aboutLayer(({ from }) => (from === 0 ? { body: Buffer.alloc(400_000), cutAfter: 100_000 } : { status: 500 })));
    await expect(room.images.pull({ reference })).rejects.toMatchObject({ code: 'unavailable' });
    registry.lie(() => undefined);
    isWhole(await room.images.pull({ reference }));
    expect(askedForLayer().map(({ from }) => from)).toEqual([100_000, 0]);
  });

  it('that no longer knows its token in the middle of a blob is asked for another', async () => {
    let newest = 0;
    registry.lie(({ what, authorization, times }) => {
      if (what.startsWith('/token')) return { body: JSON.stringify({ token: `t${++newest}` }) };
      if (what === blob && times === 1 && authorization === 't1') newest++;
      const challenge = `Bearer realm="http://${registry.address}/token",service="s"`;
      if (authorization !== `Bearer t${newest}`) return { status: 401, headers: { 'www-authenticate': challenge } };
      if (what !== blob || newest > 1) return undefined;
      // From now on the first token is old.
      newest = 1.5;
      return { cutAfter: 100_000 };
    });
    isWhole(await room.images.pull({ reference, auth }));
    expect(askedForLayer().map(({ from, authorization }) => [from > 0, authorization])).toEqual([
      [false, 'Bearer t1'],
      [true, 'Bearer t1'],
      [true, 'Bearer t2.5'],
    ]);
  });

  it('may send to another host for its blobs, which is asked for the rest too, and hears no secrets', async () => {
    const bytes = Buffer.from(image.layers[0]?.bytes ?? '');
    let times = 0;
    const storage = await startTalkingServer(({ headers }) => {
      const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      const range = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
      const body = bytes.subarray(from);
      return {
        status: from > 0 ? 206 : 200,
        headers: from > 0 ? range : {},
        body,
        ...(++times === 1 ? { cutAfter: 50_000 } : {}),
      };
    });
    registry.lie(({ what, authorization, times: nth }) => {
      if (authorization === '') return { status: 401, headers: { 'www-authenticate': 'Basic realm="r"' } };
      return what === blob ? { status: 307, headers: { location: `${storage.url}/signed/${nth}` } } : undefined;
    });
    isWhole(await room.images.pull({ reference, auth }));
    expect(storage.heard.map(({ path, headers }) => [path, headers.range !== undefined, headers.authorization])).toEqual([
      ['/signed/1', false, undefined],
      ['/signed/2', true, undefined],
    ]);
    await storage.close();
  });

  it('is asked for three blobs at once and no more', async () => {
    const layers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => buildLayer([{ name: `l${i}`, content: `${i}` }], { compression: 'none' })),
    );
    const many = registry.add(await buildImage({ layers }), 'many');
    registry.lie(({ what }) => (what.startsWith('blobs/') ? { paceMs: 10 } : undefined));
    await room.images.pull({ reference: many });
    expect(registry.mostAtOnce).toBe(3);
  });

  it('does not take down the pull of the same layer from another one', async () => {
    const good = await startLyingRegistry();
    const other = good.add(image);
    registry.lie(aboutLayer(({ times }) => (times === 1 ? { stallAfter: 50_000 } : { status: 403 })));
    const first = room.images.pull({ reference });
    first.catch(() => undefined);
    await expect.poll(() => askedForLayer().length).toBe(1);
    const second = room.images.pull({ reference: other });
    await expect(first).rejects.toMatchObject({ code: 'permission-denied' });
    isWhole(await second);
    expect(good.asked.some(({ what }) => what === blob)).toBe(true);
    await good.close();
  });

  it('decides who may have what is here already', async () => {
    await room.images.pull({ reference });
    const byDigest = `${registry.address}/of/lies@${image.manifest.digest}`;
    await room.images.pull({ reference: byDigest });
    registry.lie(() => ({ status: 403 }));
    await expect(room.images.pull({ reference: byDigest })).rejects.toMatchObject({ code: 'permission-denied' });
  });

  it.each<[string, (asked: Asked) => Lie | undefined]>([
    ['a pause that it asked for', () => ({ status: 429, headers: { 'retry-after': '60' } })],
    [
      'its token server',
      ({ what }) =>
        what.startsWith('/token')
          ? { body: '{"token":"late"}', stallAfter: 0 }
          : { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${registry.address}/token"` } },
    ],
  ])('is left at once by a cancelled pull that waits for %s', { timeout: 5_000 }, async (_, lie) => {
    const patient = await openImageRoom({ stallMs: 60_000 });
    registry.lie(lie);
    const controller = new AbortController();
    const pulling = patient.images.pull({ reference, signal: controller.signal });
    pulling.catch(() => undefined);
    await expect.poll(() => registry.asked.length).toBeGreaterThan(0);
    controller.abort(new Error('enough'));
    await expect(pulling).rejects.toThrow('enough');
    await patient.close();
  });
});

/** What has come of the one blob that is on its way. */
function partBytes(directory: string): number {
  const ingest = join(directory, 'ingest');
  const part = readdirSync(ingest).find((name) => name.endsWith('.part'));
  return part === undefined ? -1 : statSync(join(ingest, part)).size;
}
