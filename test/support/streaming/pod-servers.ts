import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Servers inside a network namespace (undefined = the host's), in one process. */
export interface PodServers {
  /** Echoes; after the client's end it says how many bytes came, and ends. */
  readonly echo: number;
  /** The same, on ::1 alone. */
  readonly ipv6: number;
  /** Resets each connection at its first byte. */
  readonly reset: number;
  /** Says so many bytes as the line that it gets names. */
  readonly source: number;
  /** Reads nothing. */
  readonly deaf: number;
  /** Ends its half at once, and reads on. */
  readonly first: number;
  close(): Promise<void>;
}

const PROGRAM = `
const net = require('node:net');
const listen = (host, serve) => new Promise((resolve) => {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => { socket.on('error', () => {}); serve(socket); });
  server.listen(0, host, () => resolve(server.address().port));
});
const echo = (socket) => {
  let bytes = 0;
  socket.on('data', (data) => { bytes += data.length; if (!socket.write(data)) { socket.pause(); socket.once('drain', () => socket.resume()); } });
  socket.on('end', () => socket.end('got ' + bytes));
};
const source = (socket) => socket.once('data', (line) => {
  let left = Number(line);
  const piece = Buffer.alloc(65536, 'abcdefgh');
  const more = () => {
    for (;;) {
      if (left === 0) return socket.end();
      const part = piece.subarray(0, Math.min(left, piece.length));
      left -= part.length;
      if (!socket.write(part)) return socket.once('drain', more);
    }
  };
  more();
});
Promise.all([
  listen('127.0.0.1', echo), listen('::1', echo), listen('127.0.0.1', (socket) => socket.once('data', () => socket.resetAndDestroy())),
  listen('127.0.0.1', source), listen('127.0.0.1', (socket) => socket.pause()),
  listen('127.0.0.1', (socket) => { socket.end('bye'); socket.resume(); }),
]).then((ports) => console.log(JSON.stringify(ports)));
process.stdin.resume().on('end', () => process.exit());
`;

/** The caller closes it. */
export async function startPodServers(networkNamespace?: string): Promise<PodServers> {
  const enter = networkNamespace === undefined ? [] : ['nsenter', `--net=${networkNamespace}`];
  const argv = [...enter, process.execPath, '-e', PROGRAM];
  const child = spawn(argv[0] ?? '', argv.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const [echo = 0, ipv6 = 0, reset = 0, source = 0, deaf = 0, first = 0] = JSON.parse(line.toString()) as number[];
  return {
    echo,
    ipv6,
    reset,
    source,
    deaf,
    first,
    close: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
