import { createHash } from 'node:crypto';
import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import { chooseManifests } from '../choose-manifest.ts';
import { parseConfig, parseManifest, type Manifest } from '../manifest.ts';
import { formatPlatform, type Platform } from '../platform.ts';
import type { ArchiveReader } from './archive-reader.ts';
import type { ArchiveImage } from './read-layout.ts';

/** True for what `skopeo copy … dir:` writes: manifest.json is the manifest itself, and blobs lie beside it by the digits of their digests. */
export async function isDirectoryFormat(archive: ArchiveReader): Promise<boolean> {
  if (!archive.has('version') || !archive.has('manifest.json')) return false;
  return (await archive.read('version')).toString('utf8').startsWith('Directory Transport Version:');
}

/** The image of such a directory; of several platforms, the one that runs here. It has no name. Throws data-loss, not-found. */
export async function readDirectory(archive: ArchiveReader, platform: Platform): Promise<ArchiveImage> {
  const top = await document(archive, 'manifest.json');
  const chain = top.parsed.kind === 'manifest' ? [] : [top.digest];
  const { digest, manifest } = await imageManifest(archive, top, platform);
  for (const { digest: blob } of [manifest.config, ...manifest.layers]) archive.descriptor(hex(blob), '');
  return {
    documents: [...chain, digest],
    manifest,
    config: parseConfig(await archive.blob(manifest.config), `config ${manifest.config.digest}`),
    names: [],
    isOriginal: true,
  };
}

interface Document {
  readonly digest: Digest;
  readonly parsed: ReturnType<typeof parseManifest>;
}

async function document(archive: ArchiveReader, name: string): Promise<Document> {
  const bytes = await archive.read(name);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
  return { digest, parsed: parseManifest(bytes, '', `${name} of the archive`) };
}

async function imageManifest(
  archive: ArchiveReader,
  { digest, parsed }: Document,
  platform: Platform,
): Promise<{ digest: Digest; manifest: Manifest }> {
  if (parsed.kind === 'manifest') return { digest, manifest: parsed };
  for (const entry of chooseManifests(parsed.manifests, platform)) {
    const name = `${hex(entry.digest)}.manifest.json`;
    if (!archive.has(name)) continue;
    const found = await document(archive, name);
    if (found.parsed.kind === 'manifest' && found.digest === entry.digest)
      return { digest: found.digest, manifest: found.parsed };
  }
  throw new CriError('not-found', `the archive has no image for ${formatPlatform(platform)}`, {
    hint: 'save it for this platform',
  });
}

const hex = (digest: Digest): string => digest.slice(digest.indexOf(':') + 1);
