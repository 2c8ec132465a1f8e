import type { RawData, WebSocket } from 'ws';
import { RpcError, messageOf } from '../rpc-error.ts';
import { t } from '../../l10n.ts';

/** One WebSocket of a streaming server: messages of several channels, named by their first byte. */
export interface ChannelSocket {
  /** The one that the server chose. */
  readonly protocol: string;
  /** Takes messages from now on; those that came before wait. */
  onMessage(listener: (channel: number, data: Buffer) => void): void;
  /** Resolves when the message has been given to the network; a closed socket takes it without a word. */
  send(channel: number, data: Uint8Array): Promise<void>;
  pause(): void;
  resume(): void;
  close(): void;
  /** Resolves when it is closed, by either side; with the reason when it broke. */
  readonly closed: Promise<Error | undefined>;
}

export interface ChannelSocketOptions {
  /** `v5.channel.k8s.io`, …; the server takes the first that it knows. */
  readonly protocols: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const HANDSHAKE_MS = 15_000;
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
const BODY_BYTES = 500;

/** Opens the URL that Exec, Attach or PortForward has given. Rejects with unavailable or cancelled. */
export async function openChannelSocket(address: string, options: ChannelSocketOptions): Promise<ChannelSocket> {
  const url = webSocketUrl(address);
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(url, [...options.protocols], {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_MS,
    // Who gave the URL was reached over a socket of this machine; its certificate is its own.
    rejectUnauthorized: !LOOPBACK.test(url.hostname),
  });
  await opened(socket, url, options.signal);
  return wrap(socket);
}

function webSocketUrl(address: string): URL {
  const url = new URL(address);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  // A server that listens everywhere may say so, and nobody can connect to "everywhere".
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  return url;
}

function opened(socket: WebSocket, url: URL, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.terminate();
      reject(new RpcError('cancelled', t('cancelled while the stream was opened')));
    };
    const done = (act: () => void) => (): void => {
      signal?.removeEventListener('abort', abort);
      act();
    };
    const fail = (why: string, cause?: unknown): void => {
      done(() => {
        reject(
          new RpcError('unavailable', t('the stream at {0} cannot be opened: {1}', url.host, why), { address: url.host, cause }),
        );
      })();
    };
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('open', () => {
      socket.pause();
      done(resolve)();
    });
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body = (body + chunk.toString('utf8')).slice(0, BODY_BYTES)));
      response.once('close', () => {
        fail(`it answered ${String(response.statusCode)} ${body.trim()}`.trim());
      });
    });
    // It stays: an abort causes an error, too, after nobody waits any more.
    socket.on('error', (error) => {
      fail(messageOf(error), error);
    });
  });
}

function wrap(socket: WebSocket): ChannelSocket {
  let broken: Error | undefined;
  socket.on('error', (error) => (broken = error));
  const closed = new Promise<Error | undefined>((resolve) => {
    socket.once('close', (code) => {
      resolve(broken ?? (code === ABNORMAL ? new Error('the connection was lost') : undefined));
    });
  });
  return {
    protocol: socket.protocol,
    onMessage: (listener) => {
      socket.on('message', (message: RawData) => {
        const bytes = message as Buffer; // binaryType is nodebuffer
        const [channel] = bytes;
        if (channel !== undefined) listener(channel, bytes.subarray(1));
      });
      socket.resume();
    },
    send: (channel, data) =>
      new Promise((resolve) => {
        const message = Buffer.allocUnsafe(data.length + 1);
        message[0] = channel;
        message.set(data, 1);
        socket.send(message, () => {
          resolve(); // an error is told by `closed`
        });
      }),
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
    close: () => {
      socket.close();
      // A paused one would never see the other side's farewell.
      socket.resume();
    },
    closed,
  };
}

/** Of RFC 6455: the connection ended without a closing handshake. */
const ABNORMAL = 1006;
