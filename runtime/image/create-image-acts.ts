import type { ImageRecord } from '../base/image-record.ts';
import { cleanUpImages, type CleanedUp, type CleanUpRequest } from './clean-up/clean-up-images.ts';
import { planCleanUp, type CleanUpPlan, type CleanUpRules } from './clean-up/plan-clean-up.ts';
import { exportImages, type ExportPiece, type ExportRequest } from './export/export-images.ts';
import { requireImage } from './find-image.ts';
import type { ImageStore } from './image-store.ts';
import { imageHistory, type ImageHistory } from './inspect/image-history.ts';
import { listLayerFiles, type LayerFiles } from './inspect/list-layer-files.ts';
import { tagImage, untagImage, type Tagged } from './names/tag-image.ts';
import { storeUse, type StoreUse } from './usage/store-use.ts';
import { verifyImages, type VerifyReport, type VerifyRequest } from './verify/verify-images.ts';

/** What can be done with images that are here. An image is called by id, unique prefix of it, or name; an unknown one throws not-found. */
export interface ImageActs {
  tag(image: string, name: string): Tagged;
  /** Undefined when no image has the name. */
  untag(name: string): ImageRecord | undefined;
  history(image: string): Promise<ImageHistory>;
  /** `layer` is a digest of one, or '' for all. */
  layerFiles(request: {
    readonly image: string;
    readonly layer: string;
    readonly signal: AbortSignal;
  }): AsyncIterable<LayerFiles>;
  use(): Promise<StoreUse>;
  planCleanUp(rules: CleanUpRules): Promise<CleanUpPlan>;
  cleanUp(request: CleanUpRequest): Promise<CleanedUp>;
  verify(request: VerifyRequest): AsyncIterable<VerifyReport>;
  exportImages(request: ExportRequest): AsyncIterable<ExportPiece>;
}

/** `shown` is an image as callers see it. */
export function createImageActs(store: ImageStore, shown: (image: ImageRecord) => ImageRecord): ImageActs {
  const kept = <T extends { readonly image: ImageRecord }>(each: T): T => ({ ...each, image: shown(each.image) });
  return {
    tag: (image, name) => kept(tagImage(store, image, name)),
    untag: (name) => {
      const image = untagImage(store, name);
      return image === undefined ? undefined : shown(image);
    },
    history: async (image) => imageHistory(store, requireImage(store.records, image)),
    layerFiles: ({ image, ...request }) => listLayerFiles(store, { ...request, image: requireImage(store.records, image) }),
    use: async () => {
      const use = await storeUse(store);
      return { ...use, images: use.images.map(kept) };
    },
    planCleanUp: async (rules) => {
      const plan = await planCleanUp(store, rules);
      return { ...plan, candidates: plan.candidates.map(kept), kept: plan.kept.map(kept) };
    },
    cleanUp: async (request) => {
      const result = await cleanUpImages(store, request);
      return { ...result, removed: result.removed.map(shown), kept: result.kept.map(kept) };
    },
    verify: (request) => verifyImages(store, request),
    exportImages: (request) => exportImages(store, request),
  };
}
