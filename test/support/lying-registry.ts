import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Blob, BuiltImage } from './image-builder.ts';

/** One request, as the registry sees it. */
export interface Asked {
  /** The part of the address behind the repository: `manifests/latest`, `blobs/sha256:…`; or the whole path. */
  readonly what: string;
  /** First byte asked for; 0 without a range. */
  readonly from: number;
  /** How many times `what` has been asked for, this one included. */
  readonly times: number;
  readonly authorization: string;
}

/** What is answered instead of the truth; absent parts are true. */
export interface Lie {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The connection breaks after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Nothing more comes after so many bytes of the body. */
  readonly stallAfter?: number;
  /** The body comes in ten pieces with a pause of so long before each. */
  readonly paceMs?: number;
}

/** A registry in this process that serves images of one repository and lies when it is told to. */
export interface LyingRegistry {
  readonly address: string;
  readonly asked: readonly Asked[];
  /** How many requests for blobs were under way at once, at most. */
  readonly mostAtOnce: number;
  /** Adds an image under a tag; answers its reference. */
  add(image: BuiltImage, tag?: string): string;
  /** From now on; undefined tells the truth. Starts counting anew. */
  lie(lie: (asked: Asked) => Lie | undefined): void;
  close(): Promise<void>;
}

const REPOSITORY = 'of/lies';

/** The caller closes it. */
export async function startLyingRegistry(): Promise<LyingRegistry> {
  const content = new Map<string, Blob>();
  let asked: Asked[] = [];
  let [atOnce, mostAtOnce] = [0, 0];
  let lie: (asked: Asked) => Lie | undefined = () => undefined;
  const server = createServer((request, response) => {
    const one = toAsked(request, asked);
    asked.push(one);
    if (one.what.startsWith('blobs/')) {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      response.once('close', () => atOnce--);
    }
    answer(response, { truth: content.get(one.what), from: one.from, lie: lie(one) ?? {} });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const address = `127.0.0.1:${port}`;
  return {
    address,
    get asked() {
      return asked;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    add: (image, tag = 'latest') => {
      for (const blob of [image.config, ...image.layers]) content.set(`blobs/${blob.digest}`, blob);
      content.set(`manifests/${tag}`, image.manifest).set(`manifests/${image.manifest.digest}`, image.manifest);
      return `${address}/${REPOSITORY}:${tag}`;
    },
    lie: (next) => {
      asked = [];
      mostAtOnce = 0;
      lie = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function toAsked(request: IncomingMessage, before: readonly Asked[]): Asked {
  const path = request.url ?? '';
  const what = path.replace(`/v2/${REPOSITORY}/`, '');
  return {
    what,
    from: Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0),
    times: before.filter((one) => one.what === what).length + 1,
    authorization: request.headers.authorization ?? '',
  };
}

function answer(response: ServerResponse, { truth, from, lie }: { truth: Blob | undefined; from: number; lie: Lie }): void {
  const whole = Buffer.from(lie.body ?? truth?.bytes ?? '');
  const isBeyond = from > 0 && from >= whole.length;
  const honest = truth === undefined && lie.body === undefined ? 404 : isBeyond ? 416 : from > 0 ? 206 : 200;
  const status = lie.status ?? honest;
  const body = status === 206 ? whole.subarray(from) : whole;
  const range = status === 206 ? { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` } : {};
  response.writeHead(status, {
    'content-type': truth?.mediaType ?? 'text/plain',
    'content-length': body.length,
    ...range,
    ...lie.headers,
  });
  if (lie.paceMs !== undefined) {
    void trickle(response, body, lie.paceMs);
    return;
  }
  const stop = lie.cutAfter ?? lie.stallAfter;
  if (stop === undefined) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, stop), () => {
    // What was written must reach the other side before the connection breaks.
    if (lie.cutAfter !== undefined) setTimeout(() => response.socket?.resetAndDestroy(), 20);
  });
}

async function trickle(response: ServerResponse, body: Buffer, paceMs: number): Promise<void> {
  const size = Math.ceil(body.length / 10);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    await sleep(paceMs);
    response.write(body.subarray(at, at + size));
  }
  response.end();
}
