import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Upgraded {
  readonly socket: Socket;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What came behind the headers: the beginning of the protocol, or the body of a refusal. */
  readonly rest: Buffer;
}

export interface UpgradeRequest {
  readonly method?: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Sends an HTTP/1.1 request to upgrade and reads the head of the answer. The caller destroys the socket. */
export async function upgrade(url: string, { method = 'GET', headers }: UpgradeRequest): Promise<Upgraded> {
  const { protocol, hostname, port, host, pathname, search } = new URL(url);
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
  const socket = protocol === 'https:' ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place);
  socket.setNoDelay(true);
  // Many may wait for it at once.
  socket.setMaxListeners(0);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let text = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    const onEnd = (): void => {
      reject(new Error(`the connection ended after ${JSON.stringify(text.toString('latin1'))}`));
    };
    const onData = (chunk: Buffer): void => {
      text = Buffer.concat([text, chunk]);
      const at = text.indexOf('\r\n\r\n');
      if (at < 0) return;
      socket.pause();
      socket.off('data', onData).off('error', reject).off('close', onEnd);
      const [first = '', ...fields] = text.toString('latin1', 0, at).split('\r\n');
      const pairs = fields.map((field) => {
        const [name = '', ...value] = field.split(':');
        return [name.toLowerCase(), value.join(':').trim()];
      });
      const parsed = Object.fromEntries(pairs) as Record<string, string>;
      resolve({ socket, status: Number(first.split(' ')[1]), headers: parsed, rest: text.subarray(at + 4) });
    };
    socket.on('data', onData).once('close', onEnd);
  });
}

/** The body of a refusal. */
export async function bodyOf({ socket, rest }: Upgraded): Promise<string> {
  const chunks = [rest];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
