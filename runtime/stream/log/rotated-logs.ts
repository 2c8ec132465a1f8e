import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';

/** A file that was the log before. */
export interface RotatedLog {
  readonly path: string;
  readonly isGzip: boolean;
  readonly inode: number;
  readonly modifiedNs: number;
}

/** A kubelet adds the time of the rotation (20260102-030405), others a number that grows with age; `.gz` is compressed. */
const SUFFIX = /^\.(?:(\d{8}-\d{6})|(\d{1,6}))(\.gz)?$/;

/** The rotated files of the log at `path`, the oldest first. */
export async function rotatedLogs(path: string): Promise<readonly RotatedLog[]> {
  const name = basename(path);
  const found: (RotatedLog & { readonly time: string; readonly age: number })[] = [];
  for (const entry of await entriesOf(dirname(path))) {
    const match = entry.startsWith(name) ? SUFFIX.exec(entry.slice(name.length)) : null;
    if (match === null) continue;
    const [, time = '', age = '0', gz] = match;
    const rotated = join(dirname(path), entry);
    try {
      const { ino, mtimeNs } = await stat(rotated, { bigint: true });
      found.push({
        path: rotated,
        isGzip: gz !== undefined,
        inode: Number(ino),
        modifiedNs: Number(mtimeNs),
        time,
        age: Number(age),
      });
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error; // removed meanwhile
    }
  }
  return found.sort((a, b) => a.time.localeCompare(b.time) || b.age - a.age);
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
