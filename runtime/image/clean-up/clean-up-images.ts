import type { ImageId } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { requireImage } from '../find-image.ts';
import { collectGarbage, type ImageStore } from '../image-store.ts';
import { readHoldings } from '../usage/store-use.ts';
import { reasonToKeep, type Kept } from '../usage/image-users.ts';
import { planCleanUp, type CleanUpRules } from './plan-clean-up.ts';

export interface CleanUpRequest {
  readonly rules: CleanUpRules;
  /** When not empty, these instead of what the rules say. */
  readonly images: readonly string[];
}

export interface CleanedUp {
  readonly removed: readonly ImageRecord[];
  readonly kept: readonly Kept[];
  readonly freedBytes: number;
}

/**
 * Removes images that nobody uses. Whether one is used is asked when it goes, not when the plan was made; a record goes before its files, so
 * that an end at any point leaves images that are whole and files that the next start collects. Throws not-found before anything has gone.
 */
export async function cleanUpImages(store: ImageStore, { rules, images }: CleanUpRequest): Promise<CleanedUp> {
  const plan = images.length > 0 ? undefined : await planCleanUp(store, rules);
  const meant = plan?.candidates.map(({ image }) => image) ?? images.map((reference) => requireImage(store.records, reference));
  const holdings = await readHoldings(store);
  const removed = new Map<ImageId, ImageRecord>();
  const kept = new Map((plan?.kept ?? []).map((each) => [each.image.id, each]));
  try {
    for (const { id } of meant) {
      const image = store.records.get(id);
      if (image === undefined) continue;
      const reason = reasonToKeep(store, image);
      if (reason !== undefined) {
        kept.set(id, reason);
        continue;
      }
      store.records.delete(id);
      removed.set(id, image);
    }
  } finally {
    await collectGarbage(store);
  }
  return { removed: [...removed.values()], kept: [...kept.values()], freedBytes: holdings.freedBy([...removed.values()]) };
}
