import * as fs from 'node:fs';
import { Semaphore } from '../base/semaphore.ts';
import type { Syscall } from './syscall.ts';
import { ERRNO, SyscallError } from './syscall-error.ts';
import { check, type Libc } from './syscall-libc.ts';

const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const NETLINK_ROUTE = 0;
const MSG_DONTWAIT = 0x40;
const REPLY_BYTES = 64 * 1024;
/** The kernel's lock of all interfaces may be held for long while namespaces end; Node.js's file calls share the pool. */
const REQUESTS_AT_ONCE = 2;

/** rtnetlink(7). The kernel has answered all by the time that the request is sent, which therefore happens on a pool thread. */
export function bindNetlink(libc: Libc, inNetworkNamespace: Syscall['inNetworkNamespace']): Syscall['netlink'] {
  const socket = libc.bind<[domain: number, type: number, protocol: number]>('int socket(int domain, int type, int protocol)');
  const send = libc.bind<[fd: number, request: Uint8Array, size: number, flags: number]>(
    'long send(int fd, const void *request, size_t size, int flags)',
  );
  const recv = libc.bind<[fd: number, reply: Uint8Array, size: number, flags: number]>(
    'long recv(int fd, void *reply, size_t size, int flags)',
  );
  const places = new Semaphore(REQUESTS_AT_ONCE);
  const open = (): number => check(libc, socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE), ['socket', 'AF_NETLINK']);
  const sendAll = (fd: number, request: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      send.async(fd, request, request.length, 0, (error, result) => {
        // errno belongs to this callback: it must be read before anything else happens.
        const errno = result === -1 ? libc.errno() : 0;
        if (error !== null) reject(error);
        else if (errno === 0) resolve();
        else reject(new SyscallError('send', errno, 'AF_NETLINK'));
      });
    });
  const receiveAll = (fd: number): Uint8Array => {
    const parts: Uint8Array[] = [];
    for (;;) {
      const part = new Uint8Array(REPLY_BYTES);
      const size = recv(fd, part, part.length, MSG_DONTWAIT);
      if (size === -1 && libc.errno() === ERRNO.EAGAIN) return Buffer.concat(parts);
      parts.push(part.subarray(0, check(libc, size, ['recv', 'AF_NETLINK'])));
    }
  };
  return (request, { inside, namespaces = [] } = {}) =>
    places.run(async () => {
      const opened: number[] = [];
      try {
        // A socket stays in the namespace in which it was made, whoever uses it.
        const fd = inside === undefined ? open() : inNetworkNamespace(inside, open);
        opened.push(fd);
        for (const { path, at } of namespaces) {
          const namespace = fs.openSync(path, 'r');
          opened.push(namespace);
          new DataView(request.buffer, request.byteOffset).setInt32(at, namespace, true);
        }
        await sendAll(fd, request);
        return receiveAll(fd);
      } finally {
        for (const fd of opened) fs.closeSync(fd);
      }
    });
}
