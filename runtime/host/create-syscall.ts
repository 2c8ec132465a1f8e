import * as fs from 'node:fs';
import { errnoOf } from '../base/cri-error.ts';
import { Semaphore } from '../base/semaphore.ts';
import { bindGetXattr, bindOpenBelow, bindSetXattr } from './create-layer-syscall.ts';
import type { FileLock, Syscall } from './syscall.ts';
import { ERRNO, SyscallError } from './syscall-error.ts';
import { bindIdMappedMount } from './syscall-id-mapped.ts';
import { check, cString, openLibc, type Libc } from './syscall-libc.ts';
import { bindDescriptorCalls } from './syscall-descriptors.ts';
import { bindNetlink } from './syscall-netlink.ts';
import { bindNamespaceCalls } from './syscall-namespaces.ts';
import { bindLongOverlay } from './syscall-overlay.ts';
import { bindRaisePriority } from './syscall-priority.ts';
import { bindSpawn } from './syscall-spawn.ts';

const UMOUNT_NOFOLLOW = 8;
const LOCK_EX_NB = 2 | 4;
const PR_SET_CHILD_SUBREAPER = 36;
const WNOHANG = 1;
/** A umount that has to write back may take long; Node.js's file calls share the same four pool threads. */
const UMOUNTS_AT_ONCE = 2;

/** The system calls of this machine. Costs some milliseconds the first time in a thread: make one and share it. */
export function createSyscall(): Syscall {
  const libc = openLibc();
  const mount = bindMount(libc);
  const prctl = libc.bind<[option: number, kind: string, value: number]>('int prctl(int option, ...)');
  const namespaceCalls = bindNamespaceCalls(libc);
  return {
    mount,
    mountLongOverlay: bindLongOverlay(libc, mount),
    lgetxattr: bindGetXattr(libc),
    lsetxattr: bindSetXattr(libc),
    umount: bindUmount(libc),
    mountIdMapped: bindIdMappedMount(libc),
    ...namespaceCalls,
    netlink: bindNetlink(libc, namespaceCalls.inNetworkNamespace),
    ...bindDescriptorCalls(libc),
    openBelow: bindOpenBelow(libc),
    spawn: bindSpawn(libc),
    kill: sendSignal,
    lockFile: bindLockFile(libc),
    becomeSubreaper: () => {
      check(libc, prctl(PR_SET_CHILD_SUBREAPER, 'unsigned long', 1), ['prctl', 'PR_SET_CHILD_SUBREAPER']);
    },
    raisePriority: bindRaisePriority(libc),
    reap: bindReap(libc),
    exitCodeOf: bindExitCodeOf(libc),
  };
}

function bindMount(libc: Libc): Syscall['mount'] {
  const mount = libc.bind<[source: string, target: string, type: string, flags: number, data: string]>(
    'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
  );
  return (...[source, target, fsType, flags, data]) => {
    const result = mount(cString(source), cString(target), cString(fsType), flags, cString(data));
    check(libc, result, ['mount', target]);
  };
}

function bindUmount(libc: Libc): Syscall['umount'] {
  const umount2 = libc.bind<[target: string, flags: number]>('int umount2(const char *target, int flags)');
  const places = new Semaphore(UMOUNTS_AT_ONCE);
  return (target, flags = 0) =>
    places.run(
      () =>
        new Promise((resolve, reject) => {
          umount2.async(cString(target), flags | UMOUNT_NOFOLLOW, (error, result) => {
            // errno belongs to this callback: it must be read before anything else happens.
            const errno = result === -1 ? libc.errno() : 0;
            if (error !== null) reject(error);
            else if (errno === 0 || errno === ERRNO.EINVAL || errno === ERRNO.ENOENT) resolve();
            else reject(new SyscallError('umount2', errno, target));
          });
        }),
    );
}

function sendSignal(pid: number, signal: number): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}

function bindLockFile(libc: Libc): Syscall['lockFile'] {
  const flock = libc.bind<[fd: number, operation: number]>('int flock(int fd, int operation)');
  return (path): FileLock | undefined => {
    const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    if (flock(fd, LOCK_EX_NB) === 0)
      return {
        release: () => {
          fs.closeSync(fd);
        },
      };
    const errno = libc.errno();
    fs.closeSync(fd);
    if (errno === ERRNO.EAGAIN) return undefined;
    throw new SyscallError('flock', errno, path);
  };
}

function bindReap(libc: Libc): Syscall['reap'] {
  const waitpid = libc.bind<[pid: number, status: null, options: number]>('int waitpid(int pid, int *status, int options)');
  return (pid) => {
    const result = waitpid(pid, null, WNOHANG);
    if (result === -1 && libc.errno() !== ERRNO.ECHILD) check(libc, result, ['waitpid', String(pid)]);
    // Not a child of ours (any more): gone when nobody has that number.
    return result === -1 ? !sendSignal(pid, 0) : result === pid;
  };
}

function bindExitCodeOf(libc: Libc): Syscall['exitCodeOf'] {
  const waitpid = libc.bind<[pid: number, status: Buffer, options: number]>('int waitpid(int pid, void *status, int options)');
  const status = Buffer.alloc(4);
  return (pid) => {
    if (check(libc, waitpid(pid, status, WNOHANG), ['waitpid', String(pid)]) === 0) return undefined;
    const value = status.readInt32LE(0);
    const signal = value & 0x7f;
    return signal === 0 ? (value >> 8) & 0xff : 128 + signal;
  };
}
