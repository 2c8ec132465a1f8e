import type { ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { RecordTable } from '../base/record-table.ts';
import type { Semaphore } from '../base/semaphore.ts';
import type { ContentStore } from './content-store.ts';
import { withoutTags } from './find-image.ts';
import type { Flights } from './flights.ts';
import type { Holds } from './holds.ts';
import type { PullProgress } from './images.ts';
import type { LayerStore } from './layer-store.ts';
import type { ImageUser } from './usage/image-users.ts';
import type { LayerSizes } from './usage/layer-sizes.ts';
import type { UnpackPool } from './unpack/unpack-pool.ts';

/** What all acts on images share. */
export interface ImageStore {
  readonly records: RecordTable<ImageId, ImageRecord>;
  readonly content: ContentStore;
  readonly layers: LayerStore;
  readonly holds: Holds;
  readonly pool: UnpackPool;
  /** Layers are for a user namespace. */
  readonly userXattr: boolean;
  /** Bounds downloads at the same time. */
  readonly downloads: Semaphore;
  /** By chain id. */
  readonly layerFlights: Flights<undefined, PullProgress>;
  /** By digest; progress in bytes. */
  readonly blobFlights: Flights<undefined, number>;
  /** Layer directories that containers need. */
  readonly layersInUse: () => Iterable<string>;
  /** Containers with the images that they use. */
  readonly imageUsers: () => Iterable<ImageUser>;
  /** By configuration: what a clean-up never takes. */
  readonly isPinned: (image: ImageRecord) => boolean;
  readonly sizes: LayerSizes;
  readonly nowNs: () => number;
}

/** All that the image needs in the store, for a hold. */
export function namesOf(image: ImageRecord): string[] {
  const tops = image.repoDigests.map((name) => name.slice(name.indexOf('@') + 1));
  return [image.id, image.manifest, ...tops, ...image.layers.flatMap((layer) => [layer.digest, layer.chainId])];
}

/** Lists an image: its names join those that it has already, and leave whoever had them before. */
export function listImage({ records }: Pick<ImageStore, 'records'>, image: ImageRecord): ImageRecord {
  const known = records.get(image.id);
  const record = {
    ...(known ?? image),
    repoTags: union(known?.repoTags, image.repoTags),
    repoDigests: union(known?.repoDigests, image.repoDigests),
  };
  const robbed = records
    .list()
    .filter((other) => other.id !== record.id && other.repoTags.some((tag) => image.repoTags.includes(tag)));
  // Together: a name never has two images, and is never lost, whenever the daemon ends.
  records.put(record, ...robbed.map((other) => withoutTags(other, image.repoTags)));
  return record;
}

const union = (a: readonly string[] = [], b: readonly string[] = []): string[] => [...new Set([...a, ...b])];

/**
 * Drops blobs and layers that no record, container or hold needs. Deciding and renaming away happen in one tick: who holds a name before it
 * looks for the file either finds it for good, or finds nothing. `blobsOlderThanMs` spares what a broken pull may come back for.
 */
export async function collectGarbage(store: ImageStore, { blobsOlderThanMs = 0 } = {}): Promise<void> {
  const { content, layers, records } = store;
  const [storedLayers, storedBlobs] = [await layers.list(), await content.list(blobsOlderThanMs)];
  const needed = new Set<string>(store.layersInUse());
  const need = (name: string): void => void needed.add(name).add(layers.directory(name as ImageId));
  for (const name of store.holds.names()) need(name);
  for (const record of records.list()) namesOf(record).forEach(need);
  for (const path of storedLayers) if (!needed.has(path)) layers.discard(path);
  for (const digest of storedBlobs) if (!needed.has(digest)) layers.discard(content.path(digest));
}
