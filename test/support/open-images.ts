import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageId } from '../../runtime/base/ids.ts';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import { createLogger } from '../../runtime/base/logger.ts';
import type { RecordTable } from '../../runtime/base/record-table.ts';
import { systemClock } from '../../runtime/host/clock.ts';
import { createHost } from '../../runtime/host/host.ts';
import { systemFiles } from '../../runtime/host/files.ts';
import { createImages, type ImagesDeps } from '../../runtime/image/create-images.ts';
import { takeSnapshot } from './leak-check.ts';

export type OpenedImages = Awaited<ReturnType<typeof createImages>>;

/** A real image store in a directory of its own. */
export interface ImageRoom {
  readonly directory: string;
  readonly images: OpenedImages;
  readonly records: RecordTable<ImageId, ImageRecord>;
  /** Names of all that is stored, listed or half-made: `blobs/sha256/…`, `layers/…`, `ingest/…`. */
  stored(): Promise<string[]>;
  close(): Promise<void>;
}

interface ImageRoomOptions extends Partial<Omit<ImagesDeps, 'host' | 'registries'>> {
  readonly parent?: string;
  readonly host?: Partial<ImagesDeps['host']>;
  readonly registries?: Partial<ImagesDeps['registries']>;
}

/** Opens an image store below `parent` (default: the system's temporary directory); closing it removes the directory. */
export async function openImageRoom(options: ImageRoomOptions = {}): Promise<ImageRoom> {
  const { parent = tmpdir(), host, registries, ...deps } = options;
  const directory = options.directory ?? (await mkdtemp(join(parent, 'slipway-images-')));
  const records = createMemoryRecords();
  const images = await createImages({
    host: { clock: systemClock, files: systemFiles, exec: createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }).exec, ...host },
    log: createLogger({ level: 'error', write: (line) => process.stderr.write(line), now: () => new Date() }),
    records,
    directory,
    layersInUse: () => [],
    imageUsers: () => [],
    pinnedImages: [],
    registries: { insecureHosts: [], directories: [], dockerConfig: '', environment: {}, ...registries },
    workerEntry: new URL('../../runtime/image/unpack-worker.ts', import.meta.url),
    architecture: process.arch,
    ...deps,
  });
  return {
    directory,
    images,
    records: options.records ?? records,
    stored: async () => {
      const kinds = ['blobs/sha256', 'blobs/sha512', 'ingest', 'layers', 'unpack'];
      const all = await Promise.all(
        kinds.map(async (kind) => (await readdir(join(directory, kind))).map((name) => `${kind}/${name}`)),
      );
      return all.flat().sort();
    },
    close: async () => {
      await images.close();
      const { mounts, processes, descriptors } = takeSnapshot({ directories: [directory] });
      const left = [...mounts, ...processes, ...descriptors.filter((target) => target.includes(directory))];
      if (left.length > 0) throw new Error(`left behind:\n  ${left.join('\n  ')}`);
      if (options.directory === undefined) await rm(directory, { recursive: true });
    },
  };
}

function createMemoryRecords(): RecordTable<ImageId, ImageRecord> {
  const map = new Map<ImageId, ImageRecord>();
  return {
    get: (id) => map.get(id),
    list: () => [...map.values()],
    put: (...items) => {
      for (const item of items) map.set(item.id, item);
    },
    delete: (id) => void map.delete(id),
  };
}
