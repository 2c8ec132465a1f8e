import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import { isLoopback } from '../../base/loopback-address.ts';
import type { Logger } from '../../base/logger.ts';
import { readyOf } from '../list-pod-sandbox-stats.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { metricsText } from './metrics-text.ts';

export interface MetricsServer {
  /** Where it listens: a port of 0 was any free one. */
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsServerOptions {
  readonly parts: Pick<RuntimeParts, 'pods' | 'stats'>;
  readonly address: { readonly host: string; readonly port: number };
  readonly log: Logger;
}

const REQUEST_MS = 10_000;
const PLAIN = { 'content-type': 'text/plain; charset=utf-8' } as const;

/**
 * Serves the metrics of all ready pods to Prometheus at /metrics, without access control: the address has to be a loopback one. Throws
 * failed-precondition when it cannot listen there.
 */
export async function serveMetrics({ parts, address, log }: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer({ headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS }, (request, response) => {
    answer(parts, request, response).catch((error: unknown) => {
      log.error('metrics could not be read', { error });
      response.writeHead(500, PLAIN).end('metrics could not be read: the log of the daemon says why\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const problem = errnoOf(cause) === 'EADDRINUSE' ? 'is in use' : messageOf(cause);
      const message = `metrics address ${address.host}:${String(address.port)} cannot be listened on: ${problem}`;
      reject(new CriError('failed-precondition', message, { hint: 'choose another --metrics-address', cause }));
    });
    server.listen(address, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' ? (bound?.port ?? 0) : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { pods, stats }: MetricsServerOptions['parts'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A page in a browser can ask loopback addresses by a name of its own, and would read the answer.
  if (!isLoopback(hostOf(request))) {
    response.writeHead(403, PLAIN).end('ask by the loopback address\n');
    return;
  }
  if (request.url?.split('?', 1)[0] !== '/metrics') {
    response.writeHead(404, PLAIN).end('metrics are at /metrics\n');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...PLAIN, allow: 'GET, HEAD' }).end('only GET and HEAD are answered\n');
    return;
  }
  const text = metricsText(await stats.metrics(readyOf(pods, undefined)));
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** The name that the client calls us, without its port. */
function hostOf({ headers: { host = '' } }: IncomingMessage): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
