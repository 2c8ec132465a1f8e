import type { Digest, ImageId } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import type { ImageStore } from '../image-store.ts';
import { usersByImage } from './image-users.ts';
import { fileBytes } from './disk-use.ts';

export interface ImageUse {
  readonly image: ImageRecord;
  readonly uniqueBytes: number;
  readonly sharedBytes: number;
  /** Ids of the containers that use it. */
  readonly containers: readonly string[];
}

export interface StoreUse {
  readonly images: readonly ImageUse[];
  readonly totalBytes: number;
  readonly reclaimableBytes: number;
  readonly otherBytes: number;
}

/** Blobs and layers with who needs them and what they take. */
export interface Holdings {
  use(image: ImageRecord): { readonly uniqueBytes: number; readonly sharedBytes: number };
  /** The other images that need something of this one. */
  sharers(image: ImageRecord): readonly ImageRecord[];
  /** What goes when all of these go: no other image and no container needs it. */
  freedBy(images: readonly ImageRecord[]): number;
  /** What all images need together. */
  readonly bytes: number;
}

interface Holding {
  readonly bytes: number;
  readonly owners: Set<ImageId>;
  /** A container needs it, whatever becomes of its image. */
  readonly isMounted: boolean;
}

/** Bytes on disk of each image, true to `du`. */
export async function storeUse(store: ImageStore): Promise<StoreUse> {
  const holdings = await readHoldings(store);
  const { usedBytes } = await store.sizes.total();
  const users = usersByImage(store);
  const images = store.records.list().map((image) => ({ image, containers: users.get(image.id) ?? [], ...holdings.use(image) }));
  const free = images.filter(({ image, containers }) => containers.length === 0 && !store.isPinned(image));
  return {
    images,
    totalBytes: usedBytes,
    reclaimableBytes: holdings.freedBy(free.map(({ image }) => image)),
    otherBytes: Math.max(0, usedBytes - holdings.bytes),
  };
}

/** Measures all that listed images need. */
export async function readHoldings(store: ImageStore): Promise<Holdings> {
  const { records, content, layers, sizes } = store;
  const mounted = new Set(store.layersInUse());
  const byPath = new Map<string, Holding>();
  const byImage = new Map<ImageId, readonly string[]>();
  for (const image of records.list()) {
    const blobs = blobsOf(image).map((digest) => ({ path: content.path(digest), measure: fileBytes }));
    const unpacked = image.layers.map(({ chainId }) => ({ path: layers.directory(chainId), measure: bytesOf }));
    const parts = new Map([...blobs, ...unpacked].map((part) => [part.path, part.measure]));
    byImage.set(image.id, [...parts.keys()]);
    for (const [path, measure] of parts) {
      const known = byPath.get(path);
      if (known === undefined)
        byPath.set(path, { bytes: await measure(path), owners: new Set([image.id]), isMounted: mounted.has(path) });
      else known.owners.add(image.id);
    }
  }
  async function bytesOf(path: string): Promise<number> {
    return (await sizes.of(path)).usedBytes;
  }
  const of = (image: ImageRecord): Holding[] => (byImage.get(image.id) ?? []).flatMap((path) => byPath.get(path) ?? []);
  return {
    use: (image) => ({
      uniqueBytes: sum(of(image).filter(({ owners }) => owners.size === 1)),
      sharedBytes: sum(of(image).filter(({ owners }) => owners.size > 1)),
    }),
    sharers: (image) => {
      const ids = new Set(of(image).flatMap(({ owners }) => [...owners]));
      return records.list().filter(({ id }) => id !== image.id && ids.has(id));
    },
    freedBy: (images) => {
      const going = new Set(images.map(({ id }) => id));
      const parts = new Set(images.flatMap(of));
      return sum([...parts].filter(({ owners, isMounted }) => !isMounted && [...owners].every((id) => going.has(id))));
    },
    bytes: sum([...byPath.values()]),
  };
}

/** Every blob that the image needs: documents, configuration, layers. */
export function blobsOf(image: ImageRecord): readonly Digest[] {
  return [...new Set([...documentsOf(image), image.id as string as Digest, ...image.layers.map(({ digest }) => digest)])];
}

/** The indexes that the image was found by, and its manifest. */
function documentsOf({ repoDigests, manifest }: ImageRecord): Digest[] {
  return [...repoDigests.map((name) => name.slice(name.indexOf('@') + 1) as Digest), manifest];
}

const sum = (holdings: readonly Holding[]): number => holdings.reduce((total, { bytes }) => total + bytes, 0);
