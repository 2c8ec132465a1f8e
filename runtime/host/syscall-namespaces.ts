import * as fs from 'node:fs';
import { join } from 'node:path';
import { MNT, MS, type NamespacePins, type Syscall } from './syscall.ts';
import { errnoName, SyscallError } from './syscall-error.ts';
import { check, cString, type Libc } from './syscall-libc.ts';

type Kind = 'net' | 'ipc' | 'uts';

const CLONE: Readonly<Record<Kind, number>> = { net: 0x40000000, ipc: 0x08000000, uts: 0x04000000 };
const AF_INET = 2;
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 1;
const IFREQ_BYTES = 40;

/**
 * Namespaces are made and entered on the calling thread, synchronously: nothing else of this process runs on it until it is
 * back in its own. Threads that exist already are not touched; none may be started inside.
 */
export function bindNamespaceCalls(libc: Libc): Pick<Syscall, 'pinNamespaces' | 'settleNamespaces' | 'inNetworkNamespace'> {
  const calls = bindCalls(libc);
  return {
    pinNamespaces: (pins) => {
      pin(calls, pins);
    },
    settleNamespaces: (pins) => {
      inside(calls, pinTargets(pins), () => {
        settleIn(calls, pins);
      });
    },
    inNetworkNamespace: (path, act) => inNetwork(calls, path, act),
  };
}

type Calls = ReturnType<typeof bindCalls>;

function bindCalls(libc: Libc) {
  return {
    libc,
    unshare: libc.bind<[flags: number]>('int unshare(int flags)'),
    setns: libc.bind<[fd: number, kind: number]>('int setns(int fd, int nstype)'),
    mount: libc.bind<[source: string, target: string, type: null, flags: number, data: null]>(
      'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
    ),
    umount2: libc.bind<[target: string, flags: number]>('int umount2(const char *target, int flags)'),
    sethostname: libc.bind<[name: Buffer, length: number]>('int sethostname(const void *name, size_t length)'),
    socket: libc.bind<[domain: number, type: number, protocol: number]>('int socket(int domain, int type, int protocol)'),
    ioctl: libc.bind<[fd: number, request: number, kind: string, argument: Buffer]>(
      'int ioctl(int fd, unsigned long request, ...)',
    ),
  };
}

function pin(calls: Calls, pins: NamespacePins): void {
  const targets = pinTargets(pins);
  if (targets.size === 0) return;
  const made: string[] = [];
  const bound: string[] = [];
  const own = openOwn([...targets.keys()]);
  try {
    for (const path of targets.values()) makePinFile(path, made);
    const flags = [...targets.keys()].reduce((sum, kind) => sum | CLONE[kind], 0);
    check(calls.libc, calls.unshare(flags), ['unshare', [...targets.keys()].join(' ')]);
    try {
      settleIn(calls, pins);
      for (const [kind, path] of targets) {
        check(calls.libc, calls.mount(ownPath(kind), path, null, MS.BIND, null), ['mount', path]);
        bound.push(path);
      }
    } finally {
      goBack(calls, own);
    }
  } catch (error) {
    for (const path of bound) calls.umount2(path, MNT.DETACH);
    for (const path of made) fs.rmSync(path, { force: true });
    throw error;
  } finally {
    for (const fd of own.values()) fs.closeSync(fd);
  }
}

function pinTargets({ net, ipc, uts }: NamespacePins): Map<Kind, string> {
  const targets = new Map<Kind, string>();
  if (net !== undefined) targets.set('net', cString(net));
  if (ipc !== undefined) targets.set('ipc', cString(ipc));
  if (uts !== undefined) targets.set('uts', cString(uts.path));
  return targets;
}

/** What has to be done while inside the new namespaces. */
function settleIn(calls: Calls, pins: NamespacePins): void {
  if (pins.uts !== undefined) {
    const name = Buffer.from(pins.uts.hostname);
    check(calls.libc, calls.sethostname(name, name.length), ['sethostname', pins.uts.hostname]);
  }
  if (pins.net !== undefined) bringUp(calls, 'lo');
  for (const [name, value] of Object.entries(pins.sysctls ?? {})) setSysctl(name, value);
}

function setSysctl(name: string, value: string): void {
  const path = join(
    '/proc/sys',
    name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.')),
  );
  try {
    fs.writeFileSync(path, value);
  } catch (error) {
    throw new SyscallError('sysctl', Math.abs((error as NodeJS.ErrnoException).errno ?? 0), `${name}=${value}`);
  }
}

function bringUp(calls: Calls, name: string): void {
  const request = Buffer.alloc(IFREQ_BYTES);
  request.write(name, 0, 15, 'latin1');
  request.writeInt16LE(IFF_UP, 16);
  const socket = check(calls.libc, calls.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0), ['socket', 'AF_INET']);
  try {
    check(calls.libc, calls.ioctl(socket, SIOCSIFFLAGS, 'void *', request), ['ioctl SIOCSIFFLAGS', name]);
  } finally {
    fs.closeSync(socket);
  }
}

function makePinFile(path: string, made: string[]): void {
  try {
    fs.closeSync(fs.openSync(path, 'wx', 0o444));
    made.push(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function inNetwork<T>(calls: Calls, path: string, act: () => T): T {
  return inside(calls, new Map([['net', path]]), () => {
    const result = act();
    if (result instanceof Promise) throw new TypeError('what runs inside a network namespace must be synchronous');
    return result;
  });
}

/** Runs `act` on this thread inside pinned namespaces, and goes back whatever happens. */
function inside<T>(calls: Calls, targets: ReadonlyMap<Kind, string>, act: () => T): T {
  const own = openOwn([...targets.keys()]);
  try {
    try {
      for (const [kind, path] of targets) enter(calls, kind, path);
      return act();
    } finally {
      goBack(calls, own);
    }
  } finally {
    for (const fd of own.values()) fs.closeSync(fd);
  }
}

function enter(calls: Calls, kind: Kind, path: string): void {
  const target = fs.openSync(path, 'r');
  try {
    check(calls.libc, calls.setns(target, CLONE[kind]), ['setns', path]);
  } finally {
    fs.closeSync(target);
  }
}

/** Not /proc/self: on a thread beside the main one that would be another thread's. */
function ownPath(kind: Kind): string {
  return `/proc/thread-self/ns/${kind}`;
}

function openOwn(kinds: readonly Kind[]): Map<Kind, number> {
  const own = new Map<Kind, number>();
  try {
    for (const kind of kinds) own.set(kind, fs.openSync(ownPath(kind), 'r'));
  } catch (error) {
    for (const fd of own.values()) fs.closeSync(fd);
    throw error;
  }
  return own;
}

/** A thread that stays in a pod's namespace would do everything that follows in the wrong place: then the process must end. */
function goBack(calls: Calls, own: ReadonlyMap<Kind, number>): void {
  for (const [kind, fd] of own) {
    if (calls.setns(fd, CLONE[kind]) === 0) continue;
    fs.writeSync(2, `cannot go back to the own ${kind} namespace: ${errnoName(calls.libc.errno())}\n`);
    process.abort();
  }
}
