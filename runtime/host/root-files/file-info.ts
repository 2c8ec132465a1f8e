import type { BigIntStats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { normalize } from 'node:path/posix';
import { errnoOf } from '../../base/cri-error.ts';
import { namesIn, pathOf, withOpen, withPlace, type FileRoot, type Place } from './file-root.ts';

export type FileKind = 'file' | 'directory' | 'symlink' | 'character-device' | 'block-device' | 'fifo' | 'socket';

export interface FileInfo {
  /** Without its directory; '/' for the root itself. */
  readonly name: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedAtNs: number;
  readonly createdAtNs: number;
  /** Of a symlink, as it is written; else ''. */
  readonly linkTarget: string;
  /** What a symlink leads to; undefined where that is nothing, and for what is no symlink. */
  readonly targetKind: FileKind | undefined;
}

const AT_ONCE = 64;

/** Throws not-found and what else the kernel says, as CriError. */
export async function statFile(root: FileRoot, path: string, { follow }: { readonly follow: boolean }): Promise<FileInfo> {
  if (normalize(path) === '/') return toInfo('/', await fs.stat(pathOf(root.fd), { bigint: true }));
  if (!follow) return withPlace(root, path, (place) => infoAt(root, place, path));
  return withOpen(root, path, async (fd) =>
    toInfo(path.slice(path.lastIndexOf('/') + 1), await fs.stat(pathOf(fd), { bigint: true })),
  );
}

/** What is in a directory, by name, in pieces. What goes away meanwhile is left out. */
export async function* listDirectory(
  root: FileRoot,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<readonly FileInfo[], void, undefined> {
  const found = await withOpen(root, path, async (directory) => {
    const names = (await namesIn(directory)).sort();
    const infos: FileInfo[] = [];
    for (let at = 0; at < names.length; at += AT_ONCE) {
      signal.throwIfAborted();
      const some = names.slice(at, at + AT_ONCE).map((name) => {
        const place = { directory, name, path: `${pathOf(directory)}/${name}` };
        return infoAt(root, place, `${path}/${name}`).catch(unlessGone);
      });
      infos.push(...(await Promise.all(some)).filter((info) => info !== undefined));
    }
    return infos;
  });
  for (let at = 0; at === 0 || at < found.length; at += 500) yield found.slice(at, at + 500);
}

/** Of one name, itself: a link is told of with what it leads to. */
export async function infoAt(root: FileRoot, place: Place, path: string): Promise<FileInfo> {
  const stat = await fs.lstat(place.path, { bigint: true });
  if (!stat.isSymbolicLink()) return toInfo(place.name, stat);
  const linkTarget = await fs.readlink(place.path);
  return { ...toInfo(place.name, stat), linkTarget, targetKind: await targetKind(root, path) };
}

async function targetKind(root: FileRoot, path: string): Promise<FileKind | undefined> {
  try {
    return await withOpen(root, path, async (fd) => kindOf(await fs.stat(pathOf(fd), { bigint: true })));
  } catch {
    // Whatever stops it: for who asks for the link, it leads nowhere.
    return undefined;
  }
}

function unlessGone(error: unknown): undefined {
  if (errnoOf(error) !== 'ENOENT') throw error;
}

function toInfo(name: string, stat: BigIntStats): FileInfo {
  return {
    name,
    kind: kindOf(stat),
    sizeBytes: Number(stat.size),
    mode: Number(stat.mode & 0o7777n),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    modifiedAtNs: Number(stat.mtimeNs),
    createdAtNs: Number(stat.birthtimeNs),
    linkTarget: '',
    targetKind: undefined,
  };
}

export function kindOf(
  stat: Pick<BigIntStats, `is${'File' | 'Directory' | 'SymbolicLink' | 'CharacterDevice' | 'BlockDevice' | 'FIFO'}`>,
): FileKind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isCharacterDevice()) return 'character-device';
  if (stat.isBlockDevice()) return 'block-device';
  return stat.isFIFO() ? 'fifo' : 'socket';
}
