import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildImage, type LayerEntry } from '../support/image-builder.ts';
import { startLyingRegistry, type LyingRegistry } from '../support/lying-registry.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const ROUNDS = 40;
const layer = (name: string): LayerEntry[] => [{ name, content: name.repeat(1000) }];
/** Which layers the images have, lowest first; they share what they can. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  one: ['base', 'a'],
  two: ['base', 'a', 'b'],
  three: ['base', 'c'],
};

describe.skipIf(missing !== undefined)('images that share layers', () => {
  let registry: LyingRegistry;
  let room: ImageRoom;
  const references: string[] = [];

  beforeAll(async () => {
    registry = await startLyingRegistry();
    for (const [tag, names] of Object.entries(IMAGES))
      references.push(registry.add(await buildImage({ layers: names.map(layer), config: { Cmd: [tag] } }), tag));
  });
  afterAll(async () => {
    await registry.close();
  });
  beforeEach(async () => {
    registry.lie(() => undefined);
    room = await openImageRoom();
  });
  afterEach(async () => {
    await room.close();
  });

  test('have each layer and each blob once, however many they are, and the last one takes it along', async () => {
    await Promise.all(references.map((reference) => room.images.pull({ reference })));
    const distinct = new Set(Object.values(IMAGES).flatMap((names) => names.map((_, i) => names.slice(0, i + 1).join())));
    expect(readdirSync(join(room.directory, 'layers'))).toHaveLength(distinct.size);
    const blobs = registry.asked.filter(({ what }) => what.startsWith('blobs/')).map(({ what }) => what);
    expect(blobs).toHaveLength(new Set(blobs).size);
    for (const reference of references.slice(1)) await room.images.remove(reference);
    expect(readdirSync(join(room.directory, 'layers'))).toHaveLength(2);
    await room.images.remove(references[0] ?? '');
    expect(await room.stored()).toEqual([]);
  });

  test('are whole for whoever holds them, while others are pulled and removed all the time', async () => {
    const failures: unknown[] = [];
    let seen = 0;
    let isOver = false;
    const pullAndRemove = async (first: number): Promise<void> => {
      for (let round = 0; round < ROUNDS; round++) {
        const reference = references[(first + round) % references.length] ?? '';
        await room.images.pull({ reference });
        for (let i = 0; i < (round * 7) % 5; i++) await tick();
        await room.images.remove(reference);
      }
    };
    // As a container does that is being made: found and held in one tick.
    const use = async (): Promise<void> => {
      while (!isOver) {
        await tick();
        for (const [i, names] of Object.values(IMAGES).entries()) {
          const image = room.images.find(references[i] ?? '');
          if (image === undefined) continue;
          using _ = room.images.hold(image);
          await tick();
          const directories = room.images.layerDirectories(image);
          for (const [at, name] of names.entries())
            expect(readFileSync(join(directories[at] ?? '', name), 'utf8')).toBe(name.repeat(1000));
          seen++;
        }
      }
    };
    const user = use().catch((error: unknown) => failures.push(error));
    await Promise.all([0, 1, 2].map((first) => pullAndRemove(first)));
    isOver = true;
    await user;
    expect(failures).toEqual([]);
    expect(seen).toBeGreaterThan(10);
    await room.images.remove(references[0] ?? '');
    expect(room.images.list()).toEqual([]);
    expect(await room.stored()).toEqual([]);
  });
});
