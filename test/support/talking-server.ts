import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { buffer } from 'node:stream/consumers';

/** A request, as the server heard it. */
export interface Heard {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** 200 and an empty body unless told; 'cut' breaks the connection without an answer. */
export type Said = Saying | 'cut';

interface Saying {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  /** The connection breaks after so many bytes of the body. */
  readonly cutAfter?: number;
}

/** A small HTTP server in this process, on loopback, that remembers what it was asked. */
export interface TalkingServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  readonly heard: readonly Heard[];
  close(): Promise<void>;
}

/** The caller closes it. `tls` makes it speak TLS. */
export async function startTalkingServer(
  answer: (heard: Heard, request: IncomingMessage) => Said | Promise<Said>,
  tls?: ServerOptions,
): Promise<TalkingServer> {
  const heard: Heard[] = [];
  const reply: RequestListener = (request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: (await buffer(request)).toString() };
      heard.push(one);
      const said = await answer(one, request);
      if (said === 'cut') request.socket.resetAndDestroy();
      else say(response, said);
    })();
  };
  const server = (tls === undefined ? createServer(reply) : createTlsServer(tls, reply)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const host = `127.0.0.1:${port}`;
  return {
    host,
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    heard,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function say(response: ServerResponse, { status = 200, headers, body = '', cutAfter }: Saying): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.slice(0, cutAfter), () => response.socket?.end());
}
