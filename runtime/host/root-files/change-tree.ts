import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, normalize } from 'node:path/posix';
import { CriError, errnoOf, isCriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import { statFile } from './file-info.ts';
import { namesIn, pathOf, requireWritable, withPlace, type FileRoot, type Place } from './file-root.ts';

/** Makes a directory that belongs to whom the one above belongs; with `parents` those above, too, and success when it is there. */
export async function makeDirectory(root: FileRoot, path: string, { parents }: { readonly parents: boolean }): Promise<void> {
  requireWritable(root, path);
  if (parents) {
    if (normalize(path) === '/' || (await isDirectory(root, path))) return;
    await makeDirectory(root, dirname(normalize(path)), { parents });
  }
  await withPlace(root, path, async (place) => {
    const { uid, gid } = await fs.stat(pathOf(place.directory));
    await fs.mkdir(place.path, { mode: 0o755 });
    await fs.lchown(place.path, uid, gid);
  });
}

async function isDirectory(root: FileRoot, path: string): Promise<boolean> {
  try {
    return (await statFile(root, path, { follow: true })).kind === 'directory';
  } catch (error) {
    if (isCriError(error, 'not-found')) return false;
    throw error;
  }
}

/** Removes one name; with `recursive` a directory with all that is in it. A link is removed, not what it leads to. */
export async function removeFile(
  root: FileRoot,
  path: string,
  { recursive, signal }: { readonly recursive: boolean; readonly signal: AbortSignal },
): Promise<void> {
  requireWritable(root, path);
  await withPlace(root, path, async (place) => {
    if ((await fs.lstat(place.path)).isDirectory()) await removeDirectory(root, place, { recursive, signal });
    else await fs.unlink(place.path);
  });
}

/** By names in directories that are held open: nobody can turn one of them into a link that leads out while this goes on. */
async function removeDirectory(
  root: FileRoot,
  place: Place,
  options: { readonly recursive: boolean; readonly signal: AbortSignal },
): Promise<void> {
  if (options.recursive) {
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const directory = await fs.open(place.path, flags);
    try {
      for (const name of await namesIn(directory.fd)) {
        options.signal.throwIfAborted();
        const inside = { directory: directory.fd, name, path: `${pathOf(directory.fd)}/${name}` };
        if ((await fs.lstat(inside.path)).isDirectory()) await removeDirectory(root, inside, options);
        else await fs.unlink(inside.path);
      }
    } finally {
      await directory.close();
    }
  }
  await fs.rmdir(place.path);
}

/** Moves a name to another place in the same root; what is there is replaced only with `overwrite`. */
export async function renameFile(
  root: FileRoot,
  from: string,
  { to, overwrite }: { readonly to: string; readonly overwrite: boolean },
): Promise<void> {
  requireWritable(root, from);
  await withPlace(root, from, (source) =>
    withPlace(root, to, async (target) => {
      await fs.lstat(source.path);
      if (!overwrite && (await exists(target)))
        throw new CriError('already-exists', `${printable(to, 300)} exists already`, {
          hint: 'remove it, or choose another name',
        });
      await fs.rename(source.path, target.path);
    }),
  );
}

async function exists({ path }: Place): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
}
