import { messageOf } from '../base/cri-error.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { Logger } from '../base/logger.ts';
import type { ImageStore } from './image-store.ts';
import type { LayerPlan } from './pull-layer.ts';
import { pullLayers } from './pull-layers.ts';

/**
 * Unpacks again, from the stored blobs, the layers that listed images lack (a power cut, a hand in the directory). An image that cannot be
 * made whole is no longer listed: pulling it again brings it back.
 */
export async function restoreLayers(store: ImageStore, log: Logger): Promise<void> {
  const present = new Set(await store.layers.list());
  for (const image of store.records.list()) {
    if (image.layers.every((layer) => present.has(store.layers.directory(layer.chainId)))) continue;
    try {
      await pullLayers(store, { plans: plansOf(image), onProgress: () => undefined, signal: new AbortController().signal });
      log.info('layers unpacked again', { image: image.id, names: image.repoTags });
    } catch (error) {
      store.records.delete(image.id);
      log.warn('image dropped: its layers are gone and cannot be unpacked again', {
        image: image.id,
        names: image.repoTags,
        error: messageOf(error),
      });
    }
  }
}

/** The layers of a listed image, lowest first. */
export function plansOf(image: ImageRecord): readonly LayerPlan[] {
  const plans: LayerPlan[] = [];
  for (const { digest, diffId, chainId, sizeBytes, mediaType } of image.layers) {
    const lower = plans.at(-1);
    plans.push({
      descriptor: { mediaType, digest, size: sizeBytes, annotations: {} },
      diffId,
      chainId,
      below: plans.map((plan) => plan.chainId),
      ...(lower === undefined ? {} : { lower }),
    });
  }
  return plans;
}
