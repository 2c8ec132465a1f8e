import { constants } from 'node:fs';
import { errnoOf } from '../../base/cri-error.ts';
import { opaqueXattr } from '../opaque-xattr.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { hostileArchive } from '../tar/tar-error.ts';
import { AttributeWriter, type AttributeWriterOptions } from './attribute-writer.ts';
import { copyUp } from './copy-up.ts';
import { cleanPath, LayerDirectories } from './layer-directories.ts';
import { NeedsLowerLayer, refusedByKernel } from './layer-error.ts';
import { fsPath, isDirectory, isSymlink, isWhiteout, S_IFBLK, S_IFCHR, S_IFIFO, type LayerStat } from './layer-fs.ts';
import { findInLowers } from './lower-layers.ts';

export interface LayerWriterOptions extends AttributeWriterOptions {
  /** The empty directory of this layer, as a byte string. */
  readonly root: string;
  /** True when there are layers below. */
  readonly hasLowers: boolean;
  /** Directories of the lower layers (byte strings, highest first), to unpack in order. */
  readonly lowers?: readonly string[];
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** What can only be settled when the layers below are there; real paths below the root, the deepest directories first. */
export interface Unsettled {
  /** Directories without an entry of their own. */
  readonly implicit: readonly string[];
  readonly whiteouts: readonly string[];
}

/** Writes the members of one layer below its root: OCI whiteouts become overlayfs whiteouts. Nothing outside the root is ever touched. */
export class LayerWriter implements TarSink {
  private readonly options: LayerWriterOptions;
  private readonly directories: LayerDirectories;
  private readonly attributes: AttributeWriter;
  private readonly opaque: string;
  private file: { fd: number; path: string | Buffer; entry: TarEntry; written: number } | undefined;

  constructor(options: LayerWriterOptions) {
    this.options = options;
    this.opaque = opaqueXattr(options.userXattr);
    this.attributes = new AttributeWriter(options);
    this.directories = new LayerDirectories({ ...options, opaque: this.opaque });
  }

  entry(entry: TarEntry): void {
    try {
      this.write(entry);
    } catch (error) {
      throw refusedByKernel(error, entry.path);
    }
  }

  data(bytes: Uint8Array, offset: number): void {
    const { file } = this;
    if (file === undefined) return;
    try {
      this.options.fs.writeSync(file.fd, bytes, file.entry.isSparse ? offset : null);
    } catch (error) {
      throw refusedByKernel(error, file.entry.path);
    }
    file.written = offset + bytes.length;
  }

  end(): void {
    const { file } = this;
    if (file === undefined) return;
    const { fs } = this.options;
    const { fd, path, entry } = file;
    this.file = undefined;
    try {
      if (entry.isSparse && file.written !== entry.size) fs.ftruncateSync(fd, entry.size);
      this.attributes.setOfFile({ fd, path }, entry);
    } catch (error) {
      throw refusedByKernel(error, entry.path);
    } finally {
      fs.closeSync(fd);
    }
  }

  /** Sets what can only be set last. */
  finish(): Unsettled {
    const implicit: string[] = [];
    const whiteouts: string[] = [];
    for (const { real, entry, whiteouts: hidden } of this.directories.all()) {
      if (entry !== undefined) this.attributes.finishDirectory(this.path(real), entry);
      else implicit.push(real);
      for (const name of hidden) whiteouts.push(real === '' ? name : `${real}/${name}`);
    }
    return { implicit, whiteouts };
  }

  /** Closes what an error left open. */
  abandon(): void {
    if (this.file !== undefined) this.options.fs.closeSync(this.file.fd);
    this.file = undefined;
  }

  private write(entry: TarEntry): void {
    const relative = cleanPath(entry.path);
    const slash = relative.lastIndexOf('/');
    const name = relative.slice(slash + 1);
    const parent = this.directories.ensure(slash < 0 ? '' : relative.slice(0, slash));
    if (name.startsWith(WHITEOUT)) {
      this.whiteout(parent, name, entry);
      return;
    }
    const real = parent === '' ? name : `${parent}/${name}`;
    if (this.directories.takeWhiteout(parent, name)) this.replaceWhiteout(real, entry);
    switch (entry.type) {
      case 'directory':
        this.directory(real, entry);
        return;
      case 'file':
        this.openFile(real, entry);
        return;
      case 'symlink':
        this.replacing(real, (path) => {
          this.options.fs.symlinkSync(fsPath(entry.linkPath), path);
        });
        this.attributes.set(this.path(real), entry);
        return;
      case 'hardlink':
        this.hardLink(real, entry);
        return;
      case 'char':
      case 'block':
      case 'fifo':
        this.special(real, entry);
    }
  }

  private directory(real: string, entry: TarEntry): void {
    const path = this.path(real);
    const existing = this.options.fs.lstatSync(path);
    if (existing === undefined || !isDirectory(existing)) {
      if (existing !== undefined) this.remove(real, existing);
      this.options.fs.mkdirSync(path, 0o755);
    }
    this.directories.add(real, entry);
    this.attributes.setOfDirectory(path, entry);
  }

  private openFile(real: string, entry: TarEntry): void {
    const fd = this.replacing(real, (at) => this.options.fs.openSync(at, CREATE, entry.mode & 0o777));
    this.file = { fd, path: this.path(real), entry, written: 0 };
  }

  private hardLink(real: string, entry: TarEntry): void {
    const target = this.linkTarget(cleanPath(entry.linkPath), entry);
    if (target === real) return;
    const from = this.path(target);
    this.replacing(real, (path) => {
      this.options.fs.linkSync(from, path);
    });
  }

  /** The real path of what a hard link means: it must be in this layer, or be copied up from a lower one. */
  private linkTarget(relative: string, entry: TarEntry): string {
    const slash = relative.lastIndexOf('/');
    const parent = this.directories.ensure(slash < 0 ? '' : relative.slice(0, slash));
    const real = parent === '' ? relative.slice(slash + 1) : `${parent}/${relative.slice(slash + 1)}`;
    const stat = this.options.fs.lstatSync(this.path(real));
    if (stat !== undefined && !isWhiteout(stat)) {
      if (isDirectory(stat)) throw hostileArchive(entry.path, 'is a hard link to a directory');
      return real;
    }
    const { lowers } = this.options;
    if (stat === undefined && this.options.hasLowers && lowers === undefined) throw new NeedsLowerLayer(real);
    const below =
      stat === undefined && lowers !== undefined
        ? findInLowers({ ...this.options, opaque: this.opaque }, lowers, real)
        : undefined;
    if (below === undefined || isDirectory(below.stat) || isWhiteout(below.stat))
      throw hostileArchive(entry.path, 'is a hard link to nothing');
    copyUp(this.options, below, this.path(real));
    return real;
  }

  private special(real: string, entry: TarEntry): void {
    // What overlayfs takes for a whiteout is one.
    if (entry.type === 'char' && entry.major === 0 && entry.minor === 0) {
      this.hide(real);
      return;
    }
    const kind = entry.type === 'char' ? S_IFCHR : entry.type === 'block' ? S_IFBLK : S_IFIFO;
    const isMade = this.replacing(real, (path) => {
      try {
        this.options.sys().mknod(path, kind | (entry.mode & 0o777), entry.major, entry.minor);
        return true;
      } catch (error) {
        // A user namespace has no devices; containers in it get theirs from the runtime.
        if (errnoOf(error) === 'EPERM' && this.options.userXattr && entry.type !== 'fifo') return false;
        throw error;
      }
    });
    if (isMade) this.attributes.set(this.path(real), entry);
  }

  private whiteout(parent: string, name: string, entry: TarEntry): void {
    if (name === OPAQUE) {
      this.setOpaque(parent);
      return;
    }
    // AUFS keeps its own data under these names; they are no part of the image.
    if (name.startsWith('.wh..wh.')) return;
    const hidden = name.slice(WHITEOUT.length);
    if (hidden === '' || hidden === '.' || hidden === '..') throw hostileArchive(entry.path, 'is not a whiteout of a name');
    const real = parent === '' ? hidden : `${parent}/${hidden}`;
    this.hide(real);
  }

  private hide(real: string): void {
    const existing = this.options.fs.lstatSync(this.path(real));
    if (existing === undefined) {
      // The lowest layer has nothing to hide, and overlayfs may show the mark itself.
      if (!this.options.hasLowers) return;
      this.options.sys().mknod(this.path(real), S_IFCHR, 0, 0);
      this.directories.addWhiteout(real);
    } else if (isDirectory(existing)) {
      // It hides what lies below, not what this layer itself brings.
      this.setOpaque(real);
    }
  }

  private replaceWhiteout(real: string, entry: TarEntry): void {
    this.options.fs.unlinkSync(this.path(real));
    if (entry.type !== 'directory') return;
    this.options.fs.mkdirSync(this.path(real), 0o755);
    this.setOpaque(real);
  }

  private setOpaque(real: string): void {
    this.options.sys().lsetxattr(this.path(real), this.opaque, Buffer.from('y'));
  }

  /** Does `make`, and once more after removing what is in its way. */
  private replacing<T>(real: string, make: (path: string | Buffer) => T): T {
    const path = this.path(real);
    try {
      return make(path);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' && errnoOf(error) !== 'ELOOP') throw error;
      const existing = this.options.fs.lstatSync(path);
      if (existing === undefined) throw error;
      if (real === '') throw hostileArchive('/', 'must be a directory');
      this.remove(real, existing);
      return make(path);
    }
  }

  private remove(real: string, existing: LayerStat): void {
    if (isDirectory(existing) || isSymlink(existing)) this.directories.forget(real);
    if (isDirectory(existing)) this.options.fs.removeTreeSync(this.path(real));
    else this.options.fs.unlinkSync(this.path(real));
  }

  private path(real: string): string | Buffer {
    return fsPath(this.directories.absolute(real));
  }
}
