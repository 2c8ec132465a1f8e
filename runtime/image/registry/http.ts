import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Proxies } from './connection/choose-proxy.ts';
import { createConnections } from './connection/connections.ts';
import { redirectOf } from './connection/redirect.ts';
import { registryUnavailable } from './registry-error.ts';
import { sendOnce } from './connection/send-once.ts';
import type { Trust } from './connection/trust.ts';

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Bytes, or a function that opens the stream anew for each try (then `content-length` belongs into the headers). */
export type HttpBody = Uint8Array | (() => Readable);

export interface HttpRequest {
  /** Default: GET. */
  readonly method?: HttpMethod;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody | undefined;
  /** Of the registry that `url` belongs to; its client certificate is shown to this host only. */
  readonly trust?: Trust | undefined;
  /** Default: as long as a connection may stand still. */
  readonly connectTimeoutMs?: number | undefined;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from in the end. */
  readonly url: string;
  /** To be read, resumed or destroyed. */
  readonly body: IncomingMessage;
}

export interface Http {
  /**
   * Follows redirects where that is safe: reading, or 307 and 308. The Authorization header and the client certificate stay with their
   * host, and https never becomes http. Throws the connection's error, or the signal's reason.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

export interface HttpOptions {
  /** A connection without any byte for this long is broken (ETIMEDOUT). */
  readonly stallMs: number;
  readonly userAgent?: string;
  readonly proxies?: Proxies;
  /** The machine's own CAs, as PEM, beside those of Node.js. */
  readonly systemCertificates?: () => Promise<readonly string[]>;
}

const MAX_REDIRECTS = 5;

/** The one HTTP client of the daemon. The caller closes it. */
export function createHttp(options: HttpOptions): Http {
  const connections = createConnections(options);
  const common = { 'user-agent': options.userAgent ?? 'slipway' };
  return {
    request: async (request) => {
      let current: HttpRequest = { ...request, headers: { ...common, ...request.headers } };
      for (let hops = 0; ; hops++) {
        request.signal.throwIfAborted();
        const pool = await connections.poolFor(current.url, current.trust);
        const response = await sendOnce(current, { pool, stallMs: options.stallMs });
        const next = redirectOf(current, response);
        if (next === undefined) return response;
        response.body.resume();
        if (hops === MAX_REDIRECTS) throw registryUnavailable(new URL(current.url).host, 'it redirects in a circle');
        current = next;
      }
    },
    close: () => {
      connections.close();
    },
  };
}
