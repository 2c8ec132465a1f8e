import { CriError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import { chooseManifests } from './choose-manifest.ts';
import { digestOf, verifyDigest } from './content-store.ts';
import { fetchIntoStore } from './download-blob.ts';
import type { Hold } from './holds.ts';
import type { ImageStore } from './image-store.ts';
import type { PullProgress } from './images.ts';
import { parseConfig, parseManifest, type Manifest, type ParsedConfig } from './manifest.ts';
import { orElsewhere } from './or-elsewhere.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { imageRecord, planLayers, pullLayers } from './pull-layers.ts';
import { formatReference, type Reference } from './reference.ts';
import type { RegistryClient } from './registry/registry-client.ts';

export interface PullImageOptions {
  readonly client: RegistryClient;
  readonly reference: Reference;
  readonly platform: Platform;
  readonly onProgress: (progress: PullProgress) => void;
  readonly signal: AbortSignal;
  /** Keeps blobs and layers until the caller has listed the image. */
  readonly hold: Hold;
}

interface Act extends PullImageOptions {
  readonly store: ImageStore;
}

const MAX_CONFIG_BYTES = 8 << 20;
const MAX_INDEX_DEPTH = 4;

/** Brings an image here: manifest → config → layers side by side. Answers the record to list; nothing is listed before that. */
export async function pullImage(store: ImageStore, options: PullImageOptions): Promise<ImageRecord> {
  const { reference, onProgress, signal } = options;
  const act = { ...options, store };
  onProgress({ digest: '', phase: 'resolving', doneBytes: 0, totalBytes: 0 });
  const { digest: wanted, tag = 'latest' } = reference;
  const top = await fetchManifest(act, wanted === undefined ? { tag } : { digest: wanted });
  const found = await descend(act, top, 0);
  if (found === undefined) {
    throw new CriError('not-found', `${formatReference(reference)} has no image for ${formatPlatform(options.platform)}`, {
      hint: 'choose another platform or another tag',
    });
  }
  const { manifest, digest } = found;
  const config = await fetchConfig(act, manifest);
  const plans = planLayers(manifest, config, formatReference(reference));
  options.hold.add(plans.flatMap((plan) => [plan.chainId, plan.descriptor.digest]));
  await pullLayers(store, { plans, client: options.client, onProgress, signal });
  signal.throwIfAborted();
  const record = imageRecord(
    { manifest, digest, config, plans },
    {
      repoTags: reference.digest === undefined ? [formatReference(reference)] : [],
      repoDigests: [`${reference.name}@${top.digest}`],
      createdAtNs: store.nowNs(),
    },
  );
  onProgress({ digest: '', phase: 'done', doneBytes: record.sizeBytes, totalBytes: record.sizeBytes });
  return record;
}

interface Fetched {
  readonly digest: Digest;
  readonly document: ReturnType<typeof parseManifest>;
}

async function fetchManifest(options: Act, wanted: { readonly tag: string } | { readonly digest: Digest }): Promise<Fetched> {
  const { client, reference, signal } = options;
  const { content } = options.store;
  const digest = 'digest' in wanted ? wanted.digest : undefined;
  if (digest !== undefined) options.hold.add([digest]);
  const isStored = digest !== undefined && (await content.has(digest));
  const { bytes, contentType } = isStored
    ? { bytes: await content.read(digest), contentType: '' }
    : await client.manifest(wanted, signal);
  const actual = digest ?? (digestOf('sha256:' as Digest, bytes) as Digest);
  options.hold.add([actual]);
  if (!isStored) await content.put(actual, bytes);
  return {
    digest: actual,
    document: parseManifest(bytes, contentType, `manifest ${reference.name} ${'digest' in wanted ? wanted.digest : wanted.tag}`),
  };
}

async function descend(
  options: Act,
  fetched: Fetched,
  depth: number,
): Promise<{ manifest: Manifest; digest: Digest } | undefined> {
  if (fetched.document.kind === 'manifest') return { manifest: fetched.document, digest: fetched.digest };
  if (depth === MAX_INDEX_DEPTH)
    throw new CriError('data-loss', `${options.reference.name} has indexes nested deeper than ${String(MAX_INDEX_DEPTH)}`);
  for (const candidate of chooseManifests(fetched.document.manifests, options.platform)) {
    const found = await descend(options, await fetchManifest(options, { digest: candidate.digest }), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function fetchConfig(options: Act, manifest: Manifest): Promise<ParsedConfig> {
  const { client, signal } = options;
  const { content } = options.store;
  const descriptor = manifest.config;
  if (descriptor.size > MAX_CONFIG_BYTES)
    throw new CriError('resource-exhausted', `the config of ${options.reference.name} has ${String(descriptor.size)} bytes`, {
      hint: 'this is not an ordinary image',
    });
  options.hold.add([descriptor.digest]);
  if (!(await content.has(descriptor.digest))) {
    await orElsewhere({ client, content, digest: descriptor.digest }, () =>
      fetchIntoStore(options.store, { client, descriptor, signal }),
    );
  }
  const bytes = await content.read(descriptor.digest);
  verifyDigest(descriptor.digest, digestOf(descriptor.digest, bytes));
  return parseConfig(bytes, `config ${descriptor.digest}`);
}
