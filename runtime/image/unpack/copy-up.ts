import { isFile, isSymlink, fsPath, isSteering, S_IFMT, type LayerFs, type LayerXattrs } from './layer-fs.ts';
import type { LowerEntry } from './lower-layers.ts';

const PERMISSIONS = 0o7777;

/** Copies something of a lower layer that is no directory, with all that belongs to it: a hard link needs it in its own layer. */
export function copyUp(
  deps: { readonly fs: LayerFs; readonly sys: () => LayerXattrs },
  from: LowerEntry,
  to: string | Buffer,
): void {
  const { fs } = deps;
  const source = fsPath(from.path);
  const { mode, uid, gid, rdev, mtimeNs } = from.stat;
  if (isFile(from.stat)) fs.copyFileSync(source, to);
  else if (isSymlink(from.stat)) fs.symlinkSync(fsPath(fs.readlinkSync(source, 'latin1')), to);
  else deps.sys().mknod(to, mode & (S_IFMT | 0o777), ...deviceOf(rdev));
  fs.lchownSync(to, uid, gid);
  if (!isSymlink(from.stat)) fs.chmodSync(to, mode & PERMISSIONS);
  for (const name of deps.sys().llistxattr(source)) {
    const value = isSteering(name) ? undefined : deps.sys().lgetxattr(source, fsPath(name));
    if (value !== undefined) deps.sys().lsetxattr(to, fsPath(name), value);
  }
  deps.sys().lutimesNs(to, mtimeNs, mtimeNs);
}

/** Node.js gives the C library's 64-bit form. */
function deviceOf(rdev: number): [major: number, minor: number] {
  const device = BigInt(rdev);
  return [Number(((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn)), Number((device & 0xffn) | ((device >> 12n) & ~0xffn))];
}
