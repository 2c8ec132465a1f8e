import { describe, expect, it, test } from 'vitest';
import type { Digest } from '../../../runtime/base/ids.ts';
import { silentHold, storeOf } from '../../support/blob-store.ts';
import { parsePlatform } from '../../../runtime/image/platform.ts';
import { parseReference } from '../../../runtime/image/reference.ts';
import { resolveImage, type ResolvedImage } from '../../../runtime/image/resolve-image.ts';
import { buildImage, buildIndex, jsonBlob, type Blob, type BuiltImage, type ImageFormat } from '../../support/image-builder.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

const imageFor = (platform: string, format: ImageFormat = 'oci'): Promise<BuiltImage> => {
  const [os = '', architecture = '', variant] = platform.split('/');
  const layers = [[{ name: platform, content: platform }]];
  return buildImage({ layers, format, platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } });
};
const descriptor = ({ mediaType, digest, size }: Blob, more: object = {}): object => ({ mediaType, digest, size, ...more });
const indexOf = (manifests: readonly object[]): Blob => jsonBlob(INDEX, { schemaVersion: 2, mediaType: INDEX, manifests });

/** The registry has `blobs`, and `top` under the name. */
const resolve = async (
  top: Blob,
  { blobs = [], images = [], platform = 'linux/amd64', isPlatformChosen = false }: Partial<World> = {},
): Promise<ResolvedImage> => {
  const manifests = new Map([top, ...blobs, ...images.map(({ manifest }) => manifest)].map((blob) => [blob.digest, blob]));
  return resolveImage({
    client: {
      manifest: async (wanted) => {
        const blob = 'tag' in wanted ? top : manifests.get(wanted.digest);
        if (blob === undefined) throw new Error(`asked for ${JSON.stringify(wanted)}`);
        return { bytes: Buffer.from(blob.bytes), contentType: blob.mediaType };
      },
      blob: async (digest) => Promise.reject(new Error(`asked for ${digest}`)),
      blame: () => false,
    },
    store: storeOf([...images.map(({ config }) => config)]),
    hold: silentHold,
    reference: parseReference('r.io/a'),
    platform: parsePlatform(platform),
    isPlatformChosen,
    signal: new AbortController().signal,
  });
};
interface World {
  readonly blobs: readonly Blob[];
  readonly images: readonly BuiltImage[];
  readonly platform: string;
  readonly isPlatformChosen: boolean;
}
const choose = async (offered: readonly string[], wanted: string, format?: ImageFormat): Promise<string | undefined> => {
  const images = await Promise.all(offered.map((platform) => imageFor(platform, format)));
  const { digest } = await resolve(buildIndex(images, format).manifest, { images, platform: wanted });
  return offered[images.findIndex(({ manifest }) => manifest.digest === digest)];
};

test.each<[readonly string[], string, string]>([
  [['linux/arm64', 'linux/amd64'], 'linux/amd64', 'linux/amd64'],
  [['windows/amd64', 'linux/amd64'], 'linux/amd64', 'linux/amd64'],
  [['linux/amd64/v3', 'linux/amd64/v2', 'linux/amd64'], 'linux/amd64', 'linux/amd64'],
  [['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v4'], 'linux/amd64/v3', 'linux/amd64/v2'],
  [['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7'], 'linux/arm', 'linux/arm/v7'],
  [['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7'], 'linux/arm/v6', 'linux/arm/v6'],
  [['linux/arm/v5', 'linux/arm64/v8'], 'linux/arm/v7', 'linux/arm/v5'],
  [['linux/arm64'], 'linux/arm64/v8', 'linux/arm64'],
  [['linux/arm64/v8'], 'linux/aarch64', 'linux/arm64/v8'],
])('of %j for %s, %s is taken', async (offered, wanted, expected) => {
  expect(await choose(offered, wanted)).toBe(expected);
  expect(await choose(offered, wanted, 'docker')).toBe(expected);
});

describe('an index', () => {
  it('without an image for the platform says which there are', async () => {
    const images = [await imageFor('linux/arm64'), await imageFor('linux/arm/v6')];
    const attestation = descriptor(jsonBlob(MANIFEST, {}), { platform: { os: 'unknown', architecture: 'unknown' } });
    const top = indexOf([...images.map(({ manifest, platform }) => descriptor(manifest, { platform })), attestation]);
    await expect(resolve(top, { images })).rejects.toMatchObject({
      code: 'not-found',
      message: 'r.io/a:latest has no image for linux/amd64; it has linux/arm/v6, linux/arm64',
    });
  });

  it('is followed into indexes', async () => {
    const image = await imageFor('linux/amd64');
    const inner = indexOf([descriptor(image.manifest, { platform: image.platform })]);
    const top = indexOf([descriptor(indexOf([])), descriptor(inner)]);
    const found = await resolve(top, { blobs: [inner, indexOf([])], images: [image] });
    expect(found).toMatchObject({ top: top.digest, digest: image.manifest.digest });
  });

  it('is followed so far and no further', async () => {
    let top = indexOf([]);
    const blobs: Blob[] = [];
    for (let depth = 0; depth < 6; depth++) {
      blobs.push(top);
      top = indexOf([descriptor(top)]);
    }
    await expect(resolve(top, { blobs })).rejects.toMatchObject({ code: 'data-loss', hint: expect.any(String) as string });
    const many = Array.from({ length: 200 }, (_, i) => indexOf([{ ...descriptor(indexOf([])), size: i }]));
    await expect(resolve(indexOf(many.map((blob) => descriptor(blob))), { blobs: [indexOf([]), ...many] })).rejects.toMatchObject(
      { code: 'resource-exhausted' },
    );
  });

  it('whose entries do not say what they are for is looked into', async () => {
    const images = [await imageFor('linux/arm64'), await imageFor('linux/amd64')];
    const signature = jsonBlob(MANIFEST, {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: descriptor(jsonBlob('application/vnd.oci.empty.v1+json', {})),
      layers: [],
    });
    const top = indexOf([signature, ...images.map(({ manifest }) => manifest)].map((blob) => descriptor(blob)));
    expect((await resolve(top, { blobs: [signature], images })).digest).toBe(images[1]?.manifest.digest);
    await expect(resolve(indexOf([descriptor(signature)]), { blobs: [signature] })).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringContaining('not a container image: its config is "application/vnd.oci.empty.v1+json"') as string,
    });
  });
});

describe('a single image', () => {
  it('is taken as it is, unless the caller asked for another platform', async () => {
    const image = await imageFor('linux/arm64');
    const world = { images: [image] };
    expect((await resolve(image.manifest, world)).digest).toBe(image.manifest.digest as Digest);
    await expect(resolve(image.manifest, { ...world, isPlatformChosen: true })).rejects.toMatchObject({
      code: 'not-found',
      message: 'r.io/a:latest has no image for linux/amd64; it has linux/arm64',
    });
    expect(await resolve(image.manifest, { ...world, platform: 'linux/arm64/v8', isPlatformChosen: true })).toBeDefined();
  });
});

test.each<[string, object, string, string]>([
  [
    'a Helm chart',
    { config: 'application/vnd.cncf.helm.config.v1+json' },
    'failed-precondition',
    'its config is "application/vnd.cncf',
  ],
  [
    'a foreign layer',
    { layer: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' },
    'failed-precondition',
    'foreign layer',
  ],
  [
    'a non-distributable layer',
    { layer: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip' },
    'failed-precondition',
    'foreign layer',
  ],
  [
    'a WebAssembly layer',
    { layer: 'application/vnd.wasm.content.layer.v1+wasm' },
    'failed-precondition',
    'is not a container image: layer',
  ],
  ['an artefact', { manifest: 'application/vnd.oci.artifact.manifest.v1+json' }, 'failed-precondition', 'its media type is'],
  ['a schema 1 manifest', { manifest: 'application/vnd.docker.distribution.manifest.v1+prettyjws' }, 'unimplemented', 'schema 1'],
])('%s is refused with the reason', async (_, types, code, reason) => {
  const { config, layer, manifest } = types as Partial<Record<'config' | 'layer' | 'manifest', string>>;
  const mediaType = manifest ?? MANIFEST;
  const top = jsonBlob(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: descriptor(jsonBlob(config ?? 'application/vnd.oci.image.config.v1+json', {})),
    layers: [descriptor(jsonBlob(layer ?? 'application/vnd.oci.image.layer.v1.tar', {}))],
  });
  await expect(resolve(top)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(reason) as string,
    hint: expect.any(String) as string,
  });
});
