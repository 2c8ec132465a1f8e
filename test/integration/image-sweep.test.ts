import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import { systemClock } from '../../runtime/host/clock.ts';
import type { FsFailures } from '../support/failing-node-fs.ts';
import { buildImage, ociArchive, type BuiltImage } from '../support/image-builder.ts';
import { startLyingRegistry, type LyingRegistry } from '../support/lying-registry.ts';
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

/** Each file call of a pull and of an import fails once; only then is "all or nothing" more than a hope. */
describe.skipIf(missing !== undefined)('a disk that fails at any one call', () => {
  let registry: LyingRegistry;
  let image: BuiltImage;
  let reference: string;
  let room: ImageRoom;

  beforeAll(async () => {
    registry = await startLyingRegistry();
    image = await buildImage({
      layers: [
        [
          { name: 'd/', type: 'directory', mode: 0o1750 },
          { name: 'd/old', content: 'old' },
          { name: 'l', type: 'symlink', linkname: 'd' },
        ],
        [
          { name: 'd/.wh.old', content: '' },
          { name: 'd/new', content: 'new', mtime: new Date(1234) },
          { name: 'h', type: 'link', linkname: 'd/new' },
        ],
      ],
    });
    reference = registry.add(image);
  });
  afterAll(async () => {
    await registry.close();
  });
  afterEach(async () => {
    await room.close();
  });

  const open = async (workerEntry?: URL): Promise<void> => {
    const clock = { ...systemClock, sleep: async (_: number, signal?: AbortSignal) => signal?.throwIfAborted() };
    room = await openImageRoom({ host: { clock }, unpacksAtOnce: 1, ...(workerEntry === undefined ? {} : { workerEntry }) });
  };
  const pull = async (): Promise<ImageRecord> => room.images.pull({ reference });
  const load = async (): Promise<ImageRecord> => {
    async function* archive(): AsyncGenerator<Uint8Array> {
      yield await ociArchive([{ image, names: ['a'] }]);
    }
    const [loaded] = await room.images.importArchive({ archive: archive(), names: [] });
    if (loaded === undefined) throw new Error('nothing was imported');
    return loaded;
  };

  /** Nothing is listed, nothing is half-made; what is whole may stay. */
  const isClean = async (): Promise<void> => {
    expect(room.images.list()).toEqual([]);
    const left = await room.stored();
    expect(left.filter((name) => name.startsWith('unpack/') || (name.startsWith('ingest/') && !name.endsWith('.part')))).toEqual(
      [],
    );
    for (const name of left.filter((path) => path.startsWith('layers/')))
      expect(['d', 'h', 'l'].some((file) => readsAs(name, file))).toBe(true);
  };
  const readsAs = (layer: string, file: string): boolean => {
    try {
      readFileSync(join(room.directory, layer, file));
      return true;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EISDIR';
    }
  };
  const isWhole = async (loaded: ImageRecord): Promise<void> => {
    const [, top = ''] = room.images.layerDirectories(loaded);
    expect([readFileSync(join(top, 'd/new'), 'utf8'), readFileSync(join(top, 'h'), 'utf8')]).toEqual(['new', 'new']);
    await room.images.remove(loaded.id);
    expect(await room.stored()).toEqual([]);
  };

  describe('in the store', () => {
    beforeEach(async () => {
      await open();
    });

    test.each([
      ['pull', pull],
      ['import', load],
    ])('a failed %s leaves nothing half-made, and the same one then succeeds', async (_, act) => {
      failures.start();
      await isWhole(await act());
      const total = failures.calls.length;
      expect(total).toBeGreaterThan(20);
      let failed = 0;
      for (const mode of ['before', 'after'] as const) {
        for (let n = 0; n < total; n++) {
          failures.start(n, mode);
          const loaded = await act().catch((error: unknown) => error);
          const name = failures.calls[n] ?? '';
          failures.start();
          try {
            if (loaded instanceof Error) {
              failed++;
              await isClean();
            } else {
              await room.images.remove((loaded as ImageRecord).id);
            }
            await isWhole(await act());
          } catch (cause) {
            throw new Error(`call ${n} (${name}) failing ${mode}`, { cause });
          }
        }
      }
      expect(failed).toBeGreaterThan(20);
    });
  });

  test('in a layer: a failed pull leaves nothing half-made, and the same one then succeeds', async () => {
    const control = join(tmpdir(), `slipway-sweep-${process.pid}`);
    writeFileSync(control, '-1 ');
    vi.stubEnv('SLIPWAY_LAYER_CONTROL', control);
    await open(new URL('../support/failing-layer-worker.ts', import.meta.url));
    failures.start();
    await isWhole(await pull());
    const total = readFileSync(control, 'utf8').split('.').length - 1;
    expect(total).toBeGreaterThan(20);
    for (let n = 0; n < total; n++) {
      writeFileSync(control, `${n} `);
      try {
        await expect(pull()).rejects.toMatchObject({ message: expect.stringContaining('injected') as string });
        await isClean();
        writeFileSync(control, '-1 ');
        await isWhole(await pull());
      } catch (cause) {
        throw new Error(`call ${n}`, { cause });
      }
    }
    vi.unstubAllEnvs();
    rmSync(control);
  });
});
