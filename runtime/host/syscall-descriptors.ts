import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Syscall } from './syscall.ts';
import { ERRNO, SyscallError } from './syscall-error.ts';
import { check, type Libc } from './syscall-libc.ts';

const O_CLOEXEC = 0o2000000;
const AF_UNIX = 1;
const FAMILY = { ipv4: 2, ipv6: 10 } as const;
const SOCK_STREAM = 1;
const SOCK_SEQPACKET = 5;
const SOCK_NONBLOCK = 0o4000;
const SOCKADDR_BYTES = 110;
const F_SETPIPE_SZ = 1031;
/** As much as anybody may have; 64 KiB, the default, costs a switch of tasks for each. */
const PIPE_BYTES = 1024 * 1024;
const TIOCSWINSZ = 0x5414;
const MSG_CMSG_CLOEXEC = 0x40000000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
/** struct cmsghdr with one descriptor, on 64-bit machines. */
const CONTROL = { bytes: 24, level: 8, type: 12, descriptor: 16 } as const;
/** struct msghdr and struct iovec of 64-bit machines, glibc's and musl's (little-endian: the upper halves are zero). */
const MESSAGE = { bytes: 56, iov: 16, iovCount: 24, control: 32, controlBytes: 40 } as const;

/** Calls on descriptors; all that they make is CLOEXEC and the caller's to close. */
export function bindDescriptorCalls(
  libc: Libc,
): Pick<
  Syscall,
  'pipe' | 'socketPair' | 'close' | 'socket' | 'connectPackets' | 'listenAt' | 'receiveDescriptor' | 'setTerminalSize'
> {
  const pipe2 = libc.bind<[ends: Buffer, flags: number]>('int pipe2(void *ends, int flags)');
  const socketpair = libc.bind<[domain: number, type: number, protocol: number, ends: Buffer]>(
    'int socketpair(int domain, int type, int protocol, void *ends)',
  );
  const fcntl = libc.bind<[fd: number, command: number, kind: string, value: number]>('int fcntl(int fd, int command, ...)');
  const ioctl = libc.bind<[fd: number, request: number, kind: string, argument: Buffer]>(
    'int ioctl(int fd, unsigned long request, ...)',
  );
  const socket = libc.bind<[domain: number, type: number, protocol: number]>('int socket(int domain, int type, int protocol)');
  const make = (domain: number, type: number): number =>
    check(libc, socket(domain, type | O_CLOEXEC | SOCK_NONBLOCK, 0), ['socket', String(domain)]);
  return {
    pipe: () => {
      const ends = Buffer.alloc(8);
      check(libc, pipe2(ends, O_CLOEXEC), ['pipe2', 'pipe']);
      const pipe = { read: ends.readInt32LE(0), write: ends.readInt32LE(4) };
      // Refused when the user has many pipes already: then it stays small.
      fcntl(pipe.write, F_SETPIPE_SZ, 'int', PIPE_BYTES);
      return pipe;
    },
    close: fs.closeSync,
    socketPair: () => {
      const ends = Buffer.alloc(8);
      check(libc, socketpair(AF_UNIX, SOCK_STREAM | O_CLOEXEC, 0, ends), ['socketpair', 'AF_UNIX']);
      return [ends.readInt32LE(0), ends.readInt32LE(4)];
    },
    socket: (family) => make(FAMILY[family], SOCK_STREAM),
    setTerminalSize: (fd, { rows, columns }) => {
      const size = Buffer.alloc(8);
      size.writeUInt16LE(rows, 0);
      size.writeUInt16LE(columns, 2);
      check(libc, ioctl(fd, TIOCSWINSZ, 'void *', size), ['ioctl TIOCSWINSZ', String(fd)]);
    },
    ...bindUnixSockets(libc, make),
    receiveDescriptor: bindReceive(libc),
  };
}

function bindUnixSockets(
  libc: Libc,
  make: (domain: number, type: number) => number,
): Pick<Syscall, 'connectPackets' | 'listenAt'> {
  const bindCall = libc.bind<[fd: number, address: Buffer, bytes: number]>(
    'int bind(int fd, const void *address, unsigned int bytes)',
  );
  const connect = libc.bind<[fd: number, address: Buffer, bytes: number]>(
    'int connect(int fd, const void *address, unsigned int bytes)',
  );
  const listen = libc.bind<[fd: number, backlog: number]>('int listen(int fd, int backlog)');
  return {
    connectPackets: (path) =>
      keepOnSuccess(make(AF_UNIX, SOCK_SEQPACKET), (fd) => {
        atAnyPath(path, (address) => check(libc, connect(fd, address, SOCKADDR_BYTES), ['connect', path]));
      }),
    listenAt: (path) =>
      keepOnSuccess(make(AF_UNIX, SOCK_STREAM), (fd) => {
        atAnyPath(path, (address) => check(libc, bindCall(fd, address, SOCKADDR_BYTES), ['bind', path]));
        check(libc, listen(fd, 1), ['listen', path]);
      }),
  };
}

function bindReceive(libc: Libc): Syscall['receiveDescriptor'] {
  const accept = libc.bind<[fd: number, address: null, bytes: null, flags: number]>(
    'int accept4(int fd, void *address, void *bytes, int flags)',
  );
  const recvmsg = libc.bind<[fd: number, message: Buffer, flags: number]>('int recvmsg(int fd, void *message, int flags)');
  return (listening) => {
    const connection = accept(listening, null, null, O_CLOEXEC | SOCK_NONBLOCK);
    if (connection === -1 && libc.errno() === ERRNO.EAGAIN) return undefined;
    check(libc, connection, ['accept4', String(listening)]);
    try {
      const data = Buffer.alloc(4096);
      const control = Buffer.alloc(CONTROL.bytes);
      const parts = Buffer.alloc(16);
      parts.writeBigUInt64LE(libc.address(data), 0);
      parts.writeBigUInt64LE(BigInt(data.length), 8);
      const message = Buffer.alloc(MESSAGE.bytes);
      message.writeBigUInt64LE(libc.address(parts), MESSAGE.iov);
      message.writeBigUInt64LE(1n, MESSAGE.iovCount);
      message.writeBigUInt64LE(libc.address(control), MESSAGE.control);
      message.writeBigUInt64LE(BigInt(control.length), MESSAGE.controlBytes);
      const got = recvmsg(connection, message, MSG_CMSG_CLOEXEC);
      if (got === -1 && libc.errno() === ERRNO.EAGAIN) return undefined;
      check(libc, got, ['recvmsg', String(listening)]);
      const hasOne = control.readInt32LE(CONTROL.level) === SOL_SOCKET && control.readInt32LE(CONTROL.type) === SCM_RIGHTS;
      return hasOne ? control.readInt32LE(CONTROL.descriptor) : undefined;
    } finally {
      fs.closeSync(connection);
    }
  };
}

function keepOnSuccess(fd: number, act: (fd: number) => void): number {
  try {
    act(fd);
    return fd;
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

/** The kernel takes 107 bytes of path: the directory is named by a descriptor. */
function atAnyPath(path: string, act: (address: Buffer) => void): void {
  const directory = fs.openSync(dirname(path), fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  try {
    const short = join('/proc/self/fd', String(directory), basename(path));
    if (Buffer.byteLength(short) >= SOCKADDR_BYTES - 2) throw new SyscallError('connect', ERRNO.EINVAL, path);
    const address = Buffer.alloc(SOCKADDR_BYTES);
    address.writeUInt16LE(AF_UNIX, 0);
    address.write(short, 2);
    act(address);
  } finally {
    fs.closeSync(directory);
  }
}
