import { isCriError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';
import { verifyDigest } from './content-store.ts';
import { fetchIntoStore } from './download-blob.ts';
import type { ImageStore } from './image-store.ts';
import type { PullProgress } from './images.ts';
import type { Descriptor } from './manifest.ts';
import { layerCompression } from './media-types.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { BlobFeed } from './unpack/blob-feed.ts';
import type { Unsettled } from './unpack/layer-writer.ts';
import type { UnpackPool } from './unpack/unpack-pool.ts';

export interface LayerPlan {
  readonly descriptor: Descriptor;
  readonly diffId: Digest;
  readonly chainId: Digest;
  /** Chain ids below, lowest first. */
  readonly below: readonly Digest[];
  /** The layer right below. */
  readonly lower?: LayerPlan;
}

export interface PullLayerOptions {
  /** Absent when every blob is in the store (import). */
  readonly client: RegistryClient | undefined;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
}

const MIN_RAW_BOUND = 1 << 30;
const MAX_RATIO = 250;

/** Downloads and unpacks one layer at the same time; it is committed after `lowerReady`, because it may need attributes of the layers below. */
export async function pullLayer(
  store: ImageStore,
  options: PullLayerOptions,
  { plan, lowerReady }: { readonly plan: LayerPlan; readonly lowerReady: Promise<unknown> },
): Promise<void> {
  const { layers } = store;
  const { signal } = options;
  const { digest, size } = plan.descriptor;
  const report = (phase: PullProgress['phase'], doneBytes: number): void => {
    options.onProgress({ digest, phase, doneBytes, totalBytes: size });
  };
  if (await layers.has(plan.chainId)) {
    // It may have been unpacked from a blob with another compression: push, export and repair want the one that this image names.
    await fetchBlob(store, options, { descriptor: plan.descriptor, feed: new BlobFeed() });
    report('exists', size);
    await lowerReady;
    return;
  }
  report('waiting', 0);
  const feed = new BlobFeed();
  const stop = (): void => {
    feed.abort();
  };
  signal.addEventListener('abort', stop, { once: true });
  let scratch = layers.scratch();
  try {
    const fetched = fetchBlob(store, options, { descriptor: plan.descriptor, feed });
    const [, first] = await settleBoth(fetched, unpack(store, { plan, feed, scratch }, signal), signal);
    report('unpacking', size);
    await lowerReady;
    let result = first;
    const lowers = plan.below.map((chainId) => layers.directory(chainId)).reverse();
    if (result.kind === 'done' && isUnsettled(result.unsettled) && lowers.length > 0) {
      const settled = await unpack(store, { plan, feed, scratch, lowers, settle: result.unsettled }, signal);
      if (settled.kind === 'needs-lower') result = settled;
    }
    if (result.kind === 'needs-lower') {
      // A link in a lower layer decides where files belong: once more, in order.
      layers.discard(scratch);
      scratch = layers.scratch();
      result = await unpack(store, { plan, feed, scratch, lowers }, signal);
    }
    if (result.kind === 'done') verifyDigest(plan.diffId, result.diffId);
    signal.throwIfAborted();
    await layers.commit(scratch, plan.chainId);
    report('done', size);
  } catch (error) {
    layers.discard(scratch);
    if (signal.aborted) throw signal.reason;
    if (isCriError(error, 'data-loss') && !(await store.content.isSound(digest))) layers.discard(store.content.path(digest));
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function fetchBlob(
  store: ImageStore,
  options: PullLayerOptions,
  { descriptor, feed }: { descriptor: Descriptor; feed: BlobFeed },
): Promise<void> {
  const { client, signal } = options;
  try {
    if (client !== undefined && !(await store.content.has(descriptor.digest))) {
      await fetchIntoStore(store, {
        client,
        descriptor,
        signal,
        onBytes: (doneBytes) => {
          feed.advance(Math.min(doneBytes, descriptor.size));
          options.onProgress({ digest: descriptor.digest, phase: 'downloading', doneBytes, totalBytes: descriptor.size });
        },
      });
    }
    feed.complete(descriptor.size);
  } catch (error) {
    feed.abort();
    throw error;
  }
}

interface Unpacking {
  readonly plan: LayerPlan;
  readonly feed: BlobFeed;
  readonly scratch: string;
  readonly lowers?: readonly string[];
  readonly settle?: Unsettled;
}

const isUnsettled = ({ implicit, whiteouts }: Unsettled): boolean => implicit.length + whiteouts.length > 0;

function unpack(store: ImageStore, of: Unpacking, signal: AbortSignal): ReturnType<UnpackPool['run']> {
  const { descriptor, below } = of.plan;
  const { content } = store;
  return store.pool.run(
    {
      blobs: [content.path(descriptor.digest), content.partPath(descriptor.digest), content.path(descriptor.digest)],
      feed: of.feed.shared,
      compression: layerCompression(descriptor.mediaType) ?? 'none',
      directory: of.scratch,
      hasLowers: below.length > 0,
      maxRawBytes: Math.max(MIN_RAW_BOUND, descriptor.size * MAX_RATIO),
      ...(of.lowers === undefined ? {} : { lowers: of.lowers }),
      ...(of.settle === undefined ? {} : { settle: of.settle }),
      userXattr: store.userXattr,
      algorithm: of.plan.diffId.slice(0, 6),
    },
    signal,
  );
}

/** Both results, or the first error once both have ended: nothing writes into the scratch directory afterwards. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>, signal: AbortSignal): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  signal.throwIfAborted();
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
