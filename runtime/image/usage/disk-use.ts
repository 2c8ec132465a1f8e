import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';

export interface DiskUse {
  readonly usedBytes: number;
  readonly inodesUsed: number;
}

const AT_ONCE = 32;

/**
 * What `du` would say of a directory: allocated bytes and inodes, each hard-linked file once. `known` answers for a directory whose use is
 * known already, which is not walked then; it must not share files with others.
 */
export async function diskUse(
  directory: string,
  known: (path: string) => Promise<DiskUse> | undefined = () => undefined,
): Promise<DiskUse> {
  const linked = new Set<string>();
  let usedBytes = 0;
  let inodesUsed = 0;
  const count = (stat: Stats): void => {
    if (stat.nlink > 1 && !stat.isDirectory()) {
      const inode = `${stat.dev}:${stat.ino}`;
      if (linked.has(inode)) return;
      linked.add(inode);
    }
    usedBytes += stat.blocks * 512;
    inodesUsed++;
  };
  const pending = [directory];
  const visit = async (path: string): Promise<void> => {
    const use = await known(path);
    if (use !== undefined) {
      usedBytes += use.usedBytes;
      inodesUsed += use.inodesUsed;
      return;
    }
    const stat = await unlessGone(fs.lstat(path));
    if (stat === undefined) return;
    count(stat);
    if (!stat.isDirectory()) return;
    for (const name of (await unlessGone(fs.readdir(path))) ?? []) pending.push(join(path, name));
  };
  while (pending.length > 0) await Promise.all(pending.splice(-AT_ONCE).map(visit));
  return { usedBytes, inodesUsed };
}

/** Allocated bytes of one file; 0 when it is not there. */
export async function fileBytes(path: string): Promise<number> {
  return ((await unlessGone(fs.lstat(path)))?.blocks ?? 0) * 512;
}

/** Undefined when it was removed while we looked. */
async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
