import { CriError } from '../base/cri-error.ts';
import type { Digest, ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import { chainIds } from './chain-id.ts';
import { chooseManifests } from './choose-manifest.ts';
import { digestOf, verifyDigest } from './content-store.ts';
import { parseConfig, parseManifest, type Manifest, type ParsedConfig } from './manifest.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { pullLayer, type LayerPlan, type PullLayerOptions } from './pull-layer.ts';
import { downloadBlob } from './download-blob.ts';
import { formatReference, type Reference } from './reference.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { BlobFeed } from './unpack/blob-feed.ts';

export interface PullImageOptions extends Omit<PullLayerOptions, 'client' | 'signal'> {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly nowNs: () => number;
  /** Joins identical layers in flight. */
  readonly layerFlight: (key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  /** Keeps blobs and layers from garbage collection until the pull has ended. */
  readonly hold: (names: readonly string[]) => void;
}

const MAX_CONFIG_BYTES = 8 << 20;
const MAX_INDEX_DEPTH = 4;

/** Brings an image here: manifest → config → layers side by side. Answers the record to store; nothing is listed before that. */
export async function pullImage(options: PullImageOptions): Promise<ImageRecord> {
  const { reference, onProgress, signal } = options;
  onProgress({ digest: '', phase: 'resolving', doneBytes: 0, totalBytes: 0 });
  const top = await fetchManifest(options, reference.digest ?? reference.tag ?? 'latest', reference.digest);
  const found = await descend(options, top, 0);
  if (found === undefined) {
    throw new CriError('not-found', `${formatReference(reference)} has no image for ${formatPlatform(options.platform)}`, { hint: 'choose another platform or another tag' });
  }
  const { manifest, digest } = found;
  const config = await fetchConfig(options, manifest);
  if (config.diffIds.length !== manifest.layers.length) throw new CriError('data-loss', `${formatReference(reference)} has ${String(manifest.layers.length)} layers and ${String(config.diffIds.length)} diff ids`, { hint: 'push the image again' });
  if (config.config.os !== '' && config.config.os !== options.platform.os) throw new CriError('failed-precondition', `${formatReference(reference)} is an image for ${config.config.os}`, { hint: 'choose an image for linux' });
  const chain = chainIds(config.diffIds);
  options.hold([...chain, ...manifest.layers.map((layer) => layer.digest), manifest.config.digest, digest, top.digest]);
  await pullLayers(options, manifest.layers.map((descriptor, i) => ({ descriptor, diffId: config.diffIds[i] as Digest, chainId: chain[i] as Digest, below: chain.slice(0, i) })));
  signal.throwIfAborted();
  const total = manifest.layers.reduce((sum, layer) => sum + layer.size, manifest.config.size);
  onProgress({ digest: '', phase: 'done', doneBytes: total, totalBytes: total });
  return {
    version: 1,
    id: manifest.config.digest as string as ImageId,
    repoTags: reference.digest === undefined ? [`${reference.name}:${reference.tag ?? 'latest'}`] : [],
    repoDigests: [`${reference.name}@${top.digest}`],
    manifest: digest,
    mediaType: manifest.mediaType,
    layers: manifest.layers.map((layer, i) => ({ digest: layer.digest, diffId: config.diffIds[i] as Digest, chainId: chain[i] as Digest, sizeBytes: layer.size, mediaType: layer.mediaType })),
    sizeBytes: total,
    config: config.config,
    pinned: false,
    createdAtNs: options.nowNs(),
  };
}

interface Fetched {
  readonly digest: Digest;
  readonly document: ReturnType<typeof parseManifest>;
}

async function fetchManifest(options: PullImageOptions, tagOrDigest: string, digest: Digest | undefined): Promise<Fetched> {
  const { content, client, reference, signal } = options;
  const isStored = digest !== undefined && (await content.has(digest));
  const { bytes, contentType } = isStored ? { bytes: await content.read(digest), contentType: '' } : await client.manifest(tagOrDigest, signal);
  const actual = digest ?? (digestOf('sha256:' as Digest, bytes) as Digest);
  options.hold([actual]);
  if (!isStored) await content.put(actual, bytes);
  return { digest: actual, document: parseManifest(bytes, contentType, `manifest ${reference.name} ${tagOrDigest}`) };
}

async function descend(options: PullImageOptions, fetched: Fetched, depth: number): Promise<{ manifest: Manifest; digest: Digest } | undefined> {
  if (fetched.document.kind === 'manifest') return { manifest: fetched.document, digest: fetched.digest };
  if (depth === MAX_INDEX_DEPTH) throw new CriError('data-loss', `${options.reference.name} has indexes nested deeper than ${String(MAX_INDEX_DEPTH)}`);
  for (const candidate of chooseManifests(fetched.document.manifests, options.platform)) {
    const found = await descend(options, await fetchManifest(options, candidate.digest, candidate.digest), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function fetchConfig(options: PullImageOptions, manifest: Manifest): Promise<ParsedConfig> {
  const { content, client, signal } = options;
  const descriptor = manifest.config;
  if (descriptor.size > MAX_CONFIG_BYTES) throw new CriError('resource-exhausted', `the config of ${options.reference.name} has ${String(descriptor.size)} bytes`, { hint: 'this is not an ordinary image' });
  options.hold([descriptor.digest]);
  if (!(await content.has(descriptor.digest))) await downloadBlob({ store: content, client, descriptor, feed: new BlobFeed(), signal, onBytes: () => undefined });
  const bytes = await content.read(descriptor.digest);
  verifyDigest(descriptor.digest, digestOf(descriptor.digest, bytes));
  return parseConfig(bytes, `config ${descriptor.digest}`);
}

/** All layers side by side; the first failure ends the others, and all have ended when this returns. */
async function pullLayers(options: PullImageOptions, plans: readonly LayerPlan[]): Promise<void> {
  const controller = new AbortController();
  const signal = AbortSignal.any([options.signal, controller.signal]);
  let lower: Promise<unknown> = Promise.resolve();
  const all = plans.map((plan) => {
    const ready = lower;
    const pulled = options.layerFlight(plan.chainId, signal, (shared) => pullLayer({ ...options, signal: shared }, plan, ready));
    const guarded = pulled.catch((error: unknown) => {
      controller.abort(error);
      throw error;
    });
    lower = guarded;
    return guarded;
  });
  const results = await Promise.allSettled(all);
  options.signal.throwIfAborted();
  if (controller.signal.aborted) throw controller.signal.reason;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

