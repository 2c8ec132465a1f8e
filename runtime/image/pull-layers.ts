import { CriError } from '../base/cri-error.ts';
import type { Digest, ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import { chainIds } from './chain-id.ts';
import type { ImageStore } from './image-store.ts';
import type { PullProgress } from './images.ts';
import type { Manifest, ParsedConfig } from './manifest.ts';
import { orElsewhere } from './or-elsewhere.ts';
import { pullLayer, type LayerPlan } from './pull-layer.ts';
import type { RegistryClient } from './registry/registry-client.ts';

export interface PullLayersOptions {
  /** Lowest first. */
  readonly plans: readonly LayerPlan[];
  /** Absent when every blob is in the store (import). */
  readonly client?: RegistryClient | undefined;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
}

/** The layers of a manifest, lowest first; throws data-loss when the config does not fit. `what` names the image in errors. */
export function planLayers(manifest: Manifest, config: ParsedConfig, what: string): readonly LayerPlan[] {
  if (config.diffIds.length !== manifest.layers.length) {
    throw new CriError('data-loss', `${what} has ${manifest.layers.length} layers and ${config.diffIds.length} diff ids`, {
      hint: 'build or push the image again',
    });
  }
  if (config.config.os !== '' && config.config.os !== 'linux') {
    throw new CriError('failed-precondition', `${what} is an image for ${config.config.os}`, {
      hint: 'choose an image for linux',
    });
  }
  const chain = chainIds(config.diffIds);
  const plans: LayerPlan[] = [];
  for (const [i, descriptor] of manifest.layers.entries()) {
    const lower = plans.at(-1);
    plans.push({
      descriptor,
      diffId: config.diffIds[i] as Digest,
      chainId: chain[i] as Digest,
      below: chain.slice(0, i),
      ...(lower === undefined ? {} : { lower }),
    });
  }
  return plans;
}

/** All layers side by side, joining those that others are pulling; the first failure ends the others, and all have ended when this returns. */
export async function pullLayers(store: ImageStore, options: PullLayersOptions): Promise<void> {
  const controller = new AbortController();
  const mine = { ...options, signal: AbortSignal.any([options.signal, controller.signal]) };
  const results = await Promise.allSettled(
    options.plans.map((plan) =>
      joinLayer(store, mine, plan).catch((error: unknown) => {
        controller.abort(error);
        throw error;
      }),
    ),
  );
  options.signal.throwIfAborted();
  if (controller.signal.aborted) throw controller.signal.reason;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The record of an image whose layers are here. */
export function imageRecord(
  of: {
    readonly manifest: Manifest;
    readonly digest: Digest;
    readonly config: ParsedConfig;
    readonly plans: readonly LayerPlan[];
  },
  names: Pick<ImageRecord, 'repoTags' | 'repoDigests' | 'createdAtNs'>,
): ImageRecord {
  return {
    version: 1,
    id: of.manifest.config.digest as string as ImageId,
    ...names,
    manifest: of.digest,
    mediaType: of.manifest.mediaType,
    layers: of.plans.map(({ descriptor, diffId, chainId }) => ({
      digest: descriptor.digest,
      diffId,
      chainId,
      sizeBytes: descriptor.size,
      mediaType: descriptor.mediaType,
    })),
    sizeBytes: of.manifest.layers.reduce((sum, layer) => sum + layer.size, of.manifest.config.size),
    config: of.config.config,
    pinned: false,
  };
}

/** A layer's flight is itself a caller of the flight below: whoever else leaves, what it needs goes on. */
function joinLayer(store: ImageStore, options: PullLayersOptions, plan: LayerPlan): Promise<undefined> {
  const { signal, onProgress } = options;
  return store.layerFlights.join(plan.chainId, { signal, onProgress }, async (shared, report) => {
    const done = new AbortController();
    const below = { ...options, signal: AbortSignal.any([shared, done.signal]), onProgress: () => undefined };
    const lowerReady = plan.lower === undefined ? Promise.resolve() : joinLayer(store, below, plan.lower);
    lowerReady.catch(() => undefined);
    try {
      const { client } = options;
      await orElsewhere({ client, content: store.content, digest: plan.descriptor.digest }, () =>
        pullLayer(store, { client, signal: shared, onProgress: report }, { plan, lowerReady }),
      );
      return undefined;
    } finally {
      done.abort();
    }
  });
}
