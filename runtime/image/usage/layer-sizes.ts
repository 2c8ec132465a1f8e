import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';
import { diskUse, type DiskUse } from './disk-use.ts';

/** What unpacked layers take on disk. A layer never changes, so that each is walked once in a daemon's life. */
export interface LayerSizes {
  /** Nothing for a directory that is not there. */
  of(path: string): Promise<DiskUse>;
  /** All below the images directory, layers included. */
  total(): Promise<DiskUse>;
}

interface Walked {
  /** Changes when another directory has taken the name. */
  readonly inode: string;
  readonly use: Promise<DiskUse>;
}

/** `images` is the images directory, `layers` the one of the unpacked layers in it. */
export function createLayerSizes({ images, layers }: { readonly images: string; readonly layers: string }): LayerSizes {
  let walked = new Map<string, Walked>();
  const of = async (path: string): Promise<DiskUse> => {
    const inode = await inodeOf(path);
    if (inode === undefined) return { usedBytes: 0, inodesUsed: 0 };
    const before = walked.get(path);
    if (before?.inode === inode) return before.use;
    const now = { inode, use: diskUse(path) };
    walked.set(path, now);
    now.use.catch(() => walked.delete(path));
    return now.use;
  };
  return {
    of,
    total: async () => {
      const seen = new Set<string>();
      const use = await diskUse(images, (path) => {
        if (dirname(path) !== layers) return undefined;
        seen.add(path);
        return of(path);
      });
      walked = new Map([...walked].filter(([path]) => seen.has(path)));
      return use;
    },
  };
}

async function inodeOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeNs } = await fs.lstat(path, { bigint: true });
    return `${dev}:${ino}:${birthtimeNs}`;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
