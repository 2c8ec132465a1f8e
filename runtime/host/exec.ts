import { execa } from 'execa';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { basename } from 'node:path';
import type { Duplex, Readable, Writable } from 'node:stream';
import { CriError, errnoOf, hostError, messageOf } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';

export type Argv = readonly [program: string, ...args: string[]];

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
  /** Descriptors that the program gets as stdin, stdout and stderr ('ignore' = /dev/null); they stay the caller's, and nothing is kept of the output. */
  readonly stdio?: Stdio;
}

export type Stdio = readonly [stdin: number | 'ignore', stdout: number | 'ignore', stderr: number | 'ignore'];

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

export interface PipedProcess {
  readonly pid: number;
  /** One socket per extra pipe: `pipes[0]` is the child's fd 3. The caller destroys them. */
  readonly pipes: readonly Duplex[];
  /** The first 64 KiB of stderr, once the process has closed it. */
  readonly stderr: Promise<string>;
  /** Exit code (128 + n after signal n) of the process itself. */
  readonly exited: Promise<number>;
}

export interface SpawnPipedOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** How many extra pipes, from fd 3 on. */
  readonly pipeCount: number;
}

/**
 * Starts a program in a session of its own, with stdin and stdout at /dev/null and extra pipes. It outlives the daemon, and
 * neither it nor its pipes keep the daemon alive. Throws like `Exec`.
 */
export type SpawnPiped = (argv: Argv, options: SpawnPipedOptions) => Promise<PipedProcess>;

export interface ExecConfig {
  /** PATH in which programs are looked up, and which they get. */
  readonly path: string;
}

const DEFAULT_OUTPUT_BYTES = 1024 * 1024;
const PIPED_STDERR_BYTES = 64 * 1024;
/** A process in an uninterruptible sleep does not go away by SIGKILL: nobody waits longer than this for it. */
const KILLED_WAIT_MS = 2000;

/** The `Exec` of this machine. */
export function createExec(config: ExecConfig): Exec {
  return async (argv, options = {}) => {
    options.signal?.throwIfAborted();
    if (options.stdio !== undefined) return runWith(options.stdio, { argv, config, options });
    const stdin = options.stdin === undefined ? 'ignore' : 'pipe';
    const { child } = await start(argv, config, { ...options, stdio: [stdin, 'pipe', 'pipe'] });
    const limit = options.maxOutputBytes ?? DEFAULT_OUTPUT_BYTES;
    const stdout = keepFirst(child.stdout as Readable, limit);
    const stderr = keepFirst(child.stderr as Readable, limit);
    if (options.stdin !== undefined) feed(child.stdin as Writable, options.stdin);
    const exitCode = await endOf(child, [stdout.ended, stderr.ended], options);
    return { exitCode, stdout: stdout.bytes(), stderr: stderr.bytes() };
  };
}

interface RunRequest {
  readonly argv: Argv;
  readonly config: ExecConfig;
  readonly options: ExecOptions;
}

async function runWith(stdio: Stdio, { argv: [program, ...args], config, options }: RunRequest): Promise<ExecResult> {
  const { cwd, env } = options;
  // Nothing of what execa adds is of use here, and it adds milliseconds.
  const child = spawn(program, args, { stdio: [...stdio], env: { PATH: config.path, ...env }, cwd, detached: true });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => {
      reject(startError(error, program, cwd));
    });
  });
  const nothing = Buffer.alloc(0);
  return { exitCode: await Promise.race([endOf(child, [], options), failed]), stdout: nothing, stderr: nothing };
}

/** The `SpawnPiped` of this machine. */
export function createSpawnPiped(config: ExecConfig): SpawnPiped {
  return async (argv, options) => {
    const pipes = Array.from({ length: options.pipeCount }, () => 'pipe' as const);
    const { child, pid } = await start(argv, config, { ...options, stdio: ['ignore', 'ignore', 'pipe', ...pipes] });
    const stderr = keepFirst(child.stderr as Readable, PIPED_STDERR_BYTES);
    child.unref();
    for (const stream of child.stdio) (stream as Partial<{ unref(): void }> | null)?.unref?.();
    return {
      pid,
      pipes: child.stdio.slice(3) as unknown as Duplex[],
      stderr: stderr.ended.then(() => stderr.bytes().toString('utf8')),
      exited: exitOf(child),
    };
  };
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdio: ['ignore' | 'pipe', 'ignore' | 'pipe', 'pipe', ...'pipe'[]];
  readonly ownSession?: boolean;
}

async function start(
  [program, ...args]: Argv,
  { path }: ExecConfig,
  { env, cwd, stdio, ownSession = true }: StartOptions,
): Promise<{ child: ChildProcess; pid: number }> {
  // Everything that execa would do with the output is off: `buffer: false` leaves the streams to us, so that a program
  // which says too much is not killed for it.
  const child = execa(program, args, {
    stdio,
    env: { PATH: path, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    detached: ownSession,
    cleanup: false,
    extendEnv: false,
    stripFinalNewline: false,
    buffer: false,
    reject: false,
  });
  // The pid is known at once when the program runs.
  if (child.pid !== undefined) return { child: child as unknown as ChildProcess, pid: child.pid };
  throw startError((await child).cause, program, cwd);
}

function startError(error: unknown, program: string, cwd: string | undefined): unknown {
  const name = basename(program);
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      if (cwd !== undefined && !existsSync(cwd)) {
        return new CriError('failed-precondition', `cannot run ${name}: its working directory ${cwd} is absent`, {
          cause: error,
        });
      }
      return new CriError('failed-precondition', `${program} is not installed`, { cause: error, hint: installHint(name) });
    case 'EAGAIN':
    case 'ENOMEM':
    case 'EMFILE':
    case 'ENFILE':
      return new CriError('resource-exhausted', `cannot run ${name}: ${messageOf(error)}`, {
        cause: error,
        hint: 'this machine has no process, descriptor or memory left: stop something, or raise the limit',
      });
    default:
      return hostError(error, `run ${name}`);
  }
}

async function endOf(child: ChildProcess, outputs: Promise<void>[], options: ExecOptions): Promise<number> {
  const { signal, drainMs, ownSession = true } = options;
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => {
    stop.reject(signal?.reason);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const exit = exitOf(child);
    const drained = Promise.all(outputs);
    const exitCode = await Promise.race([exit, stop.promise]);
    await Promise.race([drainMs === undefined ? drained : within(drained, drainMs), stop.promise]);
    return exitCode;
  } catch (error) {
    await killProgram(child, ownSession);
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/** SIGKILL, to the whole group that it leads, while it is unreaped: afterwards the number may already name another group. */
async function killProgram(child: ChildProcess, leadsGroup: boolean): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(leadsGroup ? -child.pid : child.pid, 'SIGKILL');
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
  await within(exitOf(child), KILLED_WAIT_MS);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function exitOf(child: ChildProcess): Promise<number> {
  const code = (): number => child.exitCode ?? 128 + (child.signalCode === null ? 0 : constants.signals[child.signalCode]);
  if (hasEnded(child)) return Promise.resolve(code());
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve(code());
    });
  });
}

async function within(act: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([act, timeout]);
  clearTimeout(timer);
}

/** Reads to the end and keeps the first `limit` bytes. A broken pipe is an end, too. */
function keepFirst(stream: Readable, limit: number): { readonly ended: Promise<void>; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let size = 0;
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      if (size < limit) chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
    });
    stream.once('error', () => {
      resolve();
    });
    stream.once('close', resolve);
  });
  return { ended, bytes: () => Buffer.concat(chunks) };
}

/** A program may end without having read all its input: that is its own affair. */
function feed(stream: Writable, input: string | Uint8Array): void {
  stream.once('error', () => {
    stream.destroy();
  });
  stream.end(input);
}
