import type { TarEntry } from '../tar/tar-entry.ts';
import { archiveTooLarge, hostileArchive } from '../tar/tar-error.ts';
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

/** What the layer has at one directory; one that is replaced takes all below it along. */
interface Directory {
  readonly children: Map<string, Directory>;
  /** Absent when it was made without an entry of its own: then it takes its attributes from the lower layers. */
  entry?: TarEntry | undefined;
  /** Names in it that hide what lies below. */
  whiteouts?: Set<string>;
}

const MAX_LINKS = 40;
const MAX_DEPTH = 1024;
/** An honest layer has thousands of directories, not a million. */
const MAX_REMEMBERED_BYTES = 64 << 20;

/**
 * The directories of a layer that is being unpacked. Nobody else writes below the root, so a directory that was seen to be one (not a link)
 * stays one until this layer replaces it; each name is looked at once, and a link is followed by hand, never out of the root.
 */
export class LayerDirectories {
  /** Asked for → real path below the root ('' is the root). */
  private readonly known = new Map<string, string>([['', '']]);
  private knownBytes = 0;
  private readonly top: Directory = { children: new Map() };
  private treeBytes = 0;
  private hasWhiteouts = false;
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
    this.know(relative, real);
    return real;
  }

  /** Tells that `real`, which is a directory now, has an entry of its own. */
  add(real: string, entry: TarEntry): void {
    this.know(real, real);
    this.node(real).entry = entry;
  }

  /** Forgets a directory or a link that is about to be replaced, and all that was resolved through it. */
  forget(real: string): void {
    // All at once: looking for what goes through it would take a hostile layer as long as it likes.
    this.known.clear();
    this.knownBytes = 0;
    this.known.set('', '');
    const [parent, name] = split(real);
    this.node(parent).children.delete(name);
  }

  addWhiteout(real: string): void {
    const [parent, name] = split(real);
    this.remember(name.length);
    (this.node(parent).whiteouts ??= new Set()).add(name);
    this.hasWhiteouts = true;
  }

  /** True when there was one, which is for the caller to remove. */
  takeWhiteout(parent: string, name: string): boolean {
    return this.hasWhiteouts && this.node(parent).whiteouts?.delete(name) === true;
  }

  absolute(real: string): string {
    return real === '' ? this.options.root : `${this.options.root}/${real}`;
  }

  /** Every directory that is there now, with what is known of it; the deepest first. */
  *all(node = this.top, real = ''): Generator<{ real: string; entry: TarEntry | undefined; whiteouts: Iterable<string> }> {
    for (const [name, child] of node.children) yield* this.all(child, real === '' ? name : `${real}/${name}`);
    yield { real, entry: node.entry, whiteouts: node.whiteouts ?? [] };
  }

  private know(asked: string, real: string): void {
    this.known.set(asked, real);
    this.knownBytes += asked.length;
    this.remember(0);
  }

  private node(real: string): Directory {
    let node = this.top;
    if (real === '') return node;
    for (const name of real.split('/')) {
      let child = node.children.get(name);
      if (child === undefined) {
        this.remember(name.length);
        node.children.set(name, (child = { children: new Map() }));
      }
      node = child;
    }
    return node;
  }

  private remember(bytes: number): void {
    this.treeBytes += bytes;
    if (this.treeBytes + this.knownBytes > MAX_REMEMBERED_BYTES)
      throw archiveTooLarge('bytes in names of directories', MAX_REMEMBERED_BYTES);
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
    this.takeWhiteout(parent, name);
    this.make(real);
    this.options.sys().lsetxattr(path, this.options.opaque, Buffer.from('y'));
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
    this.node(real).entry = undefined;
    this.know(real, real);
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

function split(real: string): [parent: string, name: string] {
  const slash = real.lastIndexOf('/');
  return [slash < 0 ? '' : real.slice(0, slash), real.slice(slash + 1)];
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
