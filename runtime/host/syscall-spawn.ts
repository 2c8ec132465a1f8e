import type { SpawnRequest, Syscall } from './syscall.ts';
import { SyscallError } from './syscall-error.ts';
import { cString, type CFunction, type Libc } from './syscall-libc.ts';

/** Larger than both structures are, in glibc and in musl. */
const ACTIONS_BYTES = 256;
const ATTRIBUTES_BYTES = 512;
const SIGNAL_SET_BYTES = 128;
/** POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK */
const PLAIN_SIGNALS = 0x04 | 0x08;
const POSIX_SPAWN_SETSID = 0x80;
const O_RDWR = 2;
const F_DUPFD_CLOEXEC = 1030;

/**
 * posix_spawn(3), which starts a program in this process's memory without copying its page tables: fork(2), which Node.js uses, takes
 * milliseconds for a process of some 100 MB, and has each page that either touches afterwards copied.
 */
export function bindSpawn(libc: Libc): Syscall['spawn'] {
  const spawn = libc.bind<[pid: Buffer, path: string, actions: Buffer, attributes: Buffer, argv: Buffer, environment: Buffer]>(
    'int posix_spawn(void *pid, const char *path, void *actions, void *attributes, void *argv, void *environment)',
  );
  const fcntl = libc.bind<[fd: number, command: number, kind: string, value: number]>('int fcntl(int fd, int command, ...)');
  const close = libc.bind<[fd: number]>('int close(int fd)');
  const withAttributes = bindAttributes(libc);
  const withActions = bindActions(libc);
  return (request) => {
    const argv = cStrings(libc, request.argv);
    const environment = cStrings(libc, request.environment);
    const pid = Buffer.alloc(4);
    // One that lies where another has to go would be overwritten before it is used.
    const moved: number[] = [];
    const lowest = request.descriptors.length;
    const descriptors = request.descriptors.map((fd) => {
      if (fd === 'null' || fd >= lowest) return fd;
      const copy = fcntl(fd, F_DUPFD_CLOEXEC, 'int', lowest);
      if (copy < 0) throw new SyscallError('fcntl', libc.errno(), String(fd));
      moved.push(copy);
      return copy;
    });
    try {
      withActions({ ...request, descriptors }, (actions) => {
        withAttributes(request.ownSession, (attributes) => {
          const path = cString(request.program);
          must(spawn(pid, path, actions, attributes, argv.pointers, environment.pointers), ['posix_spawn', path]);
        });
      });
    } finally {
      for (const fd of moved) close(fd);
    }
    return pid.readInt32LE(0);
  };
}

type Act = (structure: Buffer) => void;

function bindAttributes(libc: Libc): (ownSession: boolean, act: Act) => void {
  const init = libc.bind<[attributes: Buffer]>('int posix_spawnattr_init(void *attributes)');
  const destroy = libc.bind<[attributes: Buffer]>('int posix_spawnattr_destroy(void *attributes)');
  const setFlags = libc.bind<[attributes: Buffer, flags: number]>('int posix_spawnattr_setflags(void *attributes, short flags)');
  const setDefault = libc.bind<[attributes: Buffer, set: Buffer]>(
    'int posix_spawnattr_setsigdefault(void *attributes, const void *set)',
  );
  const setMask = libc.bind<[attributes: Buffer, set: Buffer]>(
    'int posix_spawnattr_setsigmask(void *attributes, const void *set)',
  );
  const all = Buffer.alloc(SIGNAL_SET_BYTES, 0xff);
  const none = Buffer.alloc(SIGNAL_SET_BYTES);
  return (ownSession, act) => {
    const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
    must(init(attributes), ['posix_spawnattr_init', '']);
    try {
      // Node.js ignores SIGPIPE, and programs would inherit that.
      must(setDefault(attributes, all), ['posix_spawnattr_setsigdefault', '']);
      must(setMask(attributes, none), ['posix_spawnattr_setsigmask', '']);
      const flags = PLAIN_SIGNALS | (ownSession ? POSIX_SPAWN_SETSID : 0);
      must(setFlags(attributes, flags), ['posix_spawnattr_setflags', '']);
      act(attributes);
    } finally {
      destroy(attributes);
    }
  };
}

function bindActions(libc: Libc): (request: Pick<SpawnRequest, 'descriptors' | 'cwd'>, act: Act) => void {
  const init = libc.bind<[actions: Buffer]>('int posix_spawn_file_actions_init(void *actions)');
  const destroy = libc.bind<[actions: Buffer]>('int posix_spawn_file_actions_destroy(void *actions)');
  const addDup = libc.bind<[actions: Buffer, fd: number, place: number]>(
    'int posix_spawn_file_actions_adddup2(void *actions, int fd, int place)',
  );
  const addOpen = libc.bind<[actions: Buffer, place: number, path: string, flags: number, mode: number]>(
    'int posix_spawn_file_actions_addopen(void *actions, int place, const char *path, int flags, unsigned int mode)',
  );
  const addDirectory = bindAddDirectory(libc);
  return ({ descriptors, cwd }, act) => {
    const actions = Buffer.alloc(ACTIONS_BYTES);
    must(init(actions), ['posix_spawn_file_actions_init', '']);
    const before = process.cwd();
    try {
      if (cwd !== undefined && addDirectory !== undefined) must(addDirectory(actions, cString(cwd)), ['chdir', cwd]);
      else if (cwd !== undefined) process.chdir(cwd);
      for (const [place, fd] of descriptors.entries()) {
        const added = fd === 'null' ? addOpen(actions, place, '/dev/null', O_RDWR, 0) : addDup(actions, fd, place);
        must(added, ['posix_spawn_file_actions', String(fd)]);
      }
      act(actions);
    } finally {
      destroy(actions);
      if (cwd !== undefined && addDirectory === undefined) process.chdir(before);
    }
  };
}

/** Since glibc 2.29. Without it this process goes there itself for that moment, in which no other code of it runs. */
function bindAddDirectory(libc: Libc): CFunction<[actions: Buffer, path: string]> | undefined {
  try {
    return libc.bind('int posix_spawn_file_actions_addchdir_np(void *actions, const char *path)');
  } catch {
    return undefined;
  }
}

/** These functions answer the number of the error, and leave errno alone. */
function must(error: number, [syscall, subject]: readonly [syscall: string, subject: string]): void {
  if (error !== 0) throw new SyscallError(syscall, error, subject);
}

/** An array of C strings that ends with a null pointer. `bytes` has to be referenced for as long as the pointers are used. */
function cStrings(libc: Libc, texts: readonly string[]): { readonly pointers: Buffer; readonly bytes: Buffer } {
  const encoded = texts.map((text) => Buffer.from(`${cString(text)}\0`, 'utf8'));
  const bytes = Buffer.concat([...encoded, Buffer.alloc(1)]);
  const pointers = Buffer.alloc((texts.length + 1) * 8);
  let at = libc.address(bytes);
  for (const [index, { length }] of encoded.entries()) {
    pointers.writeBigUInt64LE(at, index * 8);
    at += BigInt(length);
  }
  return { pointers, bytes };
}
