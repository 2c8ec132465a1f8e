import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';

/** What `du` would say of a directory: allocated bytes and inodes, each hard-linked file once. */
export async function diskUsage(directory: string): Promise<{ usedBytes: number; inodesUsed: number }> {
  const seen = new Set<string>();
  let usedBytes = 0;
  const pending = [directory];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    try {
      const stat = await fs.lstat(path);
      const inode = `${String(stat.dev)}:${String(stat.ino)}`;
      if (seen.has(inode)) continue;
      seen.add(inode);
      usedBytes += stat.blocks * 512;
      if (stat.isDirectory()) for (const name of await fs.readdir(path)) pending.push(join(path, name));
    } catch (error) {
      // Removed while we looked.
      if (errnoOf(error) !== 'ENOENT') throw error;
    }
  }
  return { usedBytes, inodesUsed: seen.size };
}
