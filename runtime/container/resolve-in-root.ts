import * as fs from 'node:fs/promises';
import { join, posix } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';

const MAX_LINKS = 40;

/**
 * Where `path` of an image is on the host, with symbolic links taken inside `root`; undefined when it is absent, or a loop.
 * Only for a root file system in which nothing runs yet.
 */
export async function resolveInRoot(root: string, path: string): Promise<string | undefined> {
  return walk(root, path, () => Promise.resolve(false));
}

/**
 * Makes a directory of an image, with its parents, and follows links inside `root`; what is made belongs to `owner` (absent: to the
 * machine's root). Throws failed-precondition when a file is in the way.
 */
export async function makeDirectoryInRoot(
  root: string,
  path: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const made = await walk(root, path, async (missing) => {
    try {
      await fs.mkdir(missing, { mode: 0o755 });
      if (owner !== undefined) await fs.lchown(missing, owner.uid, owner.gid);
      return true;
    } catch (error) {
      if (errnoOf(error) === 'ENOTDIR') return false;
      throw error;
    }
  });
  if (made !== undefined && (await fs.lstat(made)).isDirectory()) return;
  throw new CriError('failed-precondition', `directory ${path} cannot be made in the image: something else is there`);
}

async function walk(root: string, path: string, onMissing: (path: string) => Promise<boolean>): Promise<string | undefined> {
  const pending = path.split('/').filter(Boolean);
  let at = '/';
  let links = 0;
  for (let part = pending.shift(); part !== undefined; part = pending.shift()) {
    const next = posix.join(at, part);
    const target = await linkTarget(join(root, next));
    if (target === undefined && !(await onMissing(join(root, next)))) return undefined;
    if (target === undefined || target === '') {
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
