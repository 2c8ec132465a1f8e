import { errnoOf } from '../base/cri-error.ts';
import type { BytePath, LayerSyscall, Syscall } from './syscall.ts';
import { ERRNO, SyscallError } from './syscall-error.ts';
import { check, cString, openLibc, type Libc } from './syscall-libc.ts';

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const SYS_MKNODAT = process.arch === 'x64' ? 259 : 33;
const SYS_OPENAT2 = 437;
const RESOLVE = { NO_MAGICLINKS: 2, NO_SYMLINKS: 4, BENEATH: 8, IN_ROOT: 0x10 };
const OPEN_HOW_BYTES = 24;
const O_CLOEXEC = 0o2000000;
const OPEN_TRIES = 16;
const XATTR_BYTES = 1024;
const XATTR_LIST_BYTES = 65_536;
const ZERO = Buffer.alloc(1);
const NS_PER_S = 1_000_000_000n;

/** The system calls that unpacking needs, for the thread that calls this. */
export function createLayerSyscall(): LayerSyscall {
  const libc = openLibc();
  return { ...bindXattrs(libc), mknod: bindMknod(libc), lutimesNs: bindLutimes(libc), openInRoot: bindOpenInRoot(libc) };
}

function bindXattrs(libc: Libc): Pick<LayerSyscall, 'lsetxattr' | 'lgetxattr' | 'llistxattr'> {
  return { lsetxattr: bindSetXattr(libc), lgetxattr: bindGetXattr(libc), llistxattr: bindListXattr(libc) };
}

/** lsetxattr(2), whether the attribute is there or not. */
export function bindSetXattr(libc: Libc): LayerSyscall['lsetxattr'] {
  const set = libc.bind<[path: BytePath, name: BytePath, value: Uint8Array, size: number, flags: number]>(
    'int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags)',
  );
  return (path, name, value) => {
    check(libc, set(cBytes(path), cBytes(name), value, value.length, 0), [`lsetxattr ${shown(name)}`, shown(path)]);
  };
}

/** lgetxattr(2); undefined when there is no such attribute. */
export function bindGetXattr(libc: Libc): LayerSyscall['lgetxattr'] {
  const get = libc.bind<[path: BytePath, name: BytePath, value: Uint8Array | null, size: number]>(
    'long lgetxattr(const char *path, const char *name, void *value, size_t size)',
  );
  const read = (path: BytePath, name: BytePath, size: number): Uint8Array | undefined => {
    const value = new Uint8Array(size);
    const length = get(cBytes(path), cBytes(name), value, size);
    if (length >= 0) return value.subarray(0, length);
    const errno = libc.errno();
    if (errno === ERRNO.ENODATA || errno === ERRNO.EOPNOTSUPP) return undefined;
    if (errno === ERRNO.ERANGE)
      return read(path, name, check(libc, get(cBytes(path), cBytes(name), null, 0), ['lgetxattr', shown(path)]));
    throw new SyscallError(`lgetxattr ${shown(name)}`, errno, shown(path));
  };
  return (path, name) => read(path, name, XATTR_BYTES);
}

function bindListXattr(libc: Libc): LayerSyscall['llistxattr'] {
  const list = libc.bind<[path: BytePath, names: Uint8Array, size: number]>(
    'long llistxattr(const char *path, void *list, size_t size)',
  );
  return (path) => {
    // The kernel's own bound on the names of one file.
    const names = Buffer.alloc(XATTR_LIST_BYTES);
    const length = list(cBytes(path), names, names.length);
    if (length === -1 && libc.errno() === ERRNO.EOPNOTSUPP) return [];
    check(libc, length, ['llistxattr', shown(path)]);
    return names.toString('latin1', 0, length).split('\0').slice(0, -1);
  };
}

function bindMknod(libc: Libc): LayerSyscall['mknod'] {
  const mknodat = libc.bind<[number: number, at: number, path: BytePath, mode: number, device: number]>(
    'long syscall(long number, long at, const char *path, unsigned long mode, unsigned long device)',
  );
  return (...[path, mode, major, minor]) => {
    // The kernel's own 32-bit form: 12 bits of major between the low 8 and the high 12 bits of minor.
    const device = ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0;
    check(libc, mknodat(SYS_MKNODAT, AT_FDCWD, cBytes(path), mode, device), ['mknod', shown(path)]);
  };
}

function bindLutimes(libc: Libc): LayerSyscall['lutimesNs'] {
  const utimensat = libc.bind<[at: number, path: BytePath, times: BigInt64Array, flags: number]>(
    'int utimensat(int at, const char *path, const void *times, int flags)',
  );
  const times = new BigInt64Array(4);
  return (path, atimeNs, mtimeNs) => {
    [times[0], times[1]] = secondsAndRest(atimeNs);
    [times[2], times[3]] = secondsAndRest(mtimeNs);
    check(libc, utimensat(AT_FDCWD, cBytes(path), times, AT_SYMLINK_NOFOLLOW), ['utimensat', shown(path)]);
  };
}

/** As C wants it: text as it is, bytes with a zero at the end. */
function cBytes(path: BytePath): BytePath {
  if (typeof path === 'string') return cString(path);
  if (path.includes(0)) throw new TypeError(`a null byte in ${JSON.stringify(shown(path))}`);
  return Buffer.concat([path, ZERO]);
}

const shown = (path: BytePath): string => path.toString();

/** timespec wants a rest that is not negative, before 1970 too. */
function secondsAndRest(ns: bigint): [seconds: bigint, rest: bigint] {
  const rest = ((ns % NS_PER_S) + NS_PER_S) % NS_PER_S;
  return [(ns - rest) / NS_PER_S, rest];
}

function bindOpenInRoot(libc: Libc): LayerSyscall['openInRoot'] {
  const openat2 = libc.bind<[number: number, root: number, path: string, how: BigUint64Array, size: number]>(
    'long syscall(long number, long root, const char *path, void *how, size_t size)',
  );
  const how = new BigUint64Array(OPEN_HOW_BYTES / 8);
  return (rootFd, path, { flags, mode = 0, beneath = false, noSymlinks = false }) => {
    how[0] = BigInt((flags | O_CLOEXEC) >>> 0);
    how[1] = BigInt(mode);
    how[2] = BigInt(
      RESOLVE.NO_MAGICLINKS | (beneath ? RESOLVE.BENEATH : RESOLVE.IN_ROOT) | (noSymlinks ? RESOLVE.NO_SYMLINKS : 0),
    );
    for (let tries = 1; ; tries++) {
      const fd = openat2(SYS_OPENAT2, rootFd, cString(path), how, OPEN_HOW_BYTES);
      // EAGAIN: something was renamed while the path was walked, so the kernel could not vouch for it.
      if (fd === -1 && libc.errno() === ERRNO.EAGAIN && tries < OPEN_TRIES) continue;
      return check(libc, fd, ['openat2', path]);
    }
  };
}

/** The same for the main thread, as `Syscall.openBelow`. */
export function bindOpenBelow(libc: Libc): Syscall['openBelow'] {
  const openat2 = libc.bind<[number: number, root: number, path: string, how: BigUint64Array, size: number]>(
    'long syscall(long number, long root, const char *path, void *how, size_t size)',
  );
  const open = (root: number, path: string, how: BigUint64Array): Promise<number> =>
    new Promise((resolve, reject) => {
      openat2.async(SYS_OPENAT2, root, cString(path), how, OPEN_HOW_BYTES, (error, fd) => {
        // errno belongs to this callback: it must be read before anything else happens.
        const errno = fd === -1 ? libc.errno() : 0;
        if (error !== null) reject(error);
        else if (errno === 0) resolve(fd);
        else reject(new SyscallError('openat2', errno, path));
      });
    });
  return async (root, path, flags) => {
    const how = BigUint64Array.of(BigInt((flags | O_CLOEXEC) >>> 0), 0n, BigInt(RESOLVE.NO_MAGICLINKS | RESOLVE.IN_ROOT));
    for (let tries = 1; ; tries++) {
      try {
        return await open(root, path, how);
      } catch (error) {
        if (errnoOf(error) !== 'EAGAIN' || tries === OPEN_TRIES) throw error;
      }
    }
  };
}
