import { closeSync, constants, openSync } from 'node:fs';
import type { LongOverlay, Syscall } from './syscall.ts';
import { SyscallError } from './syscall-error.ts';
import { check, cString, type Libc } from './syscall-libc.ts';

/** The same numbers on every architecture that Node.js has. */
const SYS = { move_mount: 429, fsopen: 430, fsconfig: 431, fsmount: 432 } as const;
const CLOEXEC = 1;
const FSCONFIG = { FLAG: 0, STRING: 1, CREATE: 6 } as const;
const MOVE_MOUNT_F_EMPTY_PATH = 4;
const AT_FDCWD = -100;
const ADD_LOWER = 'lowerdir+';

/**
 * Hands the layers to the kernel one by one where it takes them so (Linux 6.7), otherwise as numbers of open descriptors, relative to a working
 * directory that is /proc/self/fd for the moment of the call: 500 of those fit into a page.
 */
export function bindLongOverlay(libc: Libc, mount: Syscall['mount']): Syscall['mountLongOverlay'] {
  const calls = bindCalls(libc);
  return (overlay) => {
    try {
      mountByContext(calls, overlay);
    } catch (error) {
      if (!isTooOld(error)) throw error;
      mountByNumbers(mount, overlay);
    }
  };
}

type Calls = ReturnType<typeof bindCalls>;

function bindCalls(libc: Libc) {
  return {
    libc,
    fsopen: libc.bind<[number: number, type: string, flags: number]>(
      'long syscall(long number, const char *type, unsigned long flags)',
    ),
    fsconfig: libc.bind<[number: number, fd: number, command: number, key: string | null, value: string | null, aux: number]>(
      'long syscall(long number, long fd, unsigned long command, const char *key, const char *value, long aux)',
    ),
    fsmount: libc.bind<[number: number, fd: number, flags: number, attributes: number]>(
      'long syscall(long number, long fd, unsigned long flags, unsigned long attributes)',
    ),
    moveMount: libc.bind<[number: number, fromFd: number, from: string, toFd: number, to: string, flags: number]>(
      'long syscall(long number, long fromFd, const char *from, long toFd, const char *to, unsigned long flags)',
    ),
  };
}

function mountByContext({ libc, fsopen, fsconfig, fsmount, moveMount }: Calls, overlay: LongOverlay): void {
  const context = check(libc, fsopen(SYS.fsopen, 'overlay', CLOEXEC), ['fsopen', 'overlay']);
  try {
    const configure = (command: number, key: string | null, value: string | null): void => {
      const result = fsconfig(SYS.fsconfig, context, command, key, value === null ? null : cString(value), 0);
      check(libc, result, [`fsconfig ${key ?? 'create'}`, value ?? overlay.target]);
    };
    for (const layer of overlay.lower) configure(FSCONFIG.STRING, ADD_LOWER, layer);
    for (const [key, value] of overlay.options) configure(value === null ? FSCONFIG.FLAG : FSCONFIG.STRING, key, value);
    configure(FSCONFIG.CREATE, null, null);
    // The kernel has given these attributes the same bits as mount(2) has.
    const made = check(libc, fsmount(SYS.fsmount, context, CLOEXEC, overlay.flags), ['fsmount', overlay.target]);
    try {
      const moved = moveMount(SYS.move_mount, made, '', AT_FDCWD, cString(overlay.target), MOVE_MOUNT_F_EMPTY_PATH);
      check(libc, moved, ['move_mount', overlay.target]);
    } finally {
      closeSync(made);
    }
  } finally {
    closeSync(context);
  }
}

/** No such call, one that a filter forbids, or an option that it does not know. */
function isTooOld(error: unknown): boolean {
  if (!(error instanceof SyscallError)) return false;
  if (error.syscall === 'fsopen') return error.code === 'ENOSYS' || error.code === 'EPERM';
  return error.syscall === `fsconfig ${ADD_LOWER}` && error.code === 'EINVAL';
}

function mountByNumbers(mount: Syscall['mount'], overlay: LongOverlay): void {
  const open: number[] = [];
  const before = openSync('.', constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const layer of overlay.lower) open.push(openSync(layer, constants.O_RDONLY | constants.O_DIRECTORY));
    const options = overlay.options.map(([key, value]) => (value === null ? key : `${key}=${escapeOption(value)}`));
    const data = [`lowerdir=${open.join(':')}`, ...options].join(',');
    // Nothing else of this process uses relative paths, and all of this is one tick.
    process.chdir('/proc/self/fd');
    try {
      mount('overlay', overlay.target, 'overlay', overlay.flags, data);
    } finally {
      process.chdir(`/proc/self/fd/${String(before)}`);
    }
  } finally {
    for (const fd of [...open, before]) closeSync(fd);
  }
}

/** A path as the value of a mount option. */
export const escapeOption = (path: string): string => path.replaceAll('\\', '\\\\').replaceAll(',', '\\,');
