import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A streaming server in memory, after the public texts of Kubernetes' remote command and port-forward protocols over WebSocket. */
export interface FakeStreams {
  /** A URL for one use. */
  offer(offer: FakeOffer): string;
  /** Sizes of terminals that clients have said, in order. */
  readonly sizes: { readonly Width: number; readonly Height: number }[];
  /** Which protocols it knows; the first of the client's that is among them is taken. */
  protocols: readonly string[];
  /** Breaks all connections without a farewell. */
  cut(): void;
  stop(): Promise<void>;
}

export type FakeOffer =
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly tty: boolean }
  | { readonly kind: 'port'; readonly ports: readonly number[] };

const CLOSE = 255;

/** Starts one on a free port of the loopback; the caller stops it. */
export async function startFakeStreams(): Promise<FakeStreams> {
  const offers = new Map<string, FakeOffer>();
  const sockets = new Set<WebSocket>();
  let next = 1;
  const http = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  const fake: FakeStreams = {
    offer: (offer) => {
      const token = `token-${String(next++)}`;
      offers.set(token, offer);
      return `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/${offer.kind}/${token}`;
    },
    sizes: [],
    protocols: ['v4.channel.k8s.io', 'v5.channel.k8s.io'],
    cut: () => {
      for (const socket of sockets) socket.terminate();
    },
    stop: () => {
      fake.cut();
      return new Promise((resolve) => {
        http.close(() => {
          resolve();
        });
      });
    },
  };
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '', 'http://x');
    const token = url.pathname.split('/').at(-1) ?? '';
    const offer = offers.get(token);
    offers.delete(token);
    if (offer === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 13\r\nConnection: close\r\n\r\nunknown token');
      return;
    }
    const handleProtocols = (asked: ReadonlySet<string>): string | false =>
      [...asked].find((name) => fake.protocols.includes(name)) ?? false;
    new WebSocketServer({ noServer: true, handleProtocols }).handleUpgrade(request, socket, head, (client) => {
      sockets.add(client);
      client.on('close', () => sockets.delete(client));
      if (offer.kind === 'command') serveCommand(fake, client, offer);
      else servePort(client, offer.ports[0] ?? Number(url.searchParams.get('port')));
    });
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  return fake;
}

function sendTo(client: WebSocket, channel: number, data: string | Uint8Array): void {
  client.send(Buffer.concat([Buffer.of(channel), Buffer.from(data as string)]));
}

function end(client: WebSocket, code: number): void {
  const causes = [{ reason: 'ExitCode', message: String(code) }];
  const failure = { status: 'Failure', reason: 'NonZeroExitCode', message: `exit code ${String(code)}`, details: { causes } };
  sendTo(client, 3, JSON.stringify(code === 0 ? { metadata: {}, status: 'Success' } : failure));
  client.close();
}

/** `fail` does not start, `cat` gives back its input, `say …` speaks and ends, all else is a shell that knows `exit N` and `size`. */
function serveCommand(fake: FakeStreams, client: WebSocket, { argv, tty }: FakeOffer & { readonly kind: 'command' }): void {
  const [program = '', ...rest] = argv;
  const isCat = program === 'cat';
  if (program === 'fail') {
    sendTo(client, 3, JSON.stringify({ status: 'Failure', reason: 'InternalError', message: 'no such program: fail' }));
    client.close();
    return;
  }
  if (program === 'say') {
    sendTo(client, 1, rest.join(' '));
    if (!tty) sendTo(client, 2, 'and an error\n');
    end(client, 0);
    return;
  }
  if (!isCat) sendTo(client, 1, '$ ');
  let line = '';
  client.on('message', (message: Buffer) => {
    const [channel, data] = [message[0], message.subarray(1)];
    if (channel === 4) fake.sizes.push(JSON.parse(data.toString()) as { Width: number; Height: number });
    if (channel === CLOSE && data[0] === 0 && isCat) end(client, 0);
    if (channel !== 0) return;
    if (isCat || tty) sendTo(client, 1, data);
    if (isCat) return;
    line += data.toString();
    if (!/[\r\n]$/.test(line)) return;
    const [, exit] = /^exit (\d+)/.exec(line) ?? [];
    const size = fake.sizes.at(-1);
    if (exit !== undefined) end(client, Number(exit));
    else if (line.startsWith('size')) sendTo(client, 1, `\r\n${String(size?.Width)}x${String(size?.Height)}\r\n$ `);
    line = '';
  });
}

/** Port 1 refuses, port 2 says hello with its header and after it; every other gives back what it gets, and ends when the client does. */
function servePort(client: WebSocket, port: number): void {
  const header = Buffer.of(port & 255, port >> 8);
  if (port === 2) {
    sendTo(client, 0, header.subarray(0, 1));
    sendTo(client, 0, Buffer.concat([header.subarray(1), Buffer.from('hel')]));
    sendTo(client, 1, header);
    sendTo(client, 0, 'lo');
    client.close();
    return;
  }
  sendTo(client, 0, header);
  sendTo(client, 1, header);
  if (port === 1) {
    sendTo(client, 1, 'connection refused');
    client.close();
    return;
  }
  client.on('message', (message: Buffer) => {
    const [channel, data] = [message[0], message.subarray(1)];
    if (channel === 0) sendTo(client, 0, data);
    if (channel === CLOSE) client.close();
  });
}
