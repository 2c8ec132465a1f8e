import * as http from 'node:http';
import * as https from 'node:https';
import { CriError } from '../../base/cri-error.ts';
import { registryUnavailable } from './registry-error.ts';

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly url: string;
  readonly body: http.IncomingMessage;
}

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface Http {
  /** GET; follows redirects (the Authorization header stays with its host, and https never becomes http). Throws the connection's error, or the signal's reason. */
  get(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

const MAX_REDIRECTS = 5;

/** `stallMs`: a connection without any byte for this long is broken (ETIMEDOUT). */
export function createHttp(options: { readonly stallMs: number }): Http {
  const agents = {
    plain: new http.Agent({ keepAlive: true, maxSockets: 16 }),
    tls: new https.Agent({ keepAlive: true, maxSockets: 16 }),
  };

  const once = (request: HttpRequest): Promise<HttpResponse> =>
    new Promise((resolve, reject) => {
      const isTls = request.url.startsWith('https:');
      const settings = { headers: request.headers, signal: request.signal, agent: isTls ? agents.tls : agents.plain };
      const sent = (isTls ? https : http).get(request.url, settings, (body) => {
        resolve({ status: body.statusCode ?? 0, headers: body.headers, url: request.url, body });
      });
      sent.setTimeout(options.stallMs, () => {
        sent.destroy(Object.assign(new Error(`no answer for ${String(options.stallMs)} ms`), { code: 'ETIMEDOUT' }));
      });
      sent.on('error', (error) => {
        reject(request.signal.aborted ? (request.signal.reason as Error) : error);
      });
    });

  return {
    get: async (request) => {
      let current = request;
      for (let hops = 0; ; hops++) {
        request.signal.throwIfAborted();
        const response = await once(current);
        const location = response.headers.location;
        if (response.status < 300 || response.status >= 400 || location === undefined) return response;
        response.body.resume();
        if (hops === MAX_REDIRECTS) throw registryUnavailable(new URL(current.url).host, 'it redirects in a circle');
        current = redirected(current, location);
      }
    },
    close: () => {
      agents.plain.destroy();
      agents.tls.destroy();
    },
  };
}

function redirected(request: HttpRequest, location: string): HttpRequest {
  const from = new URL(request.url);
  const to = URL.parse(location, from.href);
  if (to === null || !['http:', 'https:'].includes(to.protocol) || (from.protocol === 'https:' && to.protocol === 'http:')) {
    throw new CriError('permission-denied', `${from.host} redirects to an address that is not safe`, {
      hint: 'the registry is not configured well',
    });
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => to.host === from.host || name.toLowerCase() !== 'authorization'),
  );
  return { ...request, url: to.href, headers };
}

/** The whole body; throws resource-exhausted past `limit` bytes. */
export async function readBody(response: HttpResponse, limit: number, what: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response.body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit)
      throw new CriError('resource-exhausted', `${what} is larger than ${String(limit)} bytes`, {
        hint: 'this is not an ordinary image',
      });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
