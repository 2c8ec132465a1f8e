import { constants } from 'node:fs';
import { errnoOf } from '../../base/cri-error.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { hostileArchive } from '../tar/tar-error.ts';
import { cleanPath, LayerDirectories } from './layer-directories.ts';
import { NeedsLowerLayer } from './layer-error.ts';
import {
  fsPath,
  isDirectory,
  isWhiteout,
  S_IFBLK,
  S_IFCHR,
  S_IFIFO,
  S_IFMT,
  S_IFREG,
  type LayerFs,
  type LayerStat,
  type LayerXattrs,
} from './layer-fs.ts';
import { findInLowers } from './lower-layers.ts';

export interface LayerWriterOptions {
  readonly fs: LayerFs;
  /** Called when the first device, xattr or fractional time comes. */
  readonly sys: () => LayerXattrs;
  /** The empty directory of this layer, as a byte string. */
  readonly root: string;
  /** True when there are layers below. */
  readonly hasLowers: boolean;
  /** Directories of the lower layers (byte strings, highest first), to unpack in order. */
  readonly lowers?: readonly string[];
  /** Inside a user namespace: `user.overlay.opaque` instead of `trusted.overlay.opaque`. */
  readonly userXattr: boolean;
  readonly umask: number;
  /** What files belong to without a chown. */
  readonly uid: number;
  readonly gid: number;
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const PERMISSIONS = 0o7777;

interface DirectoryTime {
  readonly real: string;
  readonly entry: TarEntry;
}

/** Writes the members of one layer below its root: OCI whiteouts become overlayfs whiteouts. Nothing outside the root is ever touched. */
export class LayerWriter implements TarSink {
  private readonly options: LayerWriterOptions;
  private readonly directories: LayerDirectories;
  private readonly opaque: string;
  private readonly whiteouts = new Set<string>();
  /** Their times are set at the end, because making children changes them. */
  private readonly times = new Map<string, DirectoryTime>();
  private file: { fd: number; path: string; entry: TarEntry; written: number } | undefined;

  constructor(options: LayerWriterOptions) {
    this.options = options;
    this.opaque = options.userXattr ? 'user.overlay.opaque' : 'trusted.overlay.opaque';
    this.directories = new LayerDirectories({ ...options, opaque: this.opaque });
  }

  entry(entry: TarEntry): void {
    const relative = cleanPath(entry.path);
    const slash = relative.lastIndexOf('/');
    const name = relative.slice(slash + 1);
    const parent = this.directories.ensure(slash < 0 ? '' : relative.slice(0, slash));
    if (name.startsWith(WHITEOUT)) {
      this.whiteout(parent, name, entry);
      return;
    }
    const real = parent === '' ? name : `${parent}/${name}`;
    if (this.whiteouts.size > 0 && this.whiteouts.delete(real)) this.replaceWhiteout(real, entry);
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
        this.attributes(real, entry);
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

  data(bytes: Uint8Array, offset: number): void {
    const { file } = this;
    if (file === undefined) return;
    this.options.fs.writeSync(file.fd, bytes, file.entry.isSparse ? offset : null);
    file.written = offset + bytes.length;
  }

  end(): void {
    const { file } = this;
    if (file === undefined) return;
    const { fs } = this.options;
    const { entry } = file;
    this.file = undefined;
    try {
      if (entry.isSparse && file.written !== entry.size) fs.ftruncateSync(file.fd, entry.size);
      const mode = entry.mode & PERMISSIONS;
      if (entry.uid !== this.options.uid || entry.gid !== this.options.gid) fs.fchownSync(file.fd, entry.uid, entry.gid);
      if ((mode & (this.options.umask | 0o7000)) !== 0) fs.fchmodSync(file.fd, mode);
      if (entry.xattrs.size > 0) this.xattrs(file.path, entry);
      if (isPlainTime(entry)) fs.futimesSync(file.fd, entry.mtimeSeconds, entry.mtimeSeconds);
      else this.preciseTime(file.path, entry);
    } finally {
      fs.closeSync(file.fd);
    }
  }

  /** Sets what can only be set last; returns the directories that had no entry of their own. */
  finish(): readonly string[] {
    for (const { real, entry } of [...this.times.values()].reverse()) this.time(this.directories.absolute(real), entry);
    return [...this.directories.implicit];
  }

  /** Closes what an error left open. */
  abandon(): void {
    if (this.file !== undefined) this.options.fs.closeSync(this.file.fd);
    this.file = undefined;
  }

  private directory(real: string, entry: TarEntry): void {
    const path = this.directories.absolute(real);
    const existing = this.options.fs.lstatSync(fsPath(path));
    if (existing === undefined || !isDirectory(existing)) {
      if (existing !== undefined) this.remove(real, existing);
      this.options.fs.mkdirSync(fsPath(path), 0o755);
    }
    this.directories.add(real);
    this.directories.implicit.delete(real);
    this.times.set(real, { real, entry });
    this.owner(path, entry);
    this.options.fs.chmodSync(fsPath(path), entry.mode & PERMISSIONS);
    this.xattrs(path, entry);
  }

  private openFile(real: string, entry: TarEntry): void {
    const path = this.directories.absolute(real);
    const fd = this.replacing(real, (at) => this.options.fs.openSync(at, CREATE, entry.mode & 0o777));
    this.file = { fd, path, entry, written: 0 };
  }

  private hardLink(real: string, entry: TarEntry): void {
    const target = this.linkTarget(cleanPath(entry.linkPath), entry);
    if (target === real) return;
    const from = fsPath(this.directories.absolute(target));
    this.replacing(real, (path) => {
      this.options.fs.linkSync(from, path);
    });
  }

  /** The real path of what a hard link means: it must be in this layer, or be copied up from a lower one. */
  private linkTarget(relative: string, entry: TarEntry): string {
    const slash = relative.lastIndexOf('/');
    const parent = this.directories.ensure(slash < 0 ? '' : relative.slice(0, slash));
    const real = parent === '' ? relative.slice(slash + 1) : `${parent}/${relative.slice(slash + 1)}`;
    const stat = this.options.fs.lstatSync(fsPath(this.directories.absolute(real)));
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
    if (below === undefined || (below.stat.mode & S_IFMT) !== S_IFREG)
      throw hostileArchive(entry.path, 'is a hard link to nothing');
    this.copyUp(below.path, below.stat, this.directories.absolute(real));
    return real;
  }

  private copyUp(from: string, stat: LayerStat, to: string): void {
    const { fs } = this.options;
    fs.copyFileSync(fsPath(from), fsPath(to));
    fs.lchownSync(fsPath(to), stat.uid, stat.gid);
    fs.chmodSync(fsPath(to), stat.mode & PERMISSIONS);
    const capability = this.options.sys().lgetxattr(utf8(from), 'security.capability');
    if (capability !== undefined) this.options.sys().lsetxattr(utf8(to), 'security.capability', capability);
    this.options.sys().lutimesNs(utf8(to), stat.mtimeNs, stat.mtimeNs);
  }

  private special(real: string, entry: TarEntry): void {
    const kind = entry.type === 'char' ? S_IFCHR : entry.type === 'block' ? S_IFBLK : S_IFIFO;
    this.replacing(real, () => {
      this.atTextPath(real, (path) => {
        this.options.sys().mknod(path, kind | (entry.mode & 0o777), entry.major, entry.minor);
      });
    });
    this.attributes(real, entry);
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
    const existing = this.options.fs.lstatSync(fsPath(this.directories.absolute(real)));
    if (existing === undefined) {
      this.atTextPath(real, (path) => {
        this.options.sys().mknod(path, S_IFCHR, 0, 0);
      });
      this.whiteouts.add(real);
    } else if (isDirectory(existing)) {
      // It hides what lies below, not what this layer itself brings.
      this.setOpaque(real);
    }
  }

  private replaceWhiteout(real: string, entry: TarEntry): void {
    this.options.fs.unlinkSync(fsPath(this.directories.absolute(real)));
    if (entry.type !== 'directory') return;
    this.options.fs.mkdirSync(fsPath(this.directories.absolute(real)), 0o755);
    this.setOpaque(real);
  }

  private setOpaque(real: string): void {
    this.options.sys().lsetxattr(utf8(this.directories.absolute(real)), this.opaque, Buffer.from('y'));
  }

  /** Does `make`, and once more after removing what is in its way. */
  private replacing<T>(real: string, make: (path: string | Buffer) => T): T {
    const path = fsPath(this.directories.absolute(real));
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
    const path = fsPath(this.directories.absolute(real));
    this.directories.forget(real);
    for (const key of this.times.keys()) if (key === real || key.startsWith(`${real}/`)) this.times.delete(key);
    if (isDirectory(existing)) this.options.fs.removeTreeSync(path);
    else this.options.fs.unlinkSync(path);
  }

  /** For links, devices and fifos. */
  private attributes(real: string, entry: TarEntry): void {
    const path = this.directories.absolute(real);
    this.owner(path, entry);
    if (entry.type !== 'symlink' && (entry.mode & (this.options.umask | 0o7000)) !== 0)
      this.options.fs.chmodSync(fsPath(path), entry.mode & PERMISSIONS);
    this.xattrs(path, entry);
    this.time(path, entry);
  }

  private owner(path: string, entry: TarEntry): void {
    if (entry.uid !== this.options.uid || entry.gid !== this.options.gid)
      this.options.fs.lchownSync(fsPath(path), entry.uid, entry.gid);
  }

  private xattrs(path: string, entry: TarEntry): void {
    for (const [name, value] of entry.xattrs) {
      // These steer overlayfs itself (redirects, whiteouts): an image has no say in them.
      if (name.startsWith('trusted.overlay.') || name.startsWith('user.overlay.')) continue;
      try {
        this.options.sys().lsetxattr(utf8(path), utf8(name), value);
      } catch (error) {
        if (!isXattrRefused(error, name)) throw error;
      }
    }
  }

  private time(path: string, entry: TarEntry): void {
    if (isPlainTime(entry)) this.options.fs.lutimesSync(fsPath(path), entry.mtimeSeconds, entry.mtimeSeconds);
    else this.preciseTime(path, entry);
  }

  private preciseTime(path: string, entry: TarEntry): void {
    const ns = BigInt(entry.mtimeSeconds) * 1_000_000_000n + BigInt(entry.mtimeNanoseconds);
    this.options.sys().lutimesNs(utf8(path), ns, ns);
  }

  /** Calls that take text only: a name that is not UTF-8 is made under another name and then renamed. */
  private atTextPath(real: string, act: (path: string) => void): void {
    const bytes = this.directories.absolute(real);
    const text = utf8(bytes);
    if (Buffer.from(text, 'utf8').equals(Buffer.from(bytes, 'latin1'))) {
      act(text);
      return;
    }
    const temporary = `${utf8(this.directories.absolute(''))}.name`;
    act(temporary);
    this.options.fs.renameSync(temporary, fsPath(bytes));
  }
}

const utf8 = (byteString: string): string => Buffer.from(byteString, 'latin1').toString('utf8');

/** node:fs takes seconds as a double: exact for whole seconds, and not before 1970. */
const isPlainTime = (entry: TarEntry): boolean => entry.mtimeNanoseconds === 0 && entry.mtimeSeconds >= 0;

/** A file system without this kind of xattr, or a user namespace that may not set it: the file itself is good. */
function isXattrRefused(error: unknown, name: string): boolean {
  const errno = errnoOf(error);
  return (
    errno === 'ENOTSUP' ||
    errno === 'EOPNOTSUPP' ||
    (errno === 'EPERM' && (name.startsWith('trusted.') || name.startsWith('security.')))
  );
}
