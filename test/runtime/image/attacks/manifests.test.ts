import { expect, test } from 'vitest';
import { parseConfig, parseManifest } from '../../../../runtime/image/manifest.ts';

/* Advisories about the documents of an image, before any layer is touched. */

const DIGEST = `sha256:${'a'.repeat(64)}`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';
const CONFIG = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: DIGEST, size: 1 };
const LAYER = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: DIGEST, size: 1 };

const parse = (document: object, contentType = MANIFEST): unknown =>
  parseManifest(Buffer.from(JSON.stringify({ schemaVersion: 2, ...document })), contentType, 'manifest x');

test.each([
  '../../../../etc/passwd',
  'sha256:../../../../etc/passwd',
  `sha256:${'a'.repeat(63)}/`,
  `sha256:${'A'.repeat(64)}`,
  `sha256:${'a'.repeat(65)}`,
  `sha256:${'a'.repeat(64)}\n`,
  `md5:${'a'.repeat(32)}`,
  '',
])('CVE-2024-3727 (containers/image), CVE-2014-9358 (docker): %j is not a digest, wherever it stands', (digest) => {
  const refusal = expect.objectContaining({ code: 'data-loss' }) as unknown as Error;
  expect(() => parse({ config: { ...CONFIG, digest }, layers: [LAYER] })).toThrow(refusal);
  expect(() => parse({ config: CONFIG, layers: [{ ...LAYER, digest }] })).toThrow(refusal);
  expect(() => parse({ manifests: [{ mediaType: MANIFEST, digest, size: 1 }] }, INDEX)).toThrow(refusal);
  const config = { os: 'linux', rootfs: { type: 'layers', diff_ids: [digest] } };
  expect(() => parseConfig(Buffer.from(JSON.stringify(config)), 'config x')).toThrow(refusal);
});

test.each([
  ['with the media type of a manifest', { mediaType: MANIFEST, config: CONFIG, layers: [LAYER], manifests: [] }, MANIFEST],
  ['with the media type of an index', { mediaType: INDEX, manifests: [], layers: [LAYER] }, INDEX],
  ['without a media type', { config: CONFIG, layers: [LAYER], manifests: [] }, MANIFEST],
  ['without a media type, called an index', { config: CONFIG, manifests: [] }, INDEX],
])(
  'CVE-2021-41190, GHSA-77vh-xpmg-72qh (OCI): a document that is a manifest and an index is neither, %s',
  (_, document, type) => {
    expect(() => parse(document, type)).toThrow(expect.objectContaining({ code: 'data-loss' }));
  },
);

test.each([
  ['a size that is no number', { config: { ...CONFIG, size: '1' }, layers: [LAYER] }],
  ['a negative size', { config: CONFIG, layers: [{ ...LAYER, size: -1 }] }],
  ['a size beyond all', { config: CONFIG, layers: [{ ...LAYER, size: 1e300 }] }],
  ['layers that are no list', { config: CONFIG, layers: {} }],
  ['a config that is null', { config: null, layers: [LAYER] }],
])('CVE-2021-21285 (docker): %s is refused with a reason, not with a crash', (_, document) => {
  expect(() => parse(document)).toThrow(expect.objectContaining({ code: 'data-loss', hint: expect.any(String) as string }));
});

test('no more layers than an image can be made of', () => {
  const layers = Array.from({ length: 1001 }, () => LAYER);
  expect(() => parse({ config: CONFIG, layers })).toThrow(expect.objectContaining({ code: 'resource-exhausted' }));
});
