import { Duplex } from 'node:stream';
import type { ClientStream, SpdyClient } from './spdy-client.ts';
import type { WebSocketClient } from './websocket-client.ts';

/** One forwarded connection over SPDY. */
export interface ForwardedConnection {
  readonly data: ClientStream;
  /** All of the error stream. */
  readonly error: Promise<string>;
}

let lastRequest = 0;

/** Opens the two streams, as the protocol `portforward.k8s.io` wants it. */
export async function forwardConnection(spdy: SpdyClient, port: number): Promise<ForwardedConnection> {
  const headers = { port: String(port), requestID: String(lastRequest++) };
  const error = await spdy.open({ streamType: 'error', ...headers }, { last: true });
  const data = await spdy.open({ streamType: 'data', ...headers });
  const said = readAll(error);
  // Not every caller wants to know.
  said.catch(() => undefined);
  return { data, error: said };
}

export async function readAll(stream: ClientStream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream.read()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** The bytes inside the binary messages of a WebSocket. */
export function tunnelOf(ws: WebSocketClient): Duplex {
  const messages = ws.messages();
  return new Duplex({
    read() {
      void messages.next().then(
        ({ value, done }) => this.push(done === true ? null : value),
        (error: unknown) => this.destroy(error as Error),
      );
    },
    write(data: Buffer, _encoding, done) {
      ws.send(data).then(() => {
        done();
      }, done);
    },
    final(done) {
      ws.close();
      done();
    },
    destroy(error, done) {
      ws.socket.destroy();
      done(error);
    },
  });
}
