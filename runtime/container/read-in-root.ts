import * as fs from 'node:fs/promises';
import { resolveInRoot } from './resolve-in-root.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Text of a file of an image, with symbolic links taken inside `root`; '' when it is absent, no regular file, or too large.
 * Only for a root file system in which nothing runs yet.
 */
export async function readInRoot(root: string, path: string): Promise<string> {
  const real = await resolveInRoot(root, path);
  if (real === undefined) return '';
  const stat = await fs.lstat(real);
  return stat.isFile() && stat.size <= MAX_BYTES ? fs.readFile(real, 'utf8') : '';
}
