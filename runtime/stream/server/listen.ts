import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CriError, errnoOf, messageOf } from '../../base/cri-error.ts';
import type { StreamAddress, StreamServerOptions } from './create-stream-server.ts';
import type { Offer } from './offers.ts';
import { refuse } from './refuse.ts';
import { upgradeToSpdy } from '../spdy/upgrade.ts';
import { upgradeToWebSocket } from '../websocket/upgrade.ts';

export interface ListenOptions extends StreamServerOptions {
  readonly take: (token: string) => Offer | undefined;
  /** Aborts when all sessions have to end. */
  readonly closing: AbortSignal;
}

/** What a session is served with. */
export interface Session {
  readonly offer: Offer;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the request. */
  readonly head: Buffer;
  readonly options: ListenOptions;
}

const UPGRADES: ReadonlyMap<string, (session: Session) => void> = new Map([
  ['spdy/3.1', upgradeToSpdy],
  ['websocket', upgradeToWebSocket],
]);

/** How long a client may take to send its request. */
const HANDSHAKE_MS = 10_000;
/** /exec/TOKEN */
const PATH = /^\/(exec|attach|portforward)\/([\w-]{16,64})$/;

/** Listens and serves what `take` gives; resolves with the beginning of all URLs. */
export async function listen(options: ListenOptions): Promise<{ readonly server: Server; readonly base: string }> {
  const server = await openServer(options.address);
  server.on('upgrade', (request, socket, head) => {
    serve({ request, socket, head, options });
  });
  await listenAt(server, options.address);
  const { port } = server.address() as AddressInfo;
  const scheme = options.address.tls === undefined ? 'http' : 'https';
  return { server, base: `${scheme}://${hostOf(options.address)}:${String(port)}` };
}

function serve({ request, socket, head, options }: Omit<Session, 'offer'>): void {
  // Until a protocol has taken over.
  socket.on('error', () => socket.destroy());
  const [, kind, token] = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
  const protocol = (request.headers.upgrade ?? '').toLowerCase();
  if (token === undefined) {
    refuse(socket, 404, 'no such page');
    return;
  }
  const upgradeTo = UPGRADES.get(protocol);
  if (upgradeTo === undefined) {
    refuse(socket, 400, `upgrade to ${JSON.stringify(protocol)} is not possible, only to SPDY/3.1 and websocket`);
    return;
  }
  const offer = options.take(token);
  if (offer?.kind !== kind) {
    refuse(socket, 404, 'this URL is unknown, was used, or is older than a minute: ask for another one');
    return;
  }
  upgradeTo({ offer: offer as Offer, request, socket, head, options });
}

async function openServer({ tls }: StreamAddress): Promise<Server> {
  const settings = { headersTimeout: HANDSHAKE_MS, requestTimeout: HANDSHAKE_MS, connectionsCheckingInterval: HANDSHAKE_MS / 2 };
  if (tls === undefined) return createServer(settings, answerPlain);
  const files = [tls.certFile, tls.keyFile].map((path) => readPem(path));
  const [cert, key] = await Promise.all(files);
  return createTlsServer({ ...settings, cert, key, handshakeTimeout: HANDSHAKE_MS }, answerPlain);
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CriError('failed-precondition', `file ${path} for streaming over TLS cannot be read: ${messageOf(cause)}`, {
      hint: 'correct --stream-tls-cert and --stream-tls-key',
      cause,
    });
  }
}

function answerPlain(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' });
  response.end('this server speaks SPDY/3.1 and WebSocket: ask for an upgrade\n');
}

function listenAt(server: Server, { host, port }: StreamAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const problem = errnoOf(cause) === 'EADDRINUSE' ? 'is in use' : messageOf(cause);
      reject(
        new CriError('failed-precondition', `streaming address ${host}:${String(port)} cannot be listened on: ${problem}`, {
          hint: 'choose another --stream-address or --stream-port',
          cause,
        }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}

/** Clients of an address that stands for all are on this machine: they have the socket of the runtime. */
function hostOf({ host }: StreamAddress): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
