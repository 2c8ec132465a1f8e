import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import { systemClock } from '../../runtime/host/clock.ts';
import type { RegistryAuth } from '../../runtime/image/images.ts';
import type { PushProgress, PushRequest } from '../../runtime/image/push/push-image.ts';
import { buildImage, buildIndex, buildLayer, type BuiltImage } from '../support/image-builder.ts';
import { startMeddler, type Meddler, type Meddling } from '../support/meddler.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { registryMissing, startRegistry, type Registry } from '../support/registry.ts';

const missing = process.getuid?.() === 0 ? registryMissing() : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const skopeoMissing = spawnSync('skopeo', ['--version']).status !== 0;
if (skopeoMissing) console.warn('skipped in part: skopeo is not installed (apt-get install skopeo)');

const CHUNK = 40_000;
const noAuth: RegistryAuth = { username: '', password: '', auth: '', serverAddress: '', identityToken: '', registryToken: '' };

describe.skipIf(missing !== undefined)('pushing images', () => {
  let source: Registry;
  let target: Registry;
  let meddler: Meddler;
  let room: ImageRoom;
  let count = 0;

  beforeAll(async () => {
    [source, target] = [await startRegistry({ storageParent: '/dev/shm' }), await startRegistry({ storageParent: '/dev/shm' })];
    meddler = await startMeddler(target.address);
  });
  afterAll(async () => {
    await meddler.close();
    await Promise.all([source.close(), target.close()]);
  });
  beforeEach(async () => {
    const clock = { ...systemClock, sleep: async (_: number, signal?: AbortSignal) => signal?.throwIfAborted() };
    room = await openImageRoom({ host: { clock }, chunkBytes: CHUNK, stallMs: 5000 });
    meddler.meddle(() => undefined);
    count++;
  });
  afterEach(async () => {
    await room.close();
  });

  /** Of bytes that do not shrink, so that the second layer goes in pieces. */
  const build = async (format: 'oci' | 'docker' = 'oci'): Promise<BuiltImage> => {
    const noise = randomBytes(3 * CHUNK);
    const small = await buildLayer([{ name: 'small', content: `${format} ${count}` }], {
      format,
      compression: format === 'oci' ? 'zstd' : 'gzip',
    });
    return buildImage({
      format,
      layers: [small, await buildLayer([{ name: 'noise', content: noise }], { format })],
      config: { Labels: { n: String(count) } },
    });
  };
  const pulled = async (image?: BuiltImage): Promise<ImageRecord> =>
    room.images.pull({ reference: await source.push(`from/${count}`, image ?? (await build())) });
  const name = (repository = `to/${count}`, tag = 'v1'): string => `${meddler.address}/${repository}:${tag}`;
  const push = async (
    image: ImageRecord,
    destination = name(),
    more: Partial<PushRequest> = {},
  ): Promise<Map<string, string>> => {
    const phases = new Map<string, string>();
    const onProgress = ({ digest, phase, doneBytes, totalBytes }: PushProgress): void => {
      expect(doneBytes).toBeLessThanOrEqual(totalBytes);
      phases.set(digest, phase);
    };
    const pushed = await room.images.push({ image: image.id, destination, onProgress, ...more });
    expect(pushed).toBe(`${destination.slice(0, destination.lastIndexOf(':'))}@${image.manifest}`);
    return phases;
  };
  const methods = (): string[] => meddler.requests.map(({ method }) => method);
  const uploads = (method: string): string[] =>
    meddler.requests.filter((each) => each.method === method).map(({ range }) => range);
  /** That a new store gets the same from the registry. */
  const arrivesWhole = async (image: ImageRecord, reference = name()): Promise<void> => {
    const other = await openImageRoom();
    const again = await other.images.pull({ reference });
    expect(again).toMatchObject({ id: image.id, manifest: image.manifest, mediaType: image.mediaType, layers: image.layers });
    await other.close();
  };

  test('what arrives is what was pulled, manifest digest included; it is known by the new digest name', async () => {
    for (const format of ['oci', 'docker'] as const) {
      const image = await pulled(await build(format));
      const phases = await push(image);
      expect([...phases.values()]).toEqual(['done', 'done', 'done']);
      expect(room.images.find(image.id)).toMatchObject({
        repoTags: image.repoTags,
        repoDigests: [...image.repoDigests, name().replace(':v1', `@${image.manifest}`)],
      });
      await arrivesWhole(image);
      count += 100;
    }
  });

  test.skipIf(skopeoMissing)('skopeo finds it with the digest that was pulled, and copies it whole', async () => {
    const image = await pulled();
    await push(image);
    const skopeo = (...args: readonly string[]): string =>
      execFileSync('skopeo', ['--insecure-policy', ...args], { encoding: 'utf8' });
    // Not by way of the meddler, which stands still while this process waits.
    const url = `docker://${target.address}/to/${count}:v1`;
    expect(skopeo('inspect', '--tls-verify=false', '--format', '{{.Digest}}', url).trim()).toBe(image.manifest);
    skopeo('copy', '--quiet', '--src-tls-verify=false', url, `oci:${join(room.directory, 'copy')}`);
  });

  test('an image that was pulled by an index arrives with the manifest of its platform', async () => {
    const index = buildIndex([await buildImage({ layers: [], platform: { os: 'linux', architecture: 's390x' } }), await build()]);
    const image = await room.images.pull({ reference: await source.push(`from/${count}`, index) });
    await push(image);
    await arrivesWhole(image);
  });

  test('blobs that the repository has are left out, those of another repository are mounted', async () => {
    const image = await pulled();
    await push(image);
    meddler.meddle(() => undefined);
    expect([...(await push(image, name(undefined, 'v2'))).values()]).toEqual(['exists', 'exists', 'exists']);
    expect(methods().filter((method) => method !== 'HEAD')).toEqual(['PUT']);
    meddler.meddle(() => undefined);
    expect([...(await push(image, name(`other/${count}`))).values()]).toEqual(['mounted', 'mounted', 'mounted']);
    expect(methods().filter((method) => method === 'PUT' || method === 'PATCH')).toEqual(['PUT']);
    await arrivesWhole(image, name(`other/${count}`));
  });

  test('a registry that does not mount gets the blobs themselves', async () => {
    const image = await pulled();
    await push(image);
    meddler.meddle(({ url }) => (url.includes('mount=') ? { status: 405 } : undefined));
    expect([...(await push(image, name(`other/${count}`))).values()]).toEqual(['done', 'done', 'done']);
    await arrivesWhole(image, name(`other/${count}`));
  });

  test('a large blob goes in pieces, a small one at once', async () => {
    const image = await pulled();
    await push(image);
    const { sizeBytes = 0 } = image.layers[1] ?? {};
    expect(uploads('PATCH')).toEqual([0, 1, 2, 3].map((n) => `${n * CHUNK}-${Math.min((n + 1) * CHUNK, sizeBytes) - 1}`));
    expect(methods().filter((method) => method === 'POST')).toHaveLength(3);
  });

  test('a registry that wants larger pieces gets them', async () => {
    meddler.meddle(({ method }) => (method === 'POST' ? { add: { 'oci-chunk-min-length': String(2 * CHUNK) } } : undefined));
    const image = await pulled();
    await push(image);
    expect(uploads('PATCH').map((range) => range.split('-')[0])).toEqual(['0', String(2 * CHUNK)]);
    await arrivesWhole(image);
  });

  test('a registry that takes no pieces gets it at once', async () => {
    meddler.meddle(({ method }) => (method === 'PATCH' ? { status: 405 } : undefined));
    const image = await pulled();
    await push(image);
    expect(uploads('PATCH')).toHaveLength(1);
    await arrivesWhole(image);
  });

  test.each([
    ['goes on where it was', 0, 1],
    // Debian's registry drops an upload of which a part of a piece has arrived.
    ['begins anew when the registry has lost it', 10_000, 2],
  ])('after a broken connection it %s', async (_, cutAfter, beginnings) => {
    meddler.meddle(({ method, times }) => (method === 'PATCH' && times === 2 ? { cutAfter } : undefined));
    const image = await pulled();
    await push(image);
    const starts = uploads('PATCH').map((range) => Number(range.split('-')[0]));
    expect(starts.slice(0, 2)).toEqual([0, CHUNK]);
    expect(starts.filter((start) => start === 0)).toHaveLength(beginnings);
    expect(starts.at(-1)).toBe(3 * CHUNK);
    expect(methods()).toContain('GET');
    await arrivesWhole(image);
  });

  test.each<[string, (request: { method: string; times: number; url: string }) => Meddling | undefined]>([
    ['an answer that gets lost', ({ method, times }) => (method === 'PUT' && times === 1 ? 'lose-answer' : undefined)],
    ['a registry in trouble', ({ method, times }) => (method !== 'HEAD' && times === 1 ? { status: 503 } : undefined)],
    ['a connection that breaks', ({ method, times }) => (method === 'PUT' && times === 1 ? { cutAfter: 1 } : undefined)],
    ['a piece whose answer gets lost', ({ method, times }) => (method === 'PATCH' && times === 2 ? 'lose-answer' : undefined)],
    ['too many requests', ({ method, times }) => (method === 'POST' && times < 3 ? { status: 429 } : undefined)],
    [
      'a session that is forgotten',
      ({ method, times, url }) =>
        method === 'PATCH' && times === 2
          ? { status: 416 }
          : method === 'GET' && url.includes('/uploads/') && times === 1
            ? { status: 404 }
            : undefined,
    ],
  ])('%s is survived', async (_, meddle) => {
    meddler.meddle(meddle);
    const image = await pulled();
    await push(image);
    await arrivesWhole(image);
  });

  test('pieces that the registry has mixed up are sent again, all at once', async () => {
    const inPieces = new Set<string>();
    let refused = 0;
    meddler.meddle(({ method, url }) => {
      const session = url.split('?')[0] ?? '';
      if (method === 'PATCH') inPieces.add(session);
      return method === 'PUT' && inPieces.has(session) && refused++ === 0 ? { status: 400 } : undefined;
    });
    const image = await pulled();
    await push(image);
    expect(refused).toBe(1);
    await arrivesWhole(image);
  });

  test.each<[string, Meddling, string, string]>([
    ['refuses', { status: 403, body: '{"errors":[{"message":"not you"}]}' }, 'permission-denied', 'may push'],
    ['is read-only', { status: 405 }, 'failed-precondition', 'mirror'],
    ['is in trouble for long', { status: 503 }, 'unavailable', 'try again later'],
    ['refuses such pieces', { status: 413 }, 'failed-precondition', 'size'],
  ])('a registry that %s is told with the reason, and the image is not known there', async (_, meddling, code, hint) => {
    meddler.meddle(({ method }) => (method === 'POST' ? meddling : undefined));
    const image = await pulled();
    await expect(push(image)).rejects.toMatchObject({ code, hint: expect.stringContaining(hint) as string });
    expect(methods()).not.toContain('PUT');
    expect(room.images.find(image.id)?.repoDigests).toEqual(image.repoDigests);
  });

  test('credentials of the call are used; without them it says so', async () => {
    const header = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    meddler.meddle(({ authorization }) =>
      authorization === header ? undefined : { status: 401, headers: { 'www-authenticate': 'Basic realm="here"' } },
    );
    const image = await pulled();
    await expect(push(image)).rejects.toMatchObject({ code: 'unauthenticated' });
    await push(image, name(), { auth: { ...noAuth, username: 'me', password: 'secret' } });
    meddler.meddle(() => undefined);
    await arrivesWhole(image);
  });

  test('a token for both repositories is asked for when a blob may be mounted', async () => {
    const scopes: string[][] = [];
    meddler.meddle(({ url, authorization }) => {
      if (url.startsWith('/token')) {
        scopes.push(new URL(url, 'http://x').searchParams.getAll('scope'));
        return { status: 200, body: `{"token":"t${scopes.length}"}` };
      }
      const needs = url.includes('mount=') ? 't2' : 't';
      if (authorization.startsWith(`Bearer ${needs}`)) return undefined;
      return { status: 401, headers: { 'www-authenticate': `Bearer realm="http://${meddler.address}/token",service="s"` } };
    });
    const image = await pulled();
    room.records.put({ ...image, repoTags: [`${meddler.address}/old/${count}:x`] });
    await push(image);
    expect(scopes.at(-1)?.toSorted()).toEqual([`repository:old/${count}:pull`, `repository:to/${count}:pull,push`]);
  });

  test('a blob that is gone is told before anything is sent; a damaged one when the registry refuses it', async () => {
    const image = await pulled();
    const path = join(room.directory, 'blobs', image.layers[0]?.digest.replace(':', '/') ?? '');
    writeFileSync(path, readFileSync(path).fill(0, 20, 24));
    const advice = `pull ${image.repoDigests[0] ?? ''} again, or import the image again`;
    await expect(push(image)).rejects.toMatchObject({ code: 'data-loss', hint: advice });
    meddler.meddle(() => undefined);
    truncateSync(path, statSync(path).size - 1);
    await expect(push(image)).rejects.toMatchObject({ code: 'data-loss', hint: advice });
    rmSync(path);
    await expect(push(image)).rejects.toMatchObject({ code: 'data-loss', hint: advice });
    // A piece of the push before may still arrive.
    expect(methods().filter((method) => method !== 'PATCH')).toEqual([]);
    await room.images.pull({ reference: image.repoTags[0] ?? '' });
    await push(image);
    await arrivesWhole(image);
  });

  test('a registry that stores something else is found out', async () => {
    const add = { 'docker-content-digest': `sha256:${'0'.repeat(64)}` };
    meddler.meddle(({ method, url }) => (method === 'PUT' && url.includes('/manifests/') ? { add } : undefined));
    await expect(push(await pulled())).rejects.toMatchObject({ code: 'data-loss' });
  });

  test('cancelling ends it at once, and what it held is let go', async () => {
    const image = await pulled();
    const controller = new AbortController();
    meddler.meddle(({ method }) => {
      if (method === 'PATCH')
        setTimeout(() => {
          controller.abort(new Error('enough'));
        }, 1);
      return undefined;
    });
    await expect(push(image, name(), { signal: controller.signal })).rejects.toThrow('enough');
    await room.images.remove(image.id);
    expect(await room.stored()).toEqual([]);
  });

  test('without a destination it goes by its name, which has to be one', async () => {
    const image = await pulled();
    room.images.tag(image.id, name());
    expect(await room.images.push({ image: name(), destination: '' })).toBe(`${meddler.address}/to/${count}@${image.manifest}`);
    const cases: readonly (readonly [Partial<PushRequest>, string])[] = [
      [{ image: image.id }, 'invalid-argument'],
      [{ image: 'none' }, 'not-found'],
      [{ destination: `x@${image.manifest}` }, 'invalid-argument'],
    ];
    for (const [request, code] of cases)
      await expect(room.images.push({ image: image.id, destination: '', ...request })).rejects.toMatchObject({ code });
  });
});
