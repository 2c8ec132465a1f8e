export type Compression = 'gzip' | 'zstd' | 'none';

const INDEXES = ['application/vnd.oci.image.index.v1+json', 'application/vnd.docker.distribution.manifest.list.v2+json'];
const MANIFESTS = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.docker.distribution.manifest.v2+json'];
const CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];

const LAYERS: Readonly<Record<string, Compression>> = {
  'application/vnd.oci.image.layer.v1.tar': 'none',
  'application/vnd.oci.image.layer.v1.tar+gzip': 'gzip',
  'application/vnd.oci.image.layer.v1.tar+zstd': 'zstd',
  'application/vnd.docker.image.rootfs.diff.tar': 'none',
  'application/vnd.docker.image.rootfs.diff.tar.gzip': 'gzip',
  'application/vnd.docker.image.rootfs.diff.tar.zstd': 'zstd',
};

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
export const DOCKER_SCHEMA1 = [
  'application/vnd.docker.distribution.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
];

/** What a registry is asked for under a manifest's address. */
export const ACCEPTED_MANIFESTS = [...INDEXES, ...MANIFESTS].join(', ');

export const isIndexType = (mediaType: string): boolean => INDEXES.includes(mediaType);
export const isManifestType = (mediaType: string): boolean => MANIFESTS.includes(mediaType);
export const isConfigType = (mediaType: string): boolean => CONFIGS.includes(mediaType);

/** How a layer of this media type is compressed; undefined when it is not a layer that can be unpacked. */
export const layerCompression = (mediaType: string): Compression | undefined => LAYERS[mediaType];

/** Layers that must not be served by a registry (Windows base layers and the like). */
export const isForeignLayer = (mediaType: string): boolean => /nondistributable|rootfs\.foreign/.test(mediaType);

/** OCI media type of a layer with this compression. */
export function ociLayerType(compression: Compression): string {
  return compression === 'none'
    ? 'application/vnd.oci.image.layer.v1.tar'
    : `application/vnd.oci.image.layer.v1.tar+${compression}`;
}

/** Compression by the first bytes of a file. */
export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}
