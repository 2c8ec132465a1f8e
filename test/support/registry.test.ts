import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage, buildIndex, type BuiltImage } from './image-builder.ts';
import { registryMissing, startRegistry, type Registry } from './registry.ts';

const missing = registryMissing();
if (missing !== undefined) console.log(`skipped: registry for tests: ${missing}`);

describe.skipIf(missing !== undefined)('a registry for tests', () => {
  let registry: Registry;
  let image: BuiltImage;

  beforeAll(async () => {
    registry = await startRegistry();
    image = await buildImage({ layers: [[{ name: 'etc/motd', content: 'hello\n' }]] });
  });
  afterAll(() => registry.close());

  it('serves a pushed image, blob for blob', async () => {
    const reference = await registry.push('tests/hello', image, 'v1');
    expect(reference).toBe(`${registry.address}/tests/hello:v1`);
    const manifest = await fetch(`http://${registry.address}/v2/tests/hello/manifests/v1`, {
      headers: { accept: image.manifest.mediaType },
    });
    expect(manifest.headers.get('docker-content-digest')).toBe(image.manifest.digest);
    const [layer] = image.layers;
    expect(await readFile(registry.blobFile(layer?.digest ?? ''))).toEqual(layer?.bytes);
  });

  it('serves an index of several platforms in the docker format too', async () => {
    const arm = await buildImage({
      layers: [[{ name: 'arm', content: 'x' }]],
      platform: { os: 'linux', architecture: 'arm64' },
      format: 'docker',
    });
    const amd = await buildImage({
      layers: [[{ name: 'amd', content: 'x' }]],
      platform: { os: 'linux', architecture: 'amd64' },
      format: 'docker',
    });
    const index = buildIndex([arm, amd], 'docker');
    await registry.push('tests/many', index);
    const answer = await fetch(`http://${registry.address}/v2/tests/many/manifests/latest`, {
      headers: { accept: index.manifest.mediaType },
    });
    expect(await answer.json()).toMatchObject({
      manifests: [{ platform: { architecture: 'arm64' } }, { platform: { architecture: 'amd64' } }],
    });
  });
});
