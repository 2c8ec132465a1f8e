import { NeedsLowerLayer } from './layer-error.ts';
import { fsPath, isDirectory, isSteering, isSymlink, type LayerFs, type LayerXattrs } from './layer-fs.ts';
import { findInLowers } from './lower-layers.ts';

export interface InheritDeps {
  readonly fs: LayerFs;
  readonly sys: () => LayerXattrs;
  /** Name of the xattr that makes a directory opaque. */
  readonly opaque: string;
}

/**
 * Gives directories that a layer made without an entry (`implicit`, real paths below `root`) the attributes of the same directory below.
 * Throws NeedsLowerLayer when a lower layer has a link there: the layer's files belong behind it. All paths are byte strings.
 */
export function inheritAttributes(
  deps: InheritDeps,
  layer: { readonly root: string; readonly lowers: readonly string[]; readonly implicit: readonly string[] },
): void {
  // Deepest first: setting the times of a directory comes after changes inside it.
  for (const real of [...layer.implicit].sort((a, b) => b.length - a.length)) {
    const below = findInLowers(deps, layer.lowers, real);
    if (below === undefined) continue;
    if (isSymlink(below.stat)) throw new NeedsLowerLayer(real);
    if (!isDirectory(below.stat)) continue;
    const [from, to] = [fsPath(below.path), fsPath(`${layer.root}/${real}`)];
    deps.fs.lchownSync(to, below.stat.uid, below.stat.gid);
    deps.fs.chmodSync(to, below.stat.mode & 0o7777);
    for (const name of deps.sys().llistxattr(from)) {
      const value = isSteering(name) ? undefined : deps.sys().lgetxattr(from, fsPath(name));
      if (value !== undefined) deps.sys().lsetxattr(to, fsPath(name), value);
    }
    deps.sys().lutimesNs(to, below.stat.mtimeNs, below.stat.mtimeNs);
  }
}
