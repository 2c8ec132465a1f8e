import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A registry in front of another one that stops in the middle of chosen blobs, until it is told to go on. */
export interface GatedRegistry {
  readonly address: string;
  /** From now on, half of this blob is sent, and the rest waits for `release`. */
  hold(digest: string): void;
  release(): void;
  close(): Promise<void>;
}

/** Passes everything on to the registry at `upstream`. The caller closes it. */
export async function startGatedRegistry(upstream: string): Promise<GatedRegistry> {
  const held = new Set<string>();
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    void pass(request, response, { upstream, held, waiting });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const release = (): void => {
    held.clear();
    for (const goOn of waiting) goOn();
    waiting.clear();
  };
  return {
    address: `127.0.0.1:${port}`,
    hold: (digest) => void held.add(digest),
    release,
    close: async () => {
      release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Gate {
  readonly upstream: string;
  readonly held: ReadonlySet<string>;
  readonly waiting: Set<() => void>;
}

async function pass(request: IncomingMessage, response: ServerResponse, { upstream, held, waiting }: Gate): Promise<void> {
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  const accept = request.headers.accept;
  const answer = await fetch(`http://${upstream}${path}`, { method, headers: accept === undefined ? {} : { accept } });
  const body = Buffer.from(await answer.arrayBuffer());
  const kept = ['content-type', 'docker-content-digest', 'docker-distribution-api-version'];
  const length = method === 'HEAD' ? (answer.headers.get('content-length') ?? '0') : String(body.length);
  const headers = kept.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  response.writeHead(answer.status, { ...Object.fromEntries(headers), 'content-length': length });
  if (method === 'GET' && held.has(path.slice(path.lastIndexOf('/') + 1))) {
    const half = Math.floor(body.length / 2);
    response.write(body.subarray(0, half));
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
      response.once('close', resolve);
    });
    response.end(body.subarray(half));
  } else response.end(body);
}
