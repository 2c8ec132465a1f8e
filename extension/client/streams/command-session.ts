import { RpcError } from '../rpc-error.ts';
import { openChannelSocket, type ChannelSocket } from './channel-socket.ts';
import { t } from '../../l10n.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A command in a container, or the container's own process, with its streams. */
export interface CommandSession {
  /** Begins to deliver the output; called once. */
  onOutput(listener: (data: Buffer, stream: 'stdout' | 'stderr') => void): void;
  /** Resolves when the bytes are on their way. */
  write(data: Uint8Array): Promise<void>;
  /** Ends the input, where the server's protocol can say that. */
  endInput(): void;
  resize(size: TerminalSize): void;
  /** Stops delivering; the process waits once the buffers on the way are full. */
  pause(): void;
  resume(): void;
  /** Resolves with the exit code; rejects with an RpcError when the command could not run, or the connection was lost. */
  readonly ended: Promise<number>;
  /** Leaves; a command that reads a terminal ends by it. */
  close(): void;
}

/** Channels of the protocol. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
const CLOSE = 255;
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Opens the URL that Exec or Attach has given. */
export async function openCommandSession(url: string, signal?: AbortSignal): Promise<CommandSession> {
  const socket = await openChannelSocket(url, { protocols: PROTOCOLS, signal });
  const status = Promise.withResolvers<string>();
  let deliver: (data: Buffer, stream: 'stdout' | 'stderr') => void = () => undefined;
  const ended = endOf(socket, status.promise);
  // Whoever does not wait for the end is not to be told by an unhandled rejection.
  ended.catch(() => undefined);
  return {
    onOutput: (listener) => {
      deliver = listener;
      socket.onMessage((channel, data) => {
        if (channel === STDOUT && data.length > 0) deliver(data, 'stdout');
        else if (channel === STDERR && data.length > 0) deliver(data, 'stderr');
        else if (channel === ERROR && data.length > 0) status.resolve(data.toString('utf8'));
      });
    },
    write: (data) => socket.send(STDIN, data),
    endInput: () => {
      if (socket.protocol === 'v5.channel.k8s.io') void socket.send(CLOSE, Buffer.of(STDIN));
    },
    resize: ({ columns, rows }) => {
      void socket.send(RESIZE, Buffer.from(JSON.stringify({ Width: columns, Height: rows })));
    },
    pause: () => {
      socket.pause();
    },
    resume: () => {
      socket.resume();
    },
    ended,
    close: () => {
      socket.close();
    },
  };
}

async function endOf(socket: ChannelSocket, status: Promise<string>): Promise<number> {
  // The status comes right before the end, and may be read after it.
  const lost = socket.closed.then(
    (error) => new RpcError('unavailable', error?.message ?? t('the runtime has closed the stream')),
  );
  const first = await Promise.race([status, lost]);
  socket.close();
  if (typeof first === 'string') return exitCodeOf(first);
  const late = await Promise.race([status, nextTurn()]);
  if (late === undefined) throw first;
  return exitCodeOf(late);
}

/** The exit code in a Kubernetes Status. Throws what the Status says when the command did not run. */
export function exitCodeOf(text: string): number {
  const status = parsed(text);
  if (status?.status === 'Success') return 0;
  if (status?.reason === 'NonZeroExitCode') {
    const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
    if (cause?.message !== undefined && /^-?\d+$/.test(cause.message)) return Number(cause.message);
  }
  throw new RpcError('failed-precondition', status?.message ?? text);
}

interface Status {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

function parsed(text: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // plain text, as old servers write it
    throw error;
  }
}

function nextTurn(): Promise<undefined> {
  return new Promise((resolve) => {
    setImmediate(() => {
      resolve(undefined);
    });
  });
}
