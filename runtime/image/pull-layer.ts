import type { Digest } from '../base/ids.ts';
import type { Semaphore } from '../base/semaphore.ts';
import type { ContentStore } from './content-store.ts';
import { verifyDigest } from './content-store.ts';
import { downloadBlob } from './download-blob.ts';
import type { PullProgress } from './images.ts';
import type { LayerStore } from './layer-store.ts';
import type { Descriptor } from './manifest.ts';
import { layerCompression } from './media-types.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { BlobFeed } from './unpack/blob-feed.ts';
import type { UnpackPool } from './unpack/unpack-pool.ts';

export interface LayerPlan {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
  readonly chainId: Digest;
  /** Chain ids below, lowest first. */
  readonly below: readonly Digest[];
}

export interface PullLayerOptions {
  readonly content: ContentStore;
  readonly layers: LayerStore;
  readonly pool: UnpackPool;
  readonly downloads: Semaphore;
  /** Absent when every blob is in the store (import). */
  readonly client?: RegistryClient | undefined;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
}

const MIN_RAW_BOUND = 1 << 30;
const MAX_RATIO = 250;

/** Downloads and unpacks one layer at the same time; it is committed after `lowerReady`, because it may need attributes of the layers below. */
export async function pullLayer(options: PullLayerOptions, plan: LayerPlan, lowerReady: Promise<unknown>): Promise<void> {
  const { layers, signal } = options;
  const { digest, size } = plan.descriptor;
  const report = (phase: PullProgress['phase'], doneBytes: number): void => { options.onProgress({ digest, phase, doneBytes, totalBytes: size }); };
  if (await layers.has(plan.chainId)) {
    report('exists', size);
    await lowerReady;
    return;
  }
  report('waiting', 0);
  const feed = new BlobFeed();
  const stop = (): void => { feed.abort(); };
  signal.addEventListener('abort', stop, { once: true });
  let scratch = layers.scratch();
  try {
    const fetched = fetchBlob(options, plan, feed);
    const [, first] = await settleBoth(fetched, unpack(options, { plan, feed, scratch }), signal);
    report('unpacking', size);
    await lowerReady;
    let result = first;
    const lowers = plan.below.map((chainId) => layers.directory(chainId)).reverse();
    if (result.kind === 'done' && result.implicit.length > 0 && lowers.length > 0) {
      const inherited = await unpack(options, { plan, feed, scratch, lowers, inherit: result.implicit });
      if (inherited.kind === 'needs-lower') result = inherited;
    }
    if (result.kind === 'needs-lower') {
      // A link in a lower layer decides where files belong: once more, in order.
      discardScratch(layers, scratch);
      scratch = layers.scratch();
      result = await unpack(options, { plan, feed, scratch, lowers });
    }
    if (result.kind === 'done') verifyDigest(plan.diffId, result.diffId);
    signal.throwIfAborted();
    await layers.commit(scratch, plan.chainId);
    report('done', size);
  } catch (error) {
    discardScratch(layers, scratch);
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function fetchBlob(options: PullLayerOptions, plan: LayerPlan, feed: BlobFeed): Promise<void> {
  const { content, client, descriptor } = { ...options, ...plan };
  if (client === undefined || (await content.has(descriptor.digest))) {
    feed.complete(descriptor.size);
    return;
  }
  await options.downloads.run(async () => {
    await downloadBlob({
      store: content,
      client,
      descriptor,
      feed,
      signal: options.signal,
      onBytes: (doneBytes) => { options.onProgress({ digest: descriptor.digest, phase: 'downloading', doneBytes, totalBytes: descriptor.size }); },
    });
  }, options.signal).catch((error: unknown) => {
    feed.abort();
    throw error;
  });
}

function unpack(
  options: PullLayerOptions,
  of: { readonly plan: LayerPlan; readonly feed: BlobFeed; readonly scratch: string; readonly lowers?: readonly string[]; readonly inherit?: readonly string[] },
): ReturnType<UnpackPool['run']> {
  const { descriptor, below } = of.plan;
  return options.pool.run({
    blobs: [options.content.path(descriptor.digest), options.content.partPath(descriptor.digest), options.content.path(descriptor.digest)],
    feed: of.feed.shared,
    compression: layerCompression(descriptor.mediaType) ?? 'none',
    directory: of.scratch,
    hasLowers: below.length > 0,
    maxRawBytes: Math.max(MIN_RAW_BOUND, descriptor.size * MAX_RATIO),
    ...(of.lowers === undefined ? {} : { lowers: of.lowers }),
    ...(of.inherit === undefined ? {} : { inherit: of.inherit }),
  }, options.signal);
}

/** Both results, or the first error once both have ended: nothing writes into the scratch directory afterwards. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>, signal: AbortSignal): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  signal.throwIfAborted();
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

function discardScratch(layers: LayerStore, scratch: string): void {
  try {
    layers.discard(scratch);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
