import { randomBytes } from 'node:crypto';
import { buildSampleImage } from '../../scripts/sample-image.ts';
import type { BuiltImage, LayerEntry } from '../support/image-builder.ts';
import { buildImage } from '../support/image-builder.ts';
import { startRegistry } from '../support/registry.ts';
import { startGatedRegistry } from './gated-registry.ts';
import type { GatedRegistry } from './gated-registry.ts';

/** The sample image in a registry of its own, and another one that is only there to be pulled. */
export interface Images {
  readonly registry: GatedRegistry;
  /** Counts a line each second, and serves a page on 8080. */
  readonly sample: PushedImage;
  readonly large: PushedImage;
  /** Three layers: an application, an update of it, and one that takes things away. */
  readonly layered: PushedImage;
  stop(): Promise<void>;
}

export interface PushedImage {
  readonly name: string;
  /** As the Images view says it: without the registry. */
  readonly label: string;
  /** Digest of the topmost layer. */
  readonly lastLayer: string;
}

const LAYER_BYTES = 400_000;
const MANY = 300;

function layersOnEachOther(): readonly (readonly LayerEntry[])[] {
  const file = (name: string, kilobytes: number): LayerEntry => ({ name, content: randomBytes(kilobytes * 1000) });
  return [
    [
      file('opt/app/model.bin', 900),
      file('opt/app/server', 420),
      file('var/cache/packages.db', 260),
      ...Array.from({ length: MANY }, (_, at) => ({ name: `usr/share/words/${String(at)}.txt`, content: 'word\n'.repeat(at) })),
    ],
    [file('opt/app/server', 430), file('opt/app/plugin.so', 120), { name: 'opt/app/<b>not bold</b>', content: 'text' }],
    [
      { name: 'var/cache/.wh.packages.db' },
      { name: 'usr/share/words/.wh..wh..opq' },
      { name: 'etc/app.conf', content: 'on=1\n' },
    ],
  ];
}

/** Pushes both; the caller stops the registry. */
export async function pushImages(directory: string): Promise<Images> {
  const upstream = await startRegistry({ storageParent: directory });
  const registry = await startGatedRegistry(upstream.address);
  const push = async (repository: string, image: BuiltImage, tag: string): Promise<PushedImage> => {
    await upstream.push(repository, image, tag);
    const label = `${repository}:${tag}`;
    return { name: `${registry.address}/${label}`, label, lastLayer: image.layers.at(-1)?.digest ?? '' };
  };
  const layers = ['one', 'two', 'three'].map((name) => [{ name, content: randomBytes(LAYER_BYTES) }]);
  const large = await buildImage({ layers });
  return {
    registry,
    sample: await push('slipway/sample', await buildSampleImage(), '1.0'),
    large: await push('team/large', large, '2.0'),
    layered: await push('team/layered', await buildImage({ layers: layersOnEachOther() }), '1.0'),
    stop: async () => {
      await registry.close();
      await upstream.close();
    },
  };
}
