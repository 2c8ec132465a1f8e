import { Socket } from 'node:net';
import type { Syscall } from './syscall.ts';

export interface TcpTarget {
  /** File of a network namespace; undefined = this process's own. */
  readonly networkNamespace: string | undefined;
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly port: number;
}

/** A connection whose halves end separately. Rejects with an Error whose `code` is the errno's name. */
export type ConnectTcp = (target: TcpTarget) => Promise<Socket>;

/** A socket belongs to the namespace in which it was made: nothing else has to be done inside. */
export function createConnectTcp(sys: Pick<Syscall, 'socket' | 'inNetworkNamespace'>): ConnectTcp {
  return async ({ networkNamespace, family, address, port }) => {
    const make = (): number => sys.socket(family);
    const fd = networkNamespace === undefined ? make() : sys.inNetworkNamespace(networkNamespace, make);
    // It must not be read before it is connected.
    const socket = new Socket({ fd, allowHalfOpen: true, manualStart: true } as never);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.connect({ host: address, port }, () => {
        socket.off('error', reject).on('error', () => undefined);
        socket.setNoDelay(true);
        resolve(socket);
      });
    });
  };
}
