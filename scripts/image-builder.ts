import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';

/** One member of a layer. Owner root, time zero and mode 0644 (directories, links and programs 0755) unless told. */
export interface LayerEntry extends Omit<Partial<Header>, 'name' | 'mtime'> {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly mtime?: Date;
}

export type Compression = 'gzip' | 'zstd' | 'none';
export type ImageFormat = 'oci' | 'docker';

/** Bytes with their address. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly bytes: Uint8Array;
}

export interface LayerBlob extends Blob {
  /** Digest of the uncompressed tar. */
  readonly diffId: string;
}

export interface ImageOptions {
  /** Lowest first: entries to be packed with gzip, or layers made by `buildLayer`. */
  readonly layers: readonly (LayerBlob | readonly LayerEntry[])[];
  /** The `config` member of the image configuration: `{ Cmd: [...], Env: [...] }`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly platform?: Platform;
  readonly format?: ImageFormat;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface BuiltImage {
  readonly manifest: Blob;
  readonly config: Blob;
  readonly layers: readonly LayerBlob[];
  readonly platform: Platform;
}

export interface BuiltIndex {
  readonly manifest: Blob;
  readonly images: readonly BuiltImage[];
}

const MEDIA_TYPES = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: {
      gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
      zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
      none: 'application/vnd.oci.image.layer.v1.tar',
    },
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: {
      gzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      zstd: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
      none: 'application/vnd.docker.image.rootfs.diff.tar',
    },
  },
} as const;

/** Composes a small image in memory; the same input gives the same digests. */
export async function buildImage(options: ImageOptions): Promise<BuiltImage> {
  const format = options.format ?? 'oci';
  const platform = options.platform ?? thisPlatform();
  const layers = await Promise.all(options.layers.map((layer) => asLayer(layer, format)));
  const config = jsonBlob(MEDIA_TYPES[format].config, {
    created: '1970-01-01T00:00:00Z',
    ...platform,
    config: options.config ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map((_, index) => ({ created: '1970-01-01T00:00:00Z', created_by: `layer ${index}` })),
  });
  const mediaType = MEDIA_TYPES[format].manifest;
  const manifest = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: descriptor(config),
    layers: layers.map(descriptor),
    ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
  });
  return { manifest, config, layers, platform };
}

async function asLayer(layer: LayerBlob | readonly LayerEntry[], format: ImageFormat): Promise<LayerBlob> {
  return 'digest' in layer ? layer : buildLayer(layer, { format });
}

/** Packs entries into a tar and compresses it. */
export async function buildLayer(
  entries: readonly LayerEntry[],
  options: { readonly compression?: Compression; readonly format?: ImageFormat } = {},
): Promise<LayerBlob> {
  return layerFromTar(await packTar(entries), options);
}

/** A layer from tar bytes, which need not be well-formed. */
export function layerFromTar(
  tar: Uint8Array,
  { compression = 'gzip', format = 'oci' }: { readonly compression?: Compression; readonly format?: ImageFormat } = {},
): LayerBlob {
  const compress = { gzip: gzipSync, zstd: zstdCompressSync, none: (bytes: Uint8Array) => bytes }[compression];
  return { ...blob(MEDIA_TYPES[format].layer[compression], compress(tar)), diffId: digestOf(tar) };
}

/** One index (or Docker manifest list) over images of several platforms. */
export function buildIndex(images: readonly BuiltImage[], format: ImageFormat = 'oci'): BuiltIndex {
  const mediaType = MEDIA_TYPES[format].index;
  const manifests = images.map((image) => ({ ...descriptor(image.manifest), platform: image.platform }));
  return { manifest: jsonBlob(mediaType, { schemaVersion: 2, mediaType, manifests }), images };
}

/** An OCI image layout as one tar; `names` go into the annotations that `docker load`, ctr and skopeo read. */
export async function ociArchive(
  images: readonly { readonly image: BuiltImage; readonly names: readonly string[] }[],
): Promise<Buffer> {
  const blobs = new Map(images.flatMap(({ image }) => [image.manifest, image.config, ...image.layers]).map((b) => [b.digest, b]));
  const manifests = images.flatMap(({ image, names }) =>
    (names.length === 0 ? [undefined] : names).map((name) => ({
      ...descriptor(image.manifest),
      platform: image.platform,
      ...(name === undefined
        ? {}
        : {
            annotations: {
              'io.containerd.image.name': name,
              'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
            },
          }),
    })),
  );
  return packTar([
    { name: 'oci-layout', content: JSON.stringify({ imageLayoutVersion: '1.0.0' }) },
    { name: 'index.json', content: JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.oci.index, manifests }) },
    { name: 'blobs/', type: 'directory' },
    { name: 'blobs/sha256/', type: 'directory' },
    ...[...blobs.values()].map((b) => ({ name: `blobs/sha256/${b.digest.slice('sha256:'.length)}`, content: b.bytes })),
  ]);
}

/** The format of `docker save`: manifest.json beside one tar per layer. */
export async function dockerArchive(image: BuiltImage, names: readonly string[], tars: readonly Uint8Array[]): Promise<Buffer> {
  const hex = (digest: string): string => digest.slice('sha256:'.length);
  const layers = tars.map((tar) => ({ name: `${hex(digestOf(tar))}/layer.tar`, content: tar }));
  const config = `${hex(image.config.digest)}.json`;
  return packTar([
    ...layers,
    { name: config, content: image.config.bytes },
    {
      name: 'manifest.json',
      content: JSON.stringify([{ Config: config, RepoTags: names, Layers: layers.map((layer) => layer.name) }]),
    },
  ]);
}

/** Packs entries into tar bytes. */
export async function packTar(entries: readonly LayerEntry[]): Promise<Buffer> {
  const tar = pack();
  const bytes = buffer(tar);
  for (const { content, ...header } of entries) {
    const type = header.type ?? (header.name.endsWith('/') ? 'directory' : 'file');
    const mode = header.mode ?? (type === 'file' ? 0o644 : 0o755);
    const body = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content ?? []);
    tar.entry({ uid: 0, gid: 0, mtime: new Date(0), ...header, type, mode, size: body.length }, body);
  }
  tar.finalize();
  return bytes;
}

/** Any JSON value as a blob. */
export function jsonBlob(mediaType: string, value: unknown): Blob {
  return blob(mediaType, Buffer.from(JSON.stringify(value)));
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function blob(mediaType: string, bytes: Uint8Array): Blob {
  return { mediaType, digest: digestOf(bytes), size: bytes.length, bytes };
}

function descriptor({ mediaType, digest, size }: Blob): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest, size };
}

function thisPlatform(): Platform {
  return { os: 'linux', architecture: process.arch === 'x64' ? 'amd64' : process.arch };
}
