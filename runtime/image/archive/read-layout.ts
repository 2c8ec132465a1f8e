import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import { chooseManifests } from '../choose-manifest.ts';
import { parseConfig, parseManifest, type Descriptor, type Index, type Manifest, type ParsedConfig } from '../manifest.ts';
import { formatPlatform, type Platform } from '../platform.ts';
import type { ArchiveReader } from './archive-reader.ts';
import { readDockerList } from './read-docker.ts';

/** One image of an archive. */
export interface ArchiveImage {
  /** Digests above and of the manifest, outermost first. */
  readonly documents: readonly Digest[];
  readonly manifest: Manifest;
  readonly config: ParsedConfig;
  readonly names: readonly string[];
  /** Whether a registry may have it under the outermost digest. */
  readonly isOriginal: boolean;
}

interface Chain {
  readonly documents: readonly Digest[];
  readonly manifest: Manifest;
}

const MAX_INDEX_DEPTH = 4;
const CONTAINERD_NAME = 'io.containerd.image.name';
const REF_NAME = 'org.opencontainers.image.ref.name';

/** The images of an OCI image layout that run on `platform`, each once with all its names. Throws data-loss, not-found. */
export async function readLayout(archive: ArchiveReader, platform: Platform): Promise<ArchiveImage[]> {
  const bytes = await archive.read('index.json');
  const index = parseManifest(bytes, 'application/vnd.oci.image.index.v1+json', 'index.json of the archive');
  if (index.kind === 'manifest')
    throw new CriError('data-loss', 'index.json of the archive is not an index', { hint: 'save the image again' });
  const found = new Map<string, ArchiveImage>();
  for (const entry of chooseManifests(index.manifests, platform)) {
    const chain = await descend(archive, { entry, platform });
    if (chain === undefined) continue;
    const key = chain.manifest.config.digest;
    const known = found.get(key);
    const names = [...(known?.names ?? []), ...namesOf(entry)];
    const config = known?.config ?? parseConfig(await archive.blob(chain.manifest.config), `config ${key}`);
    found.set(key, { ...(known ?? chain), config, names: [...new Set(names)], isOriginal: true });
  }
  if (found.size === 0) throw noneFor(platform, index);
  return withDockerNames(archive, [...found.values()]);
}

/** Indexes saved for one platform name manifests that the archive does not hold: those are passed over. */
async function descend(
  archive: ArchiveReader,
  at: { readonly entry: Descriptor; readonly platform: Platform; readonly depth?: number },
): Promise<Chain | undefined> {
  const { entry, platform, depth = 0 } = at;
  if (depth === MAX_INDEX_DEPTH)
    throw new CriError('data-loss', `the archive has indexes nested deeper than ${MAX_INDEX_DEPTH}`, {
      hint: 'save the image again',
    });
  if (!(await archive.hasBlob(entry.digest))) return undefined;
  const document = parseManifest(await archive.blob(entry), entry.mediaType, `manifest ${entry.digest}`);
  if (document.kind === 'manifest') return { documents: [entry.digest], manifest: document };
  for (const next of chooseManifests(document.manifests, platform)) {
    const chain = await descend(archive, { entry: next, platform, depth: depth + 1 });
    if (chain !== undefined) return { ...chain, documents: [entry.digest, ...chain.documents] };
  }
  return undefined;
}

/** The OCI annotation holds a full name (skopeo, podman) or a tag alone (containerd, buildx), which says nothing without its repository. */
function namesOf({ annotations }: Descriptor): string[] {
  const full = annotations[CONTAINERD_NAME];
  if (full !== undefined && full !== '') return [full];
  const name = annotations[REF_NAME] ?? '';
  return /[:/]/.test(name) ? [name] : [];
}

/** docker save writes both forms; names may stand in its own list only. */
async function withDockerNames(archive: ArchiveReader, images: readonly ArchiveImage[]): Promise<ArchiveImage[]> {
  if (!archive.has('manifest.json') || images.every((image) => image.names.length > 0)) return [...images];
  const list = await readDockerList(archive);
  return images.map((image) => {
    const hex = image.manifest.config.digest.slice(7);
    const names = list.filter((entry) => entry.config.includes(hex)).flatMap((entry) => entry.repoTags);
    return image.names.length > 0 ? image : { ...image, names };
  });
}

function noneFor(platform: Platform, { manifests }: Index): CriError {
  if (manifests.length === 0)
    return new CriError('failed-precondition', 'the archive holds no image', {
      hint: 'choose an archive made by docker save, podman save, ctr or skopeo',
    });
  const offered = manifests.flatMap((entry) => (entry.platform === undefined ? [] : [formatPlatform(entry.platform)]));
  return new CriError('not-found', `the archive has no image for ${formatPlatform(platform)}`, {
    hint:
      offered.length === 0
        ? 'save the image again'
        : `it holds ${[...new Set(offered)].slice(0, 10).join(', ')}; save it for this platform`,
  });
}
