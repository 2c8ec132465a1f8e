import { readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import type { ImagesDeps } from '../../runtime/image/create-images.ts';
import { buildImage, layerFromTar, ociArchive } from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';
import { rawTar } from '../support/raw-tar.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('the image store over restarts', () => {
  let directory: string;
  let room: ImageRoom;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'slipway-images-'));
    room = await openImageRoom({ directory, bootId: 'first' });
  });
  afterEach(async () => {
    await room.close();
    await rm(directory, { recursive: true });
  });

  const load = async (text: string): Promise<ImageRecord> => {
    const image = await buildImage({ layers: [[{ name: 'base', content: text }], [{ name: 'f', content: text }]] });
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield await ociArchive([{ image, names: [text] }]);
    }
    const [loaded] = await room.images.importArchive({ archive: archive(), names: [] });
    if (loaded === undefined) throw new Error('nothing was imported');
    return loaded;
  };
  const restart = async (deps: Partial<ImagesDeps> = {}): Promise<void> => {
    await room.close();
    room = await openImageRoom({ directory, records: room.records, bootId: 'first', ...deps });
  };
  const layerFile = (image: ImageRecord): string => join(room.images.layerDirectories(image)[1] ?? '', 'f');
  const marks = (): string[] => readdirSync(join(directory, 'unsynced'));

  test('a layer that the disk may not have is unpacked again after the machine has restarted, not after the daemon has', async () => {
    const image = await load('marked');
    expect(marks()).toHaveLength(2);
    writeFileSync(layerFile(image), 'as a power cut may leave it');
    await restart();
    expect(readFileSync(layerFile(image), 'utf8')).toBe('as a power cut may leave it');
    await restart({ bootId: 'second' });
    expect(readFileSync(layerFile(image), 'utf8')).toBe('marked');
  });

  test('once the disk has a layer it is trusted', async () => {
    await restart({ syncDelayMs: 1 });
    const image = await load('synced');
    for (let tries = 0; marks().length > 0 && tries < 100; tries++) await sleep(50);
    expect(marks()).toEqual([]);
    writeFileSync(layerFile(image), 'touched');
    await restart({ bootId: 'second' });
    expect(readFileSync(layerFile(image), 'utf8')).toBe('touched');
  });

  test('a layer that cannot be unpacked again takes its image out of the list, and the same import brings it back', async () => {
    const image = await load('broken');
    rmSync(room.images.layerDirectories(image)[1] ?? '', { recursive: true });
    truncateSync(join(directory, 'blobs', 'sha256', image.layers[1]?.digest.slice(7) ?? ''), 10);
    await restart();
    expect(room.images.list()).toEqual([]);
    expect(readFileSync(layerFile(await load('broken')), 'utf8')).toBe('broken');
  });

  test('what a killed daemon left half-made goes at the start; parts and blobs of today are kept for the next pull', async () => {
    const old = new Date(Date.now() - 48 * 3_600_000);
    const leave = (name: string, time = new Date()): void => {
      writeFileSync(join(directory, name), 'x');
      utimesSync(join(directory, name), time, time);
    };
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    leave(`ingest/sha256-${a}.part`);
    leave(`ingest/sha256-${b}.part`, old);
    leave('ingest/import-x');
    leave(`blobs/sha256/${a}`);
    leave(`blobs/sha256/${b}`, old);
    leave(`layers/${a}`);
    leave('unpack/y');
    await restart();
    expect(await room.stored()).toEqual([`blobs/sha256/${a}`, `ingest/sha256-${a}.part`]);
  });

  test('names that are not UTF-8 go with their image', async () => {
    const members = ['d\xff/', 'd\xff/f\xfe', 'd\xff/e\xfd/', 'd\xff/e\xfd/f'].map((name) => ({
      name,
      type: name.endsWith('/') ? '5' : '0',
      mode: 0o755,
    }));
    const image = await buildImage({ layers: [layerFromTar(rawTar(members))] });
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield await ociArchive([{ image, names: ['strange'] }]);
    }
    const [loaded] = await room.images.importArchive({ archive: archive(), names: [] });
    expect(readdirSync(room.images.layerDirectories(loaded as ImageRecord)[0] ?? '')).toHaveLength(1);
    await room.images.remove('strange');
    await room.close();
    expect(readdirSync(join(directory, 'trash'))).toEqual([]);
    expect(await room.stored()).toEqual([]);
    await restart();
  });

  test('what is held, or used by a container, outlives the removal of its image', async () => {
    const image = await load('held');
    const hold = room.images.hold(image);
    await room.images.remove('held');
    expect(room.images.list()).toEqual([]);
    expect(readFileSync(layerFile(image), 'utf8')).toBe('held');
    hold[Symbol.dispose]();
    await room.images.remove((await load('other')).id);
    expect(await room.stored()).toEqual([]);

    const used: string[] = [];
    await restart({ layersInUse: () => used });
    const running = await load('used');
    used.push(...room.images.layerDirectories(running));
    await room.images.remove('used');
    expect(readFileSync(layerFile(running), 'utf8')).toBe('used');
    expect(readdirSync(join(directory, 'blobs', 'sha256'))).toEqual([]);
  });
});
