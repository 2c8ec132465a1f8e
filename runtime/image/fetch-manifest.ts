import { CriError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';
import { digestOf, verifyDigest } from './content-store.ts';
import { fetchIntoStore } from './download-blob.ts';
import type { ImageStore } from './image-store.ts';
import { parseConfig, parseManifest, type Manifest, type ParsedConfig } from './manifest.ts';
import { orElsewhere } from './or-elsewhere.ts';
import type { PullImageOptions } from './pull-image.ts';

/** What fetching needs of a pull. */
export interface Fetching extends Pick<PullImageOptions, 'client' | 'reference' | 'hold' | 'signal'> {
  readonly store: ImageStore;
}

export interface FetchedManifest {
  readonly digest: Digest;
  readonly document: ReturnType<typeof parseManifest>;
}

const MAX_CONFIG_BYTES = 8 << 20;

/** The manifest or index, from the store or the registry (`isAsked`: always from the registry); it is in the store and held afterwards. */
export async function fetchManifest(
  { client, reference, hold, signal, store: { content } }: Fetching,
  wanted: { readonly tag: string } | { readonly digest: Digest },
  { isAsked = false }: { readonly isAsked?: boolean } = {},
): Promise<FetchedManifest> {
  const digest = 'digest' in wanted ? wanted.digest : undefined;
  if (digest !== undefined) hold.add([digest]);
  const isStored = !isAsked && digest !== undefined && (await content.has(digest));
  const { bytes, contentType } = isStored
    ? { bytes: await content.read(digest), contentType: '' }
    : await client.manifest(wanted, signal);
  const actual = digest ?? (digestOf('sha256:' as Digest, bytes) as Digest);
  hold.add([actual]);
  if (!isStored) await content.put(actual, bytes);
  const name = `manifest ${reference.name} ${'digest' in wanted ? wanted.digest : wanted.tag}`;
  return { digest: actual, document: parseManifest(bytes, contentType, name) };
}

/** The configuration of an image, from the store or the registry; it is in the store and held afterwards. */
export async function fetchConfig(
  { client, reference, hold, signal, store }: Fetching,
  manifest: Manifest,
): Promise<ParsedConfig> {
  const { content } = store;
  const descriptor = manifest.config;
  const { digest } = descriptor;
  if (descriptor.size > MAX_CONFIG_BYTES)
    throw new CriError('resource-exhausted', `the config of ${reference.name} has ${String(descriptor.size)} bytes`, {
      hint: 'this is not an ordinary image',
    });
  hold.add([digest]);
  if (!(await content.has(digest)))
    await orElsewhere({ client, content, digest }, () => fetchIntoStore(store, { client, descriptor, signal }));
  const bytes = await content.read(digest);
  verifyDigest(digest, digestOf(digest, bytes));
  return parseConfig(bytes, `config ${digest}`);
}
