import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { sampleArchive, buildSampleImage, SAMPLE_NAME } from '../../scripts/sample-image.ts';
import { staticBusybox } from '../../scripts/setup/host-packages.mjs';

const missing = staticBusybox() === undefined ? 'no static busybox here (apt-get install busybox-static)' : undefined;
if (missing !== undefined) console.log(`skipped: the sample image: ${missing}`);

describe.skipIf(missing !== undefined)('the sample image', () => {
  it('is the same, byte for byte, whenever it is made', async () => {
    expect((await buildSampleImage()).manifest.digest).toBe((await buildSampleImage()).manifest.digest);
    expect((await sampleArchive()).equals(await sampleArchive())).toBe(true);
  });

  it('carries its name, and a program that prints and serves', async () => {
    const image = await buildSampleImage();
    const names = await Promise.all(image.layers.map((layer) => namesIn(gunzipSync(layer.bytes))));
    expect(names.flat()).toEqual(expect.arrayContaining(['bin/busybox', 'bin/sh', 'bin/httpd', 'bin/start', 'www/index.html']));
    expect((await sampleArchive()).includes(SAMPLE_NAME)).toBe(true);
  });
});

async function namesIn(tar: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  const entries = extract();
  entries.end(tar);
  for await (const entry of entries) {
    names.push(entry.header.name);
    entry.resume();
  }
  return names;
}
