import { errnoOf } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import type { ImageLayer, ImageRecord } from '../../base/image-record.ts';
import type { ImageStore } from '../image-store.ts';
import { parseConfig, type HistoryEntry } from '../manifest.ts';
import { digestOf, verifyDigest } from '../content-store.ts';
import { blobGone } from './blob-gone.ts';

export interface HistoryStep extends HistoryEntry {
  /** Absent for a step that changed no file. */
  readonly layer?: ImageLayer;
}

export interface ImageHistory {
  /** Oldest first. */
  readonly steps: readonly HistoryStep[];
  /** The documents as they are stored: JSON text. */
  readonly config: string;
  readonly manifest: string;
}

/** How an image was built, by its configuration. Throws data-loss when a document is damaged or gone. */
export async function imageHistory(store: Pick<ImageStore, 'content'>, image: ImageRecord): Promise<ImageHistory> {
  const config = await readDocument(store, image, image.id as string as Digest);
  const manifest = await readDocument(store, image, image.manifest);
  const { history } = parseConfig(config, `config ${image.id}`);
  return { steps: stepsOf(history, image.layers), config: config.toString('utf8'), manifest: manifest.toString('utf8') };
}

/** Each step that made a layer with it; without a history that fits, a step for each layer. */
function stepsOf(history: readonly HistoryEntry[], layers: readonly ImageLayer[]): readonly HistoryStep[] {
  const nothing = { created: '', createdBy: '', author: '', comment: '', emptyLayer: false };
  if (history.filter(({ emptyLayer }) => !emptyLayer).length !== layers.length)
    return layers.map((layer) => ({ ...nothing, layer }));
  const next = layers.values();
  return history.map((entry) => {
    const layer = entry.emptyLayer ? undefined : next.next().value;
    return layer === undefined ? entry : { ...entry, layer };
  });
}

/** A document of an image, which matches its digest. */
export async function readDocument(
  { content }: Pick<ImageStore, 'content'>,
  image: ImageRecord,
  digest: Digest,
): Promise<Buffer> {
  try {
    const bytes = await content.read(digest);
    verifyDigest(digest, digestOf(digest, bytes));
    return bytes;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw blobGone(image, digest);
    throw error;
  }
}
