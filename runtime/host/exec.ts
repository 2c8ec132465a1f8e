import type { Readable, Writable } from 'node:stream';
import { openStream } from './open-stream.ts';
import type { OrphanEnd } from './orphans.ts';
import { startProgram, type Argv, type ExecConfig } from './start-program.ts';
import type { Syscall } from './syscall.ts';

export interface ExecOptions {
  /** Aborting kills the process and its children (SIGKILL to its group) and throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly stdin?: string | Uint8Array;
  /** The child's whole environment beside PATH; the daemon's own is not passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Bytes kept of each of stdout and stderr; the rest is dropped while the program goes on. Default 1 MiB. */
  readonly maxOutputBytes?: number;
  /** How long to go on reading after the end of the program while some child of it holds the output open. Default: no bound. */
  readonly drainMs?: number;
  /**
   * False: it stays in the daemon's session. A kernel with automatic scheduling groups gives each new session little of a busy processor
   * at first, which can double the time of a short program. Aborting then kills the program alone: its children have to end with it.
   */
  readonly ownSession?: boolean;
  /** Descriptors that the program gets as stdin, stdout and stderr ('null' = /dev/null); they stay the caller's, and nothing is kept of the output. */
  readonly stdio?: Stdio;
}

export type Stdio = readonly [stdin: number | 'null', stdout: number | 'null', stderr: number | 'null'];

export interface ExecResult {
  /** 128 + n after signal n. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/**
 * Runs a program to its end, in a session of its own; a non-zero exit is a result, not an error.
 * Throws failed-precondition when it is not installed, permission-denied when it may not be run.
 */
export type Exec = (argv: Argv, options?: ExecOptions) => Promise<ExecResult>;

export interface ExecParts {
  readonly sys: Pick<Syscall, 'spawn' | 'pipe' | 'close' | 'kill'>;
  /** Tells the end of every child: none is started by Node.js, which would not know of the others. */
  readonly orphanEnd: OrphanEnd;
}

const DEFAULT_OUTPUT_BYTES = 1024 * 1024;
const SIGKILL = 9;
/** A process in an uninterruptible sleep does not go away by SIGKILL: nobody waits longer than this for it. */
const KILLED_WAIT_MS = 2000;

/** The `Exec` of this machine. */
export function createExec(config: ExecConfig, parts: ExecParts): Exec {
  return async (argv, options = {}) => {
    options.signal?.throwIfAborted();
    const { env, cwd, ownSession = true } = options;
    const limit = options.maxOutputBytes ?? DEFAULT_OUTPUT_BYTES;
    const plumbing = openPlumbing(parts.sys, options);
    const pid = plumbing.given((descriptors) => startProgram(parts.sys, config, { argv, env, cwd, ownSession, descriptors }));
    const outputs = plumbing.outputs.map((fd) => keepFirst(openStream(fd, 'both'), limit));
    if (plumbing.input !== undefined && options.stdin !== undefined) feed(openStream(plumbing.input, 'write'), options.stdin);
    const child = { pid, leadsGroup: ownSession, ended: parts.orphanEnd(pid) };
    const exitCode = await endOf(parts.sys, child, { outputs, signal: options.signal, drainMs: options.drainMs });
    const [stdout = Buffer.alloc(0), stderr = Buffer.alloc(0)] = outputs.map((output) => output.bytes());
    return { exitCode, stdout, stderr };
  };
}

interface Plumbing {
  /** Gives the program its ends, and closes them here, also when it does not start; then the other ends, too. */
  given(start: (descriptors: Stdio) => number): number;
  readonly input: number | undefined;
  /** Of stdout and stderr; none when the caller brought its own. */
  readonly outputs: readonly number[];
}

function openPlumbing(sys: ExecParts['sys'], { stdio, stdin }: ExecOptions): Plumbing {
  if (stdio !== undefined) return { given: (start) => start(stdio), input: undefined, outputs: [] };
  const theirs: number[] = [];
  const ours: number[] = [];
  const open = (): { read: number; write: number } => {
    const pipe = sys.pipe();
    theirs.push(pipe.write);
    ours.push(pipe.read);
    return pipe;
  };
  const closeAll = (fds: readonly number[]): void => {
    for (const fd of fds) sys.close(fd);
  };
  try {
    const [out, error] = [open(), open()];
    const input = stdin === undefined ? undefined : sys.pipe();
    if (input !== undefined) {
      theirs.push(input.read);
      ours.push(input.write);
    }
    return {
      given: (start) => {
        try {
          return start([input?.read ?? 'null', out.write, error.write]);
        } catch (failure) {
          closeAll(ours);
          throw failure;
        } finally {
          closeAll(theirs);
        }
      },
      input: input?.write,
      outputs: [out.read, error.read],
    };
  } catch (failure) {
    closeAll([...theirs, ...ours]);
    throw failure;
  }
}

interface Child {
  readonly pid: number;
  readonly leadsGroup: boolean;
  readonly ended: Promise<number>;
}

interface EndOptions {
  readonly outputs: readonly Output[];
  readonly signal: AbortSignal | undefined;
  readonly drainMs: number | undefined;
}

async function endOf(sys: ExecParts['sys'], child: Child, { outputs, signal, drainMs }: EndOptions): Promise<number> {
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => {
    stop.reject(signal?.reason);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  // Nothing else may be left that Node.js would wait for.
  const waiting = setInterval(() => undefined, 60_000);
  const life: { exitCode?: number } = {};
  const ended = child.ended.then((code) => (life.exitCode = code));
  try {
    const drained = Promise.all(outputs.map((output) => output.ended));
    const exitCode = await Promise.race([ended, stop.promise]);
    await Promise.race([drainMs === undefined ? drained : within(drained, drainMs), stop.promise]);
    return exitCode;
  } catch (error) {
    // To the whole group that it leads, while it is unreaped: afterwards the number may already name another group.
    if (life.exitCode === undefined) {
      sys.kill(child.leadsGroup ? -child.pid : child.pid, SIGKILL);
      await within(ended, KILLED_WAIT_MS);
    }
    throw error;
  } finally {
    clearInterval(waiting);
    signal?.removeEventListener('abort', onAbort);
    for (const output of outputs) output.close();
  }
}

async function within(act: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([act, timeout]);
  clearTimeout(timer);
}

/** What a program says on one descriptor. */
export interface Output {
  readonly ended: Promise<void>;
  bytes(): Buffer;
  close(): void;
}

/** Reads to the end and keeps the first `limit` bytes. A broken pipe is an end, too. */
export function keepFirst(stream: Readable, limit: number): Output {
  const chunks: Buffer[] = [];
  let size = 0;
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
    });
    for (const event of ['end', 'error', 'close']) {
      stream.once(event, () => {
        resolve();
        stream.destroy();
      });
    }
  });
  return { ended, bytes: () => Buffer.concat(chunks), close: () => void stream.destroy() };
}

/** A program may end without having read all its input: that is its own affair. */
function feed(stream: Writable, input: string | Uint8Array): void {
  const close = (): void => {
    stream.destroy();
  };
  stream.once('error', close).once('finish', close);
  stream.end(input);
}
