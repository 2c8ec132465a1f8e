import { Duplex } from 'node:stream';
import { RpcError } from '../rpc-error.ts';
import { openChannelSocket, type ChannelSocket } from './channel-socket.ts';

/** Channels of the first, and here only, port. */
const DATA = 0;
const ERROR = 1;
const CLOSE = 255;
const HALF_CLOSING = 'v5.channel.k8s.io';
const PROTOCOLS = [HALF_CLOSING, 'v4.channel.k8s.io'];
/** Each channel begins with its port, as two bytes. */
const HEADER_BYTES = 2;

/**
 * One connection to a port of a pod, over the URL that PortForward has given. It ends when the other side ends; a protocol that cannot
 * say "I have no more to write" leaves that out. An error of the other side destroys it with an RpcError.
 */
export async function openPortConnection(url: string, port: number, signal?: AbortSignal): Promise<Duplex> {
  const address = new URL(url);
  // Some servers take the port from the request of PortForward, others from here.
  address.searchParams.set('port', String(port));
  return connect(await openChannelSocket(address.href, { protocols: PROTOCOLS, signal }));
}

function connect(socket: ChannelSocket): Duplex {
  const headers = new Map<number, number>();
  const withoutHeader = (channel: number, data: Buffer): Buffer => {
    const missing = HEADER_BYTES - (headers.get(channel) ?? 0);
    headers.set(channel, HEADER_BYTES - missing + Math.min(missing, data.length));
    return data.subarray(missing);
  };
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (chunk: Buffer, _encoding, done) => {
      void socket.send(DATA, chunk).then(() => {
        done();
      });
    },
    final: (done) => {
      if (socket.protocol === HALF_CLOSING) void socket.send(CLOSE, Buffer.of(DATA));
      done();
    },
    destroy: (error, done) => {
      socket.close();
      done(error);
    },
  });
  socket.onMessage((channel, message) => {
    if (channel === CLOSE) {
      if (message[0] === DATA) stream.push(null);
      return;
    }
    const data = withoutHeader(channel, message);
    if (data.length === 0) return;
    if (channel === DATA && !stream.push(data)) socket.pause();
    if (channel === ERROR) stream.destroy(new RpcError('unavailable', data.toString('utf8').trim()));
  });
  void socket.closed.then((error) => {
    if (error !== undefined) stream.destroy(new RpcError('unavailable', error.message, { cause: error }));
    else if (!stream.readableEnded) stream.push(null);
  });
  return stream;
}
