import { hostileArchive } from '../tar/tar-error.ts';
import { NeedsLowerLayer } from './layer-error.ts';
import { fsPath, isDirectory, isSymlink, isWhiteout, type LayerFs, type LayerXattrs } from './layer-fs.ts';
import { findInLowers } from './lower-layers.ts';

export interface LayerDirectoriesOptions {
  readonly fs: LayerFs;
  readonly sys: () => LayerXattrs;
  /** Byte string. */
  readonly root: string;
  /** Byte strings, highest first; given only when the layer is unpacked in order. */
  readonly lowers?: readonly string[] | undefined;
  readonly hasLowers: boolean;
  /** Name of the xattr that makes a directory opaque. */
  readonly opaque: string;
}

const MAX_LINKS = 40;
const MAX_DEPTH = 1024;

/**
 * The directories of a layer that is being unpacked. Nobody else writes below the root, so a directory that was seen to be one (not a link)
 * stays one until this layer replaces it; each name is looked at once, and a link is followed by hand, never out of the root.
 */
export class LayerDirectories {
  /** Asked for → real path below the root ('' is the root). */
  private readonly known = new Map<string, string>([['', '']]);
  /** Made without an entry of their own: they take their attributes from the lower layers. */
  readonly implicit = new Set<string>();
  private readonly options: LayerDirectoriesOptions;

  constructor(options: LayerDirectoriesOptions) {
    this.options = options;
  }

  /** The real path of the directory `relative`, made when absent; throws when something else than a directory is in the way. */
  ensure(relative: string, links = 0): string {
    const known = this.known.get(relative);
    if (known !== undefined) return known;
    const slash = relative.lastIndexOf('/');
    const parent = this.ensure(slash < 0 ? '' : relative.slice(0, slash), links);
    const real = this.enter(parent, relative.slice(slash + 1), links);
    this.known.set(relative, real);
    return real;
  }

  /** Tells that `real` was just made or seen as a directory. */
  add(real: string): void {
    this.known.set(real, real);
  }

  /** Forgets a path that is about to be replaced, and all that was resolved through it. */
  forget(real: string): void {
    for (const [asked, target] of this.known) {
      if (target === real || target.startsWith(`${real}/`) || asked === real || asked.startsWith(`${real}/`))
        this.known.delete(asked);
    }
    for (const path of this.implicit) if (path === real || path.startsWith(`${real}/`)) this.implicit.delete(path);
  }

  absolute(real: string): string {
    return real === '' ? this.options.root : `${this.options.root}/${real}`;
  }

  private enter(parent: string, name: string, links: number): string {
    const { fs } = this.options;
    const real = parent === '' ? name : `${parent}/${name}`;
    const path = fsPath(this.absolute(real));
    const stat = fs.lstatSync(path);
    if (stat === undefined) return this.enterAbsent(real, parent, links);
    if (isDirectory(stat)) return real;
    if (isSymlink(stat)) return this.follow(parent, fs.readlinkSync(path, 'latin1'), links);
    if (!isWhiteout(stat)) throw hostileArchive(real, 'is not a directory, and something lies below it');
    fs.unlinkSync(path);
    this.make(real);
    this.options
      .sys()
      .lsetxattr(Buffer.from(this.absolute(real), 'latin1').toString('utf8'), this.options.opaque, Buffer.from('y'));
    return real;
  }

  private enterAbsent(real: string, parent: string, links: number): string {
    const { fs, lowers } = this.options;
    const below = lowers === undefined ? undefined : findInLowers(this.options, lowers, real);
    if (below !== undefined && isSymlink(below.stat))
      return this.follow(parent, fs.readlinkSync(fsPath(below.path), 'latin1'), links);
    if (links > 0 && lowers === undefined && this.options.hasLowers) throw new NeedsLowerLayer(real);
    this.make(real);
    return real;
  }

  private make(real: string): void {
    this.options.fs.mkdirSync(fsPath(this.absolute(real)), 0o755);
    this.implicit.add(real);
    this.known.set(real, real);
  }

  /** Follows a link's target within the root: `..` at the root stays there, an absolute target begins there. */
  private follow(parent: string, target: string, links: number): string {
    if (links >= MAX_LINKS) throw hostileArchive(target, 'is a loop of symbolic links');
    let real = target.startsWith('/') ? '' : parent;
    for (const name of target.split('/')) {
      if (name === '' || name === '.') continue;
      if (name === '..') real = real.includes('/') ? real.slice(0, real.lastIndexOf('/')) : '';
      else real = this.ensure(real === '' ? name : `${real}/${name}`, links + 1);
    }
    return real;
  }
}

/** A member's name as a path below the root: no leading slash, no empty or `.` parts. Throws data-loss for `..` and for names out of bounds. */
export function cleanPath(path: string): string {
  if (path.includes('\0')) throw hostileArchive(path, 'holds a zero byte');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length > MAX_DEPTH) throw hostileArchive(path, `is deeper than ${String(MAX_DEPTH)} directories`);
  for (const part of parts) {
    if (part === '..') throw hostileArchive(path, 'leads upwards');
    if (part.length > 255) throw hostileArchive(path, 'has a part of more than 255 bytes');
  }
  return parts.join('/');
}
