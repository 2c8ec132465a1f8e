import * as fs from 'node:fs/promises';
import { CriError } from '../base/cri-error.ts';
import type { ImageRecord } from '../base/image-record.ts';
import { createArchiveReader, type ArchiveReader } from './archive/archive-reader.ts';
import { isDirectoryFormat, readDirectory } from './archive/read-directory.ts';
import { readDocker } from './archive/read-docker.ts';
import { readLayout, type ArchiveImage } from './archive/read-layout.ts';
import { receiveArchive } from './archive/receive-archive.ts';
import type { Hold } from './holds.ts';
import type { ImageStore } from './image-store.ts';
import type { ImportRequest, PullProgress } from './images.ts';
import type { Descriptor } from './manifest.ts';
import type { Platform } from './platform.ts';
import { imageRecord, planLayers, pullLayers } from './pull-layers.ts';
import { formatReference, parseReference } from './reference.ts';

export interface ImportOptions extends ImportRequest {
  readonly platform: Platform;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
  /** Keeps blobs and layers until the caller has listed the images. */
  readonly hold: Hold;
}

/**
 * Brings the images of an OCI layout or docker-archive tar here. Answers the records to list; nothing is listed before that.
 * Blobs that were stored before a failure are garbage: the caller collects it.
 */
export async function importArchive(store: ImageStore, options: ImportOptions): Promise<readonly ImageRecord[]> {
  const { archive, signal, onProgress } = options;
  const given = options.names.map((name) => parseReference(name));
  const directory = store.content.scratch();
  try {
    await fs.mkdir(directory, { mode: 0o700 });
    const onBytes = (doneBytes: number): void => {
      onProgress({ digest: '', phase: 'downloading', doneBytes, totalBytes: 0 });
    };
    const reader = createArchiveReader(await receiveArchive({ archive, directory, onBytes, signal }), store.content);
    const images = named(await imagesOf(reader, options.platform), given.map(formatReference));
    const records: ImageRecord[] = [];
    for (const image of images) records.push(await importImage(store, { ...options, image, reader }));
    const total = records.reduce((sum, record) => sum + record.sizeBytes, 0);
    onProgress({ digest: '', phase: 'done', doneBytes: total, totalBytes: total });
    return records;
  } finally {
    store.layers.discard(directory);
  }
}

type Found = ArchiveImage & { readonly manifestBytes?: Buffer };

async function imagesOf(reader: ArchiveReader, platform: Platform): Promise<Found[]> {
  if (reader.has('oci-layout') || reader.has('index.json')) return readLayout(reader, platform);
  if (await isDirectoryFormat(reader)) return [await readDirectory(reader, platform)];
  if (reader.has('manifest.json')) return readDocker(reader);
  throw new CriError(
    'invalid-argument',
    'the archive is neither an OCI image layout nor a docker archive nor a directory of skopeo',
    {
      hint: 'choose a tar made by docker save, podman save, ctr or skopeo',
    },
  );
}

function named(images: readonly Found[], given: readonly string[]): Found[] {
  const nameless = images.filter((image) => image.names.length === 0);
  if (given.length > 0 && nameless.length > 1) {
    throw new CriError(
      'invalid-argument',
      `the archive holds ${nameless.length} images without names; ${given.join(', ')} cannot name all of them`,
      {
        hint: 'import it without a name, then tag the images',
      },
    );
  }
  return images.map((image) => (image.names.length === 0 ? { ...image, names: given } : image));
}

interface ImageOptions extends ImportOptions {
  readonly image: Found;
  readonly reader: ArchiveReader;
}

async function importImage(store: ImageStore, options: ImageOptions): Promise<ImageRecord> {
  const { image, signal, onProgress } = options;
  const { manifest, config, documents } = image;
  const digest = documents.at(-1) ?? manifest.config.digest;
  const top = documents[0] ?? digest;
  const references = image.names.map((name) => parseReference(name));
  const plans = planLayers(manifest, config, image.names[0] ?? `image ${manifest.config.digest}`);
  options.hold.add([...documents, manifest.config.digest, ...plans.flatMap((plan) => [plan.chainId, plan.descriptor.digest])]);
  await storeBlobs(store, options);
  await pullLayers(store, { plans, signal, onProgress });
  signal.throwIfAborted();
  return imageRecord(
    { manifest, digest, config, plans },
    {
      repoTags: references.filter((reference) => reference.digest === undefined).map(formatReference),
      repoDigests: image.isOriginal ? [...new Set(references.map((reference) => `${reference.name}@${top}`))] : [],
      createdAtNs: store.nowNs(),
    },
  );
}

async function storeBlobs({ content }: ImageStore, { image, reader, signal }: ImageOptions): Promise<void> {
  const { manifest, manifestBytes, documents } = image;
  if (manifestBytes !== undefined) for (const digest of documents) await content.put(digest, manifestBytes);
  else for (const digest of documents) await storeBlob(content, reader, { digest });
  for (const descriptor of [manifest.config, ...manifest.layers]) {
    signal.throwIfAborted();
    await storeBlob(content, reader, descriptor);
  }
}

async function storeBlob(
  content: ImageStore['content'],
  reader: ArchiveReader,
  { digest, size }: Pick<Descriptor, 'digest'> & { size?: number },
): Promise<void> {
  const file = reader.blobFile(digest);
  if (size !== undefined && file !== undefined && file.size !== size) {
    throw new CriError('data-loss', `blob ${digest} of the archive has ${file.size} bytes, not ${size}`, {
      hint: 'save the image again',
    });
  }
  if (await content.has(digest)) return;
  if (file === undefined)
    throw new CriError('data-loss', `the archive lacks blob ${digest}`, { hint: 'save the image again, with all its layers' });
  await content.adopt(digest, file.path);
}
