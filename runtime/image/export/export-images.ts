import type { Digest } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { requireImage } from '../find-image.ts';
import { namesOf, type ImageStore } from '../image-store.ts';
import { blobGone } from '../inspect/blob-gone.ts';
import { fileSize } from '../inspect/file-size.ts';
import { parseManifest, type Descriptor } from '../manifest.ts';
import { tagsMeant } from '../names/tag-image.ts';
import { blobName, dockerList, layoutIndex, LAYOUT } from './layout-documents.ts';
import { packTar, tarBytes, type TarMember } from './pack-tar.ts';

export interface ExportRequest {
  /** Ids, unique prefixes, or names. */
  readonly images: readonly string[];
  readonly format: 'oci-layout' | 'docker-archive';
  readonly signal: AbortSignal;
}

/** A piece of the tar; the first one tells how long all of it will be. */
export interface ExportPiece {
  readonly bytes: Uint8Array;
  readonly totalBytes?: number;
}

/** One image as it goes into an archive. */
export interface ExportedImage {
  readonly image: ImageRecord;
  readonly tags: readonly string[];
  readonly manifest: Descriptor;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/**
 * Images as one tar: blobs as they were pulled, each once. Throws not-found, and data-loss when a blob is gone (before the first piece) or
 * damaged (in its place: the archive is then worth nothing).
 */
export async function* exportImages(store: ImageStore, request: ExportRequest): AsyncGenerator<ExportPiece, void, undefined> {
  using hold = store.holds.open();
  const images = await Promise.all(
    asked(store, request.images).map(async ({ image, tags }) => {
      hold.add(namesOf(image));
      return readImage(store, image, tags);
    }),
  );
  const members = membersOf(store, images, request.format);
  let totalBytes: number | undefined = tarBytes(members);
  for await (const bytes of packTar(members, request.signal)) {
    yield totalBytes === undefined ? { bytes } : { bytes, totalBytes };
    totalBytes = undefined;
  }
}

/** Each image once, with the tags that were meant. */
function asked({ records }: ImageStore, references: readonly string[]): { image: ImageRecord; tags: readonly string[] }[] {
  const found = new Map<string, { image: ImageRecord; tags: readonly string[] }>();
  for (const reference of references) {
    const image = requireImage(records, reference);
    const tags = [...(found.get(image.id)?.tags ?? []), ...tagsMeant(image, reference)];
    found.set(image.id, { image, tags: [...new Set(tags)] });
  }
  return [...found.values()];
}

async function readImage({ content }: ImageStore, image: ImageRecord, tags: readonly string[]): Promise<ExportedImage> {
  const sizeOf = async (digest: Digest): Promise<number> => {
    const size = await fileSize(content.path(digest));
    if (size === undefined) throw blobGone(image, digest);
    return size;
  };
  const size = await sizeOf(image.manifest);
  const document = parseManifest(await content.read(image.manifest), image.mediaType, `manifest ${image.manifest}`);
  if (document.kind === 'index') throw blobGone(image, image.manifest);
  for (const { digest } of [document.config, ...document.layers]) await sizeOf(digest);
  const { os, architecture, variant } = image.config;
  const platform = { os, architecture, variant };
  return {
    image,
    tags,
    manifest: { mediaType: image.mediaType, digest: image.manifest, size, annotations: {}, platform },
    ...document,
  };
}

function membersOf(
  { content }: ImageStore,
  images: readonly ExportedImage[],
  format: ExportRequest['format'],
): readonly TarMember[] {
  const blobs = new Map(
    images.flatMap(({ manifest, config, layers }) => [manifest, config, ...layers]).map((blob) => [blob.digest, blob]),
  );
  const folders = [...new Set([...blobs.keys()].map((digest) => digest.slice(0, 6)))].sort();
  return [
    { name: 'oci-layout', bytes: LAYOUT },
    { name: 'index.json', bytes: layoutIndex(images) },
    ...(format === 'docker-archive' ? [{ name: 'manifest.json', bytes: dockerList(images) }] : []),
    { name: 'blobs/' },
    ...folders.map((algorithm) => ({ name: `blobs/${algorithm}/` })),
    ...[...blobs.values()].map(({ digest, size }) => ({ name: blobName(digest), path: content.path(digest), size, digest })),
  ];
}
