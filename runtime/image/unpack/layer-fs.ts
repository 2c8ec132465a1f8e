import type { LayerSyscall } from '../../host/syscall.ts';

/** The synchronous file calls that unpacking makes; the parts of node:fs, so that a test can make call n fail. Paths are byte-exact. */
export interface LayerFs {
  openSync(path: string | Buffer, flags: number, mode?: number): number;
  closeSync(fd: number): void;
  /** All of `bytes` at `position`, or where the last write ended. */
  writeSync(fd: number, bytes: Uint8Array, position: number | null): void;
  ftruncateSync(fd: number, length: number): void;
  fchownSync(fd: number, uid: number, gid: number): void;
  fchmodSync(fd: number, mode: number): void;
  futimesSync(fd: number, atime: number, mtime: number): void;
  mkdirSync(path: string | Buffer, mode: number): void;
  chmodSync(path: string | Buffer, mode: number): void;
  lchownSync(path: string | Buffer, uid: number, gid: number): void;
  lutimesSync(path: string | Buffer, atime: number, mtime: number): void;
  symlinkSync(target: string | Buffer, path: string | Buffer): void;
  linkSync(existing: string | Buffer, path: string | Buffer): void;
  renameSync(from: string | Buffer, to: string | Buffer): void;
  readlinkSync(path: string | Buffer, encoding: 'latin1'): string;
  lstatSync(path: string | Buffer): LayerStat | undefined;
  unlinkSync(path: string | Buffer): void;
  removeTreeSync(path: string | Buffer): void;
  copyFileSync(from: string | Buffer, to: string | Buffer): void;
}

export interface LayerStat {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly mtimeNs: bigint;
}

export type LayerXattrs = Pick<LayerSyscall, 'lsetxattr' | 'lgetxattr' | 'llistxattr' | 'mknod' | 'lutimesNs'>;

export const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;
export const S_IFCHR = 0o020000;
export const S_IFBLK = 0o060000;
export const S_IFIFO = 0o010000;

/** overlayfs marks a removed name with a character device 0:0. */
export const isWhiteout = (stat: LayerStat): boolean => (stat.mode & S_IFMT) === S_IFCHR && stat.rdev === 0;
export const isDirectory = (stat: LayerStat): boolean => (stat.mode & S_IFMT) === S_IFDIR;
export const isFile = (stat: LayerStat): boolean => (stat.mode & S_IFMT) === S_IFREG;
export const isSymlink = (stat: LayerStat): boolean => (stat.mode & S_IFMT) === S_IFLNK;

/** A byte string as node:fs wants it: text while it is ASCII, bytes otherwise. */
export function fsPath(byteString: string): string | Buffer {
  // eslint-disable-next-line no-control-regex -- the whole ASCII range is meant
  return /^[\x00-\x7f]*$/.test(byteString) ? byteString : Buffer.from(byteString, 'latin1');
}

/** A path of this process (text) as a byte string. */
export const toByteString = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Extended attributes that steer overlayfs itself (redirects, whiteouts): an image has no say in them. */
export const isSteering = (name: string): boolean => name.startsWith('trusted.overlay.') || name.startsWith('user.overlay.');
