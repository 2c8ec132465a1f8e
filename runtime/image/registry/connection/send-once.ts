import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import { errnoOf } from '../../../base/cri-error.ts';
import { freeBuffer } from '../../free-buffer.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import type { Pool } from './connections.ts';
import { proxyRefused } from '../registry-error.ts';

export interface SendOptions {
  readonly pool: Pool;
  readonly stallMs: number;
}

/** One request over one connection, without redirects. A kept connection that the other side had closed meanwhile is no failure. */
export async function sendOnce(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  // A pool of stale connections is emptied one by one; the last try has one of its own.
  for (let stale = 0; ; stale++) {
    request.signal.throwIfAborted();
    const attempt = attemptOf(request, options);
    try {
      return await attempt.response;
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      // How much of a stream has arrived is not known here: whoever sends it asks the registry.
      if (typeof request.body === 'function') throw error;
      if (stale === MAX_STALE || !attempt.wasReused() || errnoOf(error) !== 'ECONNRESET') throw error;
    }
  }
}

const MAX_STALE = 16;

interface Attempt {
  readonly response: Promise<HttpResponse>;
  wasReused(): boolean;
}

function attemptOf(request: HttpRequest, { pool, stallMs }: SendOptions): Attempt {
  const { url, signal, headers = {}, method = 'GET', connectTimeoutMs = stallMs } = request;
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
  const isTls = url.startsWith('https:');
  const sent = (isTls ? https : http).request(url, { method, headers, signal, ...pool });
  // A request that has no socket yet says nothing when it is destroyed: a proxy may stand still, or the pool be full.
  const fail = (error: unknown): void => {
    sent.destroy(error instanceof Error ? error : undefined);
    reject(error);
  };
  const onAbort = (): void => {
    fail(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const stalled = (what: string, ms: number): void => {
    fail(Object.assign(new Error(`${what} for ${String(ms)} ms`), { code: 'ETIMEDOUT' }));
  };
  const unconnected = setTimeout(stalled, connectTimeoutMs, 'no connection', connectTimeoutMs);
  const isConnected = (): void => {
    clearTimeout(unconnected);
  };
  sent.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', isConnected);
    else isConnected();
  });
  sent.setTimeout(stallMs, () => {
    stalled('no answer', stallMs);
  });
  sent.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
    if (isTls && statusCode !== 200) fail(proxyRefused(new URL(url).host, statusCode));
  });
  sent.on('error', reject);
  sent.on('response', (body) => {
    freeWhatIsParsed(body);
    resolve({ status: body.statusCode ?? 0, headers: body.headers, url, body });
  });
  const settled = (): void => {
    isConnected();
    signal.removeEventListener('abort', onAbort);
  };
  promise.then(settled, settled);
  write(sent, request.body);
  return { response: promise, wasReused: () => sent.reusedSocket };
}

/** The parser has copied each chunk of the socket once its own listener returns. */
function freeWhatIsParsed(body: http.IncomingMessage): void {
  const { socket } = body;
  socket.on('data', freeBuffer);
  body.once('close', () => socket.off('data', freeBuffer));
}

function write(sent: http.ClientRequest, body: HttpRequest['body']): void {
  if (typeof body !== 'function') {
    sent.end(body);
    return;
  }
  const source: Readable = body();
  source.once('error', (error) => sent.destroy(error));
  sent.once('close', () => source.destroy());
  sent.once('response', (response) => {
    if (sent.writableFinished || (response.statusCode ?? 0) < 300) return;
    // Refused before all was sent: the rest stays here, and the connection is of no more use.
    source.unpipe(sent);
    source.destroy();
    response.once('close', () => sent.destroy());
  });
  source.pipe(sent);
}
