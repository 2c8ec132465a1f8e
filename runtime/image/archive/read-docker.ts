import { createHash } from 'node:crypto';
import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import { printable } from '../../base/sanitize.ts';
import { parseConfig, type Descriptor } from '../manifest.ts';
import { OCI_CONFIG, OCI_MANIFEST, ociLayerType } from '../media-types.ts';
import { cleanPath } from '../unpack/layer-directories.ts';
import type { ArchiveReader } from './archive-reader.ts';
import type { ArchiveImage } from './read-layout.ts';

export interface DockerListEntry {
  readonly config: string;
  readonly repoTags: readonly string[];
  readonly layers: readonly string[];
}

const MAX_IMAGES = 1000;

/** manifest.json of an archive made by docker save. Throws data-loss. */
export async function readDockerList(archive: ArchiveReader): Promise<readonly DockerListEntry[]> {
  const bytes = await archive.read('manifest.json');
  let list: unknown;
  try {
    list = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new CriError('data-loss', 'manifest.json of the archive is not JSON', { cause: error, hint: 'save the image again' });
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_IMAGES) throw damaged('it is not a list of images');
  return list.map((item: unknown) => {
    const { Config, RepoTags, Layers } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof Config !== 'string' || !isTexts(Layers)) throw damaged('an image has no Config or no Layers');
    return { config: Config, layers: Layers, repoTags: isTexts(RepoTags) ? RepoTags : [] };
  });
}

/** The images of a docker archive. Each gets a manifest made here, because the archive has none. */
export async function readDocker(archive: ArchiveReader): Promise<(ArchiveImage & { readonly manifestBytes: Buffer })[]> {
  const images = [];
  for (const entry of await readDockerList(archive)) {
    const config = archive.descriptor(cleanPath(entry.config), OCI_CONFIG);
    const layers: Descriptor[] = [];
    for (const name of entry.layers.map(cleanPath))
      layers.push(archive.descriptor(name, ociLayerType(await archive.compressionOf(name))));
    const plain = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size });
    const manifestBytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config: plain(config), layers: layers.map(plain) }),
    );
    images.push({
      documents: [`sha256:${createHash('sha256').update(manifestBytes).digest('hex')}` as Digest],
      manifest: { kind: 'manifest' as const, mediaType: OCI_MANIFEST, config, layers },
      config: parseConfig(await archive.read(cleanPath(entry.config)), `config ${printable(entry.config, 100)} of the archive`),
      names: entry.repoTags,
      isOriginal: false,
      manifestBytes,
    });
  }
  return images;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function damaged(reason: string): CriError {
  return new CriError('data-loss', `manifest.json of the archive is damaged: ${reason}`, { hint: 'save the image again' });
}
