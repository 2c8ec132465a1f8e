import type { LayerSyscall } from './syscall.ts';
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
const NS_PER_S = 1_000_000_000n;

/** The system calls that unpacking needs, for the thread that calls this. */
export function createLayerSyscall(): LayerSyscall {
  const libc = openLibc();
  return { ...bindXattrs(libc), mknod: bindMknod(libc), lutimesNs: bindLutimes(libc), openInRoot: bindOpenInRoot(libc) };
}

function bindXattrs(libc: Libc): Pick<LayerSyscall, 'lsetxattr' | 'lgetxattr'> {
  const set = libc.bind<[path: string, name: string, value: Uint8Array, size: number, flags: number]>(
    'int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags)',
  );
  const get = libc.bind<[path: string, name: string, value: Uint8Array | null, size: number]>(
    'long lgetxattr(const char *path, const char *name, void *value, size_t size)',
  );
  const read = (path: string, name: string, size: number): Uint8Array | undefined => {
    const value = new Uint8Array(size);
    const length = get(cString(path), cString(name), value, size);
    if (length >= 0) return value.subarray(0, length);
    const errno = libc.errno();
    if (errno === ERRNO.ENODATA || errno === ERRNO.EOPNOTSUPP) return undefined;
    if (errno === ERRNO.ERANGE) return read(path, name, check(libc, get(path, name, null, 0), ['lgetxattr', path]));
    throw new SyscallError(`lgetxattr ${name}`, errno, path);
  };
  return {
    lsetxattr: (path, name, value) => {
      check(libc, set(cString(path), cString(name), value, value.length, 0), [`lsetxattr ${name}`, path]);
    },
    lgetxattr: (path, name) => read(path, name, XATTR_BYTES),
  };
}

function bindMknod(libc: Libc): LayerSyscall['mknod'] {
  const mknodat = libc.bind<[number: number, at: number, path: string, mode: number, device: number]>(
    'long syscall(long number, long at, const char *path, unsigned long mode, unsigned long device)',
  );
  return (...[path, mode, major, minor]) => {
    // The kernel's own 32-bit form: 12 bits of major between the low 8 and the high 12 bits of minor.
    const device = ((minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12)) >>> 0;
    check(libc, mknodat(SYS_MKNODAT, AT_FDCWD, cString(path), mode, device), ['mknod', path]);
  };
}

function bindLutimes(libc: Libc): LayerSyscall['lutimesNs'] {
  const utimensat = libc.bind<[at: number, path: string, times: BigInt64Array, flags: number]>(
    'int utimensat(int at, const char *path, const void *times, int flags)',
  );
  const times = new BigInt64Array(4);
  return (path, atimeNs, mtimeNs) => {
    [times[0], times[1]] = secondsAndRest(atimeNs);
    [times[2], times[3]] = secondsAndRest(mtimeNs);
    check(libc, utimensat(AT_FDCWD, cString(path), times, AT_SYMLINK_NOFOLLOW), ['utimensat', path]);
  };
}

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
