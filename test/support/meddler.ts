import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request on its way to a registry. */
export interface Meddled {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly authorization: string;
  readonly range: string;
  /** How many requests with this method have come, this one included. */
  readonly times: number;
}

/** What is done instead of passing a request on. */
export type Meddling =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** The connection breaks after so many bytes of the request's body; the registry has got those. */
  | { readonly cutAfter: number }
  /** It is passed on, and the answer has these headers as well. */
  | { readonly add: Readonly<Record<string, string>> }
  /** It is passed on, and then the answer gets lost. */
  | 'lose-answer';

/** Stands before a real registry, sees what is asked of it, and meddles with it when told to. */
export interface Meddler {
  readonly address: string;
  readonly requests: readonly Meddled[];
  /** From now on; undefined passes it on. Starts counting anew. */
  meddle(meddle: (request: Meddled) => Meddling | undefined): void;
  close(): Promise<void>;
}

/** `target` is `host:port`. The caller closes it. */
export async function startMeddler(target: string): Promise<Meddler> {
  let requests: Meddled[] = [];
  let meddle: (request: Meddled) => Meddling | undefined = () => undefined;
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const times = requests.filter((each) => each.method === method).length + 1;
    const one = { method, url, times, authorization: headers.authorization ?? '', range: headers['content-range'] ?? '' };
    requests.push(one);
    pass({ request, response, target, meddling: meddle(one) });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    meddle: (next) => {
      requests = [];
      meddle = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: string;
  readonly meddling: Meddling | undefined;
}

function pass({ request, response, target, meddling }: Passing): void {
  if (typeof meddling === 'object' && 'status' in meddling) {
    request.resume();
    request.once('end', () => response.writeHead(meddling.status, meddling.headers).end(meddling.body));
    return;
  }
  const [host = '', port = ''] = target.split(':');
  const { method, url, headers } = request;
  const forward = send({ host, port, method, path: url, headers }, (answer) => {
    if (meddling === 'lose-answer') {
      answer.resume();
      answer.once('end', () => request.socket.destroy());
      return;
    }
    const more = typeof meddling === 'object' && 'add' in meddling ? meddling.add : {};
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...more });
    answer.pipe(response);
  });
  forward.on('error', () => request.socket.destroy());
  let left = typeof meddling === 'object' && 'cutAfter' in meddling ? meddling.cutAfter : Infinity;
  request.on('data', (chunk: Buffer) => {
    forward.write(chunk.subarray(0, left));
    left -= chunk.length;
    // Time for the registry to store what has come.
    if (left <= 0) setTimeout(() => request.socket.destroy(), 50);
  });
  request.once('end', () => forward.end());
  request.once('close', () => {
    if (!request.complete) forward.destroy();
  });
}
