import { NeedsLowerLayer } from './layer-error.ts';
import { fsPath, isDirectory, isSymlink, type LayerFs, type LayerXattrs } from './layer-fs.ts';
import { findInLowers } from './lower-layers.ts';

const SECURITY_XATTRS = ['security.selinux', 'system.posix_acl_access', 'system.posix_acl_default'];

/**
 * Gives directories that a layer made without an entry (`implicit`, real paths below `root`) the attributes of the same directory below.
 * Throws NeedsLowerLayer when a lower layer has a link there: the layer's files belong behind it. All paths are byte strings.
 */
export function inheritAttributes(
  deps: { readonly fs: LayerFs; readonly sys: () => LayerXattrs; readonly opaque: string },
  layer: { readonly root: string; readonly lowers: readonly string[]; readonly implicit: readonly string[] },
): void {
  // Deepest first: setting the times of a directory comes after changes inside it.
  for (const real of [...layer.implicit].sort((a, b) => b.length - a.length)) {
    const below = findInLowers(deps, layer.lowers, real);
    if (below === undefined) continue;
    if (isSymlink(below.stat)) throw new NeedsLowerLayer(real);
    if (!isDirectory(below.stat)) continue;
    const path = `${layer.root}/${real}`;
    const [from, to] = [text(below.path), text(path)];
    deps.fs.lchownSync(fsPath(path), below.stat.uid, below.stat.gid);
    deps.fs.chmodSync(fsPath(path), below.stat.mode & 0o7777);
    for (const name of SECURITY_XATTRS) {
      const value = deps.sys().lgetxattr(from, name);
      if (value !== undefined) deps.sys().lsetxattr(to, name, value);
    }
    deps.sys().lutimesNs(to, below.stat.mtimeNs, below.stat.mtimeNs);
  }
}

const text = (byteString: string): string => Buffer.from(byteString, 'latin1').toString('utf8');
