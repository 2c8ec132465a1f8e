import { CriError, isCriError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';
import { printable } from '../base/sanitize.ts';
import { chooseManifests } from './choose-manifest.ts';
import { fetchConfig, fetchManifest, type FetchedManifest, type Fetching } from './fetch-manifest.ts';
import type { Descriptor, Manifest, ParsedConfig } from './manifest.ts';
import { formatPlatform, platformFit, type Platform } from './platform.ts';
import { formatReference } from './reference.ts';

export interface ResolveOptions extends Fetching {
  readonly platform: Platform;
  /** The caller named the platform: an image that turns out to be for another one is refused. */
  readonly isPlatformChosen: boolean;
}

/** The one image that a name and a platform stand for. */
export interface ResolvedImage {
  /** Of the document under the name itself: a manifest or an index. */
  readonly top: Digest;
  /** Of the image's own manifest. */
  readonly digest: Digest;
  readonly manifest: Manifest;
  readonly config: ParsedConfig;
}

const MAX_INDEX_DEPTH = 4;
/** Of one pull: indexes that lead nowhere are not followed for ever. */
const MAX_MANIFESTS = 100;

/** Follows a name through indexes to the image for the platform. Throws not-found, with the platforms that there are, when it has none. */
export async function resolveImage(options: ResolveOptions): Promise<ResolvedImage> {
  const { reference, platform, isPlatformChosen } = options;
  const { digest, tag = 'latest' } = reference;
  // The registry is asked also for what is here: it decides who may have it.
  const top = await fetchManifest(options, digest === undefined ? { tag } : { digest }, { isAsked: true });
  const search: Search = { ...options, offered: new Set(), budget: MAX_MANIFESTS, refusal: undefined };
  const found =
    top.document.kind === 'manifest'
      ? await withConfig(options, { digest: top.digest, manifest: top.document })
      : await searchIndex(search, top, 1);
  if (found === undefined) throw search.refusal ?? noImage(options, search.offered);
  // Many single images do not say truly what they are for: unless somebody asked, they are taken as they are.
  if (isPlatformChosen && top.document.kind === 'manifest' && !isFor(platform, found.config.config))
    throw noImage(options, new Set([formatPlatform(found.config.config)]));
  return { top: top.digest, digest: found.digest, manifest: found.manifest, config: found.config };
}

type Found = Omit<ResolvedImage, 'top'>;

interface Search extends ResolveOptions {
  /** The platforms that were passed over. */
  readonly offered: Set<string>;
  budget: number;
  /** Why what had no platform could not be taken. */
  refusal: CriError | undefined;
}

async function searchIndex(search: Search, { document }: FetchedManifest, depth: number): Promise<Found | undefined> {
  if (document.kind !== 'index') return undefined;
  if (depth > MAX_INDEX_DEPTH) {
    throw new CriError('data-loss', `${search.reference.name} has indexes nested deeper than ${String(MAX_INDEX_DEPTH)}`, {
      hint: 'this is not an ordinary image',
    });
  }
  for (const { platform } of document.manifests) if (platform !== undefined) search.offered.add(formatPlatform(platform));
  for (const candidate of chooseManifests(document.manifests, search.platform)) {
    const found = await tryCandidate(search, candidate, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function tryCandidate(search: Search, candidate: Descriptor, depth: number): Promise<Found | undefined> {
  if (--search.budget < 0) {
    throw new CriError('resource-exhausted', `${search.reference.name} leads to more than ${String(MAX_MANIFESTS)} manifests`, {
      hint: 'this is not an ordinary image',
    });
  }
  const isSaid = candidate.platform !== undefined && candidate.platform.architecture !== '';
  try {
    const fetched = await fetchManifest(search, { digest: candidate.digest });
    if (fetched.document.kind === 'index') return await searchIndex(search, fetched, depth + 1);
    const found = await withConfig(search, { digest: fetched.digest, manifest: fetched.document });
    if (isSaid || isFor(search.platform, found.config.config)) return found;
    search.offered.add(formatPlatform(found.config.config));
    return undefined;
  } catch (error) {
    // Signatures, documents and the like lie beside images in an index, and say of no platform that it is theirs.
    if (isSaid || !isCriError(error, 'failed-precondition')) throw error;
    search.refusal = error;
    return undefined;
  }
}

async function withConfig(options: Fetching, found: Omit<Found, 'config'>): Promise<Found> {
  return { ...found, config: await fetchConfig(options, found.manifest) };
}

/** A config without a variant is for any. */
function isFor(wanted: Platform, { os, architecture, variant }: Platform): boolean {
  return platformFit(wanted, { os, architecture, variant: variant === '' ? wanted.variant : variant }) !== undefined;
}

function noImage({ reference, platform }: ResolveOptions, offered: ReadonlySet<string>): CriError {
  const others = [...offered].filter((text) => !/unknown|^\/|\/$/.test(text)).sort();
  const has = others.length === 0 ? '' : `; it has ${printable(others.join(', '), 300)}`;
  return new CriError('not-found', `${formatReference(reference)} has no image for ${formatPlatform(platform)}${has}`, {
    hint: 'choose another platform or another tag',
  });
}
