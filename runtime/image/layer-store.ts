import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest, ImageId } from '../base/ids.ts';
import type { ImageLayer } from '../base/image-record.ts';

/** Unpacked layers: layers/<chainId hex> is a whole layer or not there. Removal renames into trash/ at once and deletes later. */
export interface LayerStore {
  directory(chainId: Digest | ImageId): string;
  has(chainId: Digest): Promise<boolean>;
  /** A path for a layer that is being unpacked. */
  scratch(): string;
  commit(scratch: string, chainId: Digest): Promise<void>;
  /** Gone from the store when this returns (a layer, or any file of it); what it held is deleted later. */
  discard(path: string): void;
  list(): Promise<string[]>;
  /** Waits for the files of discarded layers to be gone. */
  settle(): Promise<void>;
}

/** `directory` is the images directory; what an earlier daemon left half-made is thrown away. */
export async function openLayerStore(directory: string): Promise<LayerStore> {
  const layers = join(directory, 'layers');
  const trash = join(directory, 'trash');
  const scratch = join(directory, 'unpack');
  await fs.rm(scratch, { recursive: true, force: true });
  for (const path of [layers, trash, scratch]) await fs.mkdir(path, { recursive: true, mode: 0o700 });
  let removing: Promise<void> = fs.readdir(trash).then(async (names) => {
    for (const name of names) await fs.rm(join(trash, name), { recursive: true, force: true });
  });
  removing.catch(() => undefined);

  const path = (chainId: string): string => join(layers, chainId.slice(chainId.indexOf(':') + 1));
  return {
    directory: path,
    has: async (chainId) => (await fs.stat(path(chainId)).catch(() => undefined)) !== undefined,
    scratch: () => join(scratch, randomBytes(8).toString('hex')),
    commit: (from, chainId) => fs.rename(from, path(chainId)),
    discard: (from) => {
      const to = join(trash, randomBytes(8).toString('hex'));
      renameSync(from, to);
      removing = removing.then(() => fs.rm(to, { recursive: true, force: true }));
      removing.catch(() => undefined);
    },
    list: async () => (await fs.readdir(layers)).map((name) => join(layers, name)),
    settle: () => removing,
  };
}

export const layerDirectoriesOf = (store: LayerStore, layers: readonly ImageLayer[]): string[] =>
  layers.map((layer) => store.directory(layer.chainId));
