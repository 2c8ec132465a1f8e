import type { Digest } from '../../base/ids.ts';
import type { Descriptor } from '../manifest.ts';
import type { ExportedImage } from './export-images.ts';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export const LAYOUT = json({ imageLayoutVersion: '1.0.0' });

/** index.json of an OCI image layout: an entry for each name, as skopeo, podman (ref.name) and containerd (image.name) look for it. */
export function layoutIndex(images: readonly ExportedImage[]): Buffer {
  const manifests = images.flatMap(({ manifest, tags }) => {
    const entry = plain(manifest);
    if (tags.length === 0) return [entry];
    return tags.map((tag) => ({
      ...entry,
      annotations: { 'io.containerd.image.name': tag, 'org.opencontainers.image.ref.name': tag },
    }));
  });
  return json({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests });
}

/** manifest.json of a docker archive; layers and configuration are where the layout has them. */
export function dockerList(images: readonly ExportedImage[]): Buffer {
  return json(
    images.map(({ tags, config, layers }) => ({
      Config: blobName(config.digest),
      RepoTags: tags,
      Layers: layers.map(({ digest }) => blobName(digest)),
    })),
  );
}

/** Where a layout has a blob. */
export const blobName = (digest: Digest): string => `blobs/${digest.replace(':', '/')}`;

function plain({ mediaType, digest, size, platform }: Descriptor): object {
  const { os = '', architecture = '', variant = '' } = platform ?? {};
  const known = os !== '' && architecture !== '';
  return {
    mediaType,
    digest,
    size,
    ...(known ? { platform: { os, architecture, ...(variant === '' ? {} : { variant }) } } : {}),
  };
}
