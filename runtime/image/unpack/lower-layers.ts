import { isOpaque } from '../opaque-xattr.ts';
import { fsPath, isDirectory, type LayerFs, type LayerStat, type LayerXattrs } from './layer-fs.ts';

export interface LowerEntry {
  /** Byte string: where it is on disk. */
  readonly path: string;
  readonly stat: LayerStat;
}

/** What the lower layers show at `relative` once merged; undefined when nothing. `lowers` are byte strings, the highest layer first. */
export function findInLowers(
  deps: { fs: LayerFs; sys: () => LayerXattrs; opaque: string },
  lowers: readonly string[],
  relative: string,
): LowerEntry | undefined {
  const names = relative.split('/');
  for (const lower of lowers) {
    const found = walk(deps, lower, names);
    if (found.entry !== undefined) return found.entry;
    if (found.hidesLower) return undefined;
  }
  return undefined;
}

function walk(
  deps: { fs: LayerFs; sys: () => LayerXattrs; opaque: string },
  lower: string,
  names: readonly string[],
): { entry?: LowerEntry; hidesLower: boolean } {
  let path = lower;
  let hidesLower = hasOpaque(deps, lower);
  for (const [index, name] of names.entries()) {
    path += `/${name}`;
    const stat = deps.fs.lstatSync(fsPath(path));
    if (stat === undefined) return { hidesLower };
    if (index === names.length - 1) return { entry: { path, stat }, hidesLower };
    // A file, link or whiteout in the middle hides all below it.
    if (!isDirectory(stat)) return { hidesLower: true };
    if (hasOpaque(deps, path)) hidesLower = true;
  }
  return { hidesLower };
}

/** `path` is a byte string. */
export function hasOpaque(deps: { sys: () => LayerXattrs; opaque: string }, path: string): boolean {
  return isOpaque(deps.sys().lgetxattr(fsPath(path), deps.opaque));
}
