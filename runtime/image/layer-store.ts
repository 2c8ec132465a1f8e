import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';
import type { Digest, ImageId } from '../base/ids.ts';
import type { ImageLayer } from '../base/image-record.ts';
import { openSyncMarks, type SyncMarksOptions } from './sync-marks.ts';

/** Unpacked layers: layers/<chainId hex> is a whole layer or not there. Removal renames into trash/ at once and deletes later. */
export interface LayerStore {
  directory(chainId: Digest | ImageId): string;
  has(chainId: Digest): Promise<boolean>;
  /** A path for a layer that is being unpacked. */
  scratch(): string;
  commit(scratch: string, chainId: Digest): Promise<void>;
  /** Gone from the store when this returns (a layer, or any file of it; success when absent); what it held is deleted later. */
  discard(path: string): void;
  list(): Promise<string[]>;
  /** Waits for the files of discarded layers to be gone, and stops syncing. */
  close(): Promise<void>;
}

export type LayerStoreOptions = Omit<SyncMarksOptions, 'directory'> & {
  /** The images directory. */
  readonly directory: string;
  /** Removes a file or a tree, somewhere else than on this thread. */
  readonly remove: (path: string) => Promise<void>;
};

/** What an earlier daemon left half-made is thrown away, and so is what a power cut may have emptied. */
export async function openLayerStore(options: LayerStoreOptions): Promise<LayerStore> {
  const { directory, onError } = options;
  const layers = join(directory, 'layers');
  const trash = join(directory, 'trash');
  const scratch = join(directory, 'unpack');
  for (const path of [layers, trash, scratch]) await fs.mkdir(path, { recursive: true, mode: 0o700 });
  let removing = Promise.resolve();
  const remove = async (path: string): Promise<void> => {
    // A blob is one call; a worker for it would be too much.
    if ((await fs.lstat(path)).isDirectory()) await options.remove(path);
    else await fs.unlink(path);
  };
  const discard = (from: string): void => {
    const to = join(trash, randomBytes(8).toString('hex'));
    try {
      renameSync(from, to);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return;
      throw error;
    }
    removing = removing.then(() => remove(to)).catch(onError);
  };
  for (const name of await fs.readdir(trash)) removing = removing.then(() => remove(join(trash, name))).catch(onError);
  for (const name of await fs.readdir(scratch)) discard(join(scratch, name));
  const marks = await openSyncMarks({ ...options, directory: join(directory, 'unsynced') });
  for (const name of marks.doubtful) {
    discard(join(layers, name));
    await marks.forget(name);
  }

  const hex = (chainId: string): string => chainId.slice(chainId.indexOf(':') + 1);
  const path = (chainId: string): string => join(layers, hex(chainId));
  return {
    directory: path,
    has: async (chainId) => {
      try {
        await fs.access(path(chainId));
        return true;
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return false;
        throw error;
      }
    },
    scratch: () => join(scratch, randomBytes(8).toString('hex')),
    commit: async (from, chainId) => {
      await marks.add(hex(chainId));
      await fs.rename(from, path(chainId));
    },
    discard,
    list: async () => (await fs.readdir(layers)).map((name) => join(layers, name)),
    close: async () => {
      await marks.close();
      await removing;
    },
  };
}

export const layerDirectoriesOf = (store: LayerStore, layers: readonly ImageLayer[]): string[] =>
  layers.map((layer) => store.directory(layer.chainId));
