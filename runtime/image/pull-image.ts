import type { ImageRecord } from '../base/image-record.ts';
import type { Hold } from './holds.ts';
import type { ImageStore } from './image-store.ts';
import type { PullProgress } from './images.ts';
import type { Platform } from './platform.ts';
import { imageRecord, planLayers, pullLayers } from './pull-layers.ts';
import { formatReference, type Reference } from './reference.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { resolveImage } from './resolve-image.ts';

export interface PullImageOptions {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly platform: Platform;
  /** The caller named the platform: an image that turns out to be for another one is refused. */
  readonly isPlatformChosen: boolean;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
  /** Keeps blobs and layers until the caller has listed the image. */
  readonly hold: Hold;
}

/** Brings an image here: manifest → config → layers side by side. Answers the record to list; nothing is listed before that. */
export async function pullImage(store: ImageStore, options: PullImageOptions): Promise<ImageRecord> {
  const { reference, onProgress, signal } = options;
  onProgress({ digest: '', phase: 'resolving', doneBytes: 0, totalBytes: 0 });
  const { top, digest, manifest, config } = await resolveImage({ ...options, store });
  const plans = planLayers(manifest, config, formatReference(reference));
  options.hold.add(plans.flatMap((plan) => [plan.chainId, plan.descriptor.digest]));
  await pullLayers(store, { plans, client: options.client, onProgress, signal });
  signal.throwIfAborted();
  const record = imageRecord(
    { manifest, digest, config, plans },
    {
      repoTags: reference.digest === undefined ? [formatReference(reference)] : [],
      repoDigests: [`${reference.name}@${top}`],
      createdAtNs: store.nowNs(),
    },
  );
  onProgress({ digest: '', phase: 'done', doneBytes: record.sizeBytes, totalBytes: record.sizeBytes });
  return record;
}
