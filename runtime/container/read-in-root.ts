import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';

const MAX_LINKS = 40;
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

async function resolveInRoot(root: string, path: string): Promise<string | undefined> {
  const pending = path.split('/').filter(Boolean);
  let at = '/';
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = posix.join(at, part);
    const target = await linkTarget(join(root, next));
    if (target === undefined) return undefined;
    if (target === '') {
      at = next;
      continue;
    }
    if (++links > MAX_LINKS) return undefined;
    if (target.startsWith('/')) at = '/';
    pending.unshift(...target.split('/').filter(Boolean));
  }
  return join(root, at);
}

/** Where a link points; '' when it is none, undefined when there is nothing. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return (await fs.lstat(path)).isSymbolicLink() ? await fs.readlink(path) : '';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
