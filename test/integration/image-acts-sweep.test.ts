import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import type { CleanUpRules } from '../../runtime/image/clean-up/plan-clean-up.ts';
import type { FsFailures } from '../support/failing-node-fs.ts';
import { buildImage, ociArchive } from '../support/image-builder.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const failures = await vi.hoisted(async (): Promise<FsFailures> =>
  (await import('../support/failing-node-fs.ts')).createFsFailures(),
);
vi.mock('node:fs/promises', async (original) => {
  const wrapped = failures.wrap(await original());
  return { ...wrapped, default: wrapped };
});

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const ALL: CleanUpRules = { scope: 'unused', olderThanSeconds: 0, largerThanBytes: 0, freeBytes: 0 };

describe.skipIf(missing !== undefined)('with a disk that fails at any one call', () => {
  let room: ImageRoom;
  let archive: Buffer;

  beforeEach(async () => {
    room = await openImageRoom({ unpacksAtOnce: 1 });
    const image = await buildImage({ layers: [[{ name: 'base', content: 'base' }], [{ name: 'f', content: 'x' }]] });
    archive = await ociArchive([{ image, names: ['a', 'b'] }]);
  });
  afterEach(async () => {
    await room.close();
  });

  const load = async (): Promise<ImageRecord> => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield archive;
    }
    const [image] = await room.images.importArchive({ archive: pieces(), names: [] });
    if (image === undefined) throw new Error('nothing was imported');
    return image;
  };
  const layerFile = (image: ImageRecord): string => join(room.images.layerDirectories(image)[1] ?? '', 'f');
  const repair = async (): Promise<boolean[]> => {
    const repaired: boolean[] = [];
    for await (const { findings } of room.images.verify({ images: [], repair: true, signal: new AbortController().signal }))
      repaired.push(...findings.map(({ isRepaired }) => isRepaired));
    return repaired;
  };

  interface Act {
    readonly prepare: () => Promise<ImageRecord>;
    readonly run: () => Promise<unknown>;
    readonly isWhole: (image: ImageRecord) => void;
  }
  const isListedWhole = (image: ImageRecord): void => {
    if (room.images.find(image.id) !== undefined) expect(readFileSync(layerFile(image), 'utf8')).toBe('x');
  };
  const acts: readonly [string, Act][] = [
    ['a removal', { prepare: load, run: () => room.images.remove('a'), isWhole: isListedWhole }],
    ['a clean-up', { prepare: load, run: () => room.images.cleanUp({ rules: ALL, images: [] }), isWhole: isListedWhole }],
    [
      'a repair',
      {
        prepare: async () => {
          const image = await load();
          writeFileSync(layerFile(image), 'damaged');
          return image;
        },
        run: repair,
        isWhole: (image) => {
          expect(['x', 'damaged']).toContain(readFileSync(layerFile(image), 'utf8'));
        },
      },
    ],
  ];

  test.each(acts)('%s that fails leaves an image whole or not listed, and the same one then succeeds', async (what, act) => {
    failures.start();
    const prepared = await act.prepare();
    failures.start();
    await act.run();
    const calls = [...failures.calls];
    failures.start();
    expect(calls.length).toBeGreaterThan(2);
    await room.images.remove(prepared.id);
    let failed = 0;
    for (const mode of ['before', 'after'] as const) {
      for (const [n, name] of calls.entries()) {
        failures.start();
        const image = await act.prepare();
        failures.start(n, mode);
        const error = await act.run().then(
          () => undefined,
          (reason: unknown) => reason,
        );
        failures.start();
        if (error !== undefined) failed++;
        try {
          act.isWhole(image);
          const left = (await room.stored()).filter((path) => path.startsWith('unpack/') || path.startsWith('ingest/'));
          expect(left).toEqual([]);
          await act.run();
          act.isWhole(image);
          if (what === 'a repair') expect(await repair()).toEqual([]);
          await room.images.remove(image.id);
          expect(await room.stored()).toEqual([]);
        } catch (cause) {
          throw new Error(`call ${n} (${name}) failing ${mode}`, { cause });
        }
      }
    }
    expect(failed).toBeGreaterThan(3);
  });

  test('a name whose record cannot be written stays where it was', async () => {
    const image = await load();
    const put = vi.spyOn(room.records, 'put').mockImplementationOnce(() => {
      throw new Error('no space');
    });
    expect(() => room.images.tag('a', 'c')).toThrow('no space');
    expect(room.images.list()).toEqual([image]);
    put.mockRestore();
    expect(room.images.tag('a', 'c').image.repoTags).toHaveLength(3);
  });
});
