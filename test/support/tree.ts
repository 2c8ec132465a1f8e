import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createLayerSyscall } from '../../runtime/host/create-layer-syscall.ts';

const sys = createLayerSyscall();

/** Everything below a directory that an image decides: names, kinds, modes, owners, times, contents, links, devices, and extended attributes. */
export function treeOf(root: string): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  const inodes = new Map<number, string>();
  const visit = (path: string): void => {
    const full = join(root, path);
    const stat = lstatSync(full);
    const first = stat.nlink > 1 && !stat.isDirectory() ? inodes.get(stat.ino) : undefined;
    if (!inodes.has(stat.ino)) inodes.set(stat.ino, path);
    tree[path] = {
      mode: stat.mode.toString(8),
      owner: `${stat.uid}:${stat.gid}`,
      // The top has no time of its own.
      ...(path === '.' ? {} : { timeNs: lstatSync(full, { bigint: true }).mtimeNs }),
      ...(stat.isFile() ? { content: readFileSync(full).toString('latin1') } : {}),
      ...(stat.isSymbolicLink() ? { target: readlinkSync(full) } : {}),
      ...(stat.isCharacterDevice() || stat.isBlockDevice() ? { device: stat.rdev } : {}),
      ...(first === undefined ? {} : { sameAs: first }),
      xattrs: stat.isSymbolicLink() ? [] : xattrsOf(full),
    };
    if (stat.isDirectory()) for (const name of readdirSync(full).sort()) visit(join(path, name));
  };
  visit('.');
  return tree;
}

const XATTRS = ['security.capability', 'user.test'];

function xattrsOf(path: string): readonly string[] {
  return XATTRS.flatMap((name) => {
    const value = sys.lgetxattr(path, name);
    return value === undefined ? [] : [`${name}=${Buffer.from(value).toString('hex')}`];
  });
}
