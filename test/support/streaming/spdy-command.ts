import { speakSpdy, type ClientStream, type SpdyClient } from './spdy-client.ts';
import { bodyOf, upgrade } from './upgrade.ts';
import type { CommandResult } from './websocket-command.ts';

/** Which streams to open; `protocols` in order of preference. */
export interface SpdyCommandOptions {
  readonly stdin?: boolean;
  readonly stderr?: boolean;
  readonly tty?: boolean;
  readonly protocols?: readonly string[];
  readonly dictionary?: Buffer;
}

/** A client of exec or attach over SPDY streams. */
export interface SpdyCommand {
  readonly spdy: SpdyClient;
  readonly protocol: string;
  readonly streams: Readonly<Record<string, ClientStream>>;
  resize(columns: number, rows: number): Promise<void>;
  /** Reads all to the end; `onStdout` sees each piece, and then nothing of stdout is kept. */
  result(onStdout?: (data: Buffer) => void): Promise<CommandResult>;
}

/** The connection after the upgrade; throws with the status and body when the server refuses. */
export async function connectSpdy(
  url: string,
  { protocols = [], dictionary }: Pick<SpdyCommandOptions, 'protocols' | 'dictionary'>,
): Promise<{ readonly spdy: SpdyClient; readonly protocol: string }> {
  const answer = await upgrade(url, {
    method: 'POST',
    headers: [
      ['Connection', 'Upgrade'],
      ['Upgrade', 'SPDY/3.1'],
      ['Content-Length', '0'],
      ...protocols.map((name) => ['X-Stream-Protocol-Version', name] as const),
    ],
  });
  if (answer.status !== 101) throw new Error(`${String(answer.status)} ${(await bodyOf(answer)).trim()}`);
  answer.socket.unshift(answer.rest);
  return { spdy: speakSpdy(answer.socket, dictionary), protocol: answer.headers['x-stream-protocol-version'] ?? '' };
}

export async function connectSpdyCommand(url: string, options: SpdyCommandOptions = {}): Promise<SpdyCommand> {
  const { stdin = false, stderr = true, tty = false, protocols = ['v4.channel.k8s.io', 'v3.channel.k8s.io'] } = options;
  const { spdy, protocol } = await connectSpdy(url, { ...options, protocols });
  const names = [
    'error',
    ...(stdin ? ['stdin'] : []),
    'stdout',
    ...(stderr && !tty ? ['stderr'] : []),
    ...(tty ? ['resize'] : []),
  ];
  const streams: Record<string, ClientStream> = {};
  for (const streamType of names) streams[streamType] = await spdy.open({ streamType });
  const all = async (name: string, each?: (data: Buffer) => void): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of streams[name]?.read() ?? []) {
      if (each === undefined) pieces.push(piece);
      else each(piece);
    }
    return Buffer.concat(pieces);
  };
  return {
    spdy,
    protocol,
    streams,
    resize: async (columns, rows) => {
      await streams['resize']?.write(`${JSON.stringify({ Width: columns, Height: rows })}\n`);
    },
    result: async (onStdout) => {
      const [stdout, errors, error] = await Promise.all([all('stdout', onStdout), all('stderr'), all('error')]);
      spdy.connection.end();
      return { stdout, stderr: errors, error: error.toString('utf8') };
    },
  };
}
