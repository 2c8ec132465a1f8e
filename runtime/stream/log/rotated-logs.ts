import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../../base/cri-error.ts';
import { GzipLogFile } from './gzip-log-file.ts';
import { GrowingLogFile, type LogFile } from './log-file.ts';

/** A file that was the log before. */
export interface RotatedLog {
  readonly path: string;
  readonly isGzip: boolean;
  readonly inode: number;
  readonly modifiedNs: number;
}

/** A kubelet adds the time of the rotation (20260102-030405), others a number that grows with age; `.gz` is compressed. */
const SUFFIX = /^\.(?:(\d{8}-\d{6})|(\d{1,6}))(\.gz)?$/;
const GZIP = '.gz';

/** The rotated files of the log at `path`, the oldest first; one that is just being compressed is there once. */
export async function rotatedLogs(path: string): Promise<readonly RotatedLog[]> {
  const name = basename(path);
  const rotations = new Map<string, { readonly time: string; readonly age: number }>();
  for (const entry of await entriesOf(dirname(path))) {
    const match = entry.startsWith(name) ? SUFFIX.exec(entry.slice(name.length)) : null;
    if (match === null) continue;
    const [, time = '', age = '0', gz = ''] = match;
    rotations.set(join(dirname(path), entry.slice(0, entry.length - gz.length)), { time, age: Number(age) });
  }
  const found: (RotatedLog & { readonly time: string; readonly age: number })[] = [];
  for (const [rotated, { time, age }] of rotations) {
    // The plain file goes when the compressed one is whole: who looks in this order finds one of them.
    const file = (await look(rotated, false)) ?? (await look(`${rotated}${GZIP}`, true));
    if (file !== undefined) found.push({ ...file, time, age });
  }
  return found.sort((a, b) => a.time.localeCompare(b.time) || b.age - a.age);
}

/** Opens one to be read from its start; what has been compressed since the look is read so. Undefined when it is gone. */
export async function openRotatedLog({ path, isGzip }: RotatedLog): Promise<LogFile | undefined> {
  if (isGzip) return new GzipLogFile(path);
  const plain = await GrowingLogFile.open(path);
  if (plain !== undefined) return plain;
  return (await look(`${path}${GZIP}`, true)) === undefined ? undefined : new GzipLogFile(`${path}${GZIP}`);
}

async function look(path: string, isGzip: boolean): Promise<RotatedLog | undefined> {
  try {
    const { ino, mtimeNs } = await stat(path, { bigint: true });
    return { path, isGzip, inode: Number(ino), modifiedNs: Number(mtimeNs) };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
