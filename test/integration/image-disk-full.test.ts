import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSyscall } from '../../runtime/host/create-syscall.ts';
import { buildImage, buildLayer, ociArchive, type BuiltImage } from '../support/image-builder.ts';
import { startLyingRegistry, type LyingRegistry } from '../support/lying-registry.ts';
import { openImageRoom, type ImageRoom } from '../support/open-images.ts';

const missing = process.getuid?.() === 0 ? undefined : 'root is needed';
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const MIB = 1 << 20;
const DISK_MIB = 12;

describe.skipIf(missing !== undefined)('a full disk', () => {
  const sys = createSyscall();
  let disk: string;
  let registry: LyingRegistry;
  let room: ImageRoom;

  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'slipway-disk-'));
    sys.mount('tmpfs', disk, 'tmpfs', 0, `size=${DISK_MIB}m`);
    room = await openImageRoom({ parent: disk });
    registry = await startLyingRegistry();
  });
  afterEach(async () => {
    await room.close();
    await registry.close();
    await sys.umount(disk);
    await rm(disk, { recursive: true });
  });

  /** `none`: the blob is as large as the layer; `gzip`: almost all of it is the layer. */
  const imageOf = async (compression: 'none' | 'gzip'): Promise<BuiltImage> =>
    buildImage({ layers: [await buildLayer([{ name: 'f', content: Buffer.alloc(4 * MIB, 'x') }], { compression })] });
  const archiveOf = async function* (image: BuiltImage): AsyncGenerator<Uint8Array> {
    yield await ociArchive([{ image, names: ['a'] }]);
  };

  test.each([
    ['while a blob is downloaded', 'none', 'pull', 2],
    ['while a layer is unpacked', 'none', 'pull', 6],
    ['while only a layer is unpacked', 'gzip', 'pull', 2],
    ['while an archive is received', 'none', 'import', 2],
    ['while a layer of an archive is unpacked', 'none', 'import', 6],
  ] as const)(
    '%s: said as such, the store stays good, and the same works when there is room',
    async (_, compression, how, freeMib) => {
      const image = await imageOf(compression);
      const reference = registry.add(image);
      const act = async () =>
        how === 'pull'
          ? room.images.pull({ reference })
          : (await room.images.importArchive({ archive: archiveOf(image), names: [] }))[0];
      const ballast = join(disk, 'ballast');
      await writeFile(ballast, Buffer.alloc((DISK_MIB - freeMib) * MIB));
      await expect(act()).rejects.toMatchObject({
        code: 'resource-exhausted',
        hint: expect.stringContaining('free space') as string,
      });
      expect(room.images.list()).toEqual([]);
      expect(await room.stored()).toEqual([]);
      await rm(ballast);
      const loaded = await act();
      if (loaded === undefined) throw new Error('nothing was imported');
      expect(readFileSync(join(room.images.layerDirectories(loaded)[0] ?? '', 'f')).equals(Buffer.alloc(4 * MIB, 'x'))).toBe(
        true,
      );
    },
  );
});
