import { execa, ExecaError } from 'execa';
import type { Duplex } from 'node:stream';
import { constants } from 'node:os';
import { CriError } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';

export type Argv = readonly [program: string, ...args: string[]];

export interface ExecOptions {
  /** Aborting kills the process (SIGKILL) and throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  readonly stdin?: string | Uint8Array;
  /** The child's whole environment beside PATH; the daemon's own is not passed on. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Bytes kept of each of stdout and stderr; the rest is dropped while the program goes on. Default 1 MiB. */
  readonly maxOutputBytes?: number;
}

export interface ExecResult {
  /** 128 + n after signal n. */
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** Runs a program to its end; a non-zero exit is a result, not an error. Throws failed-precondition when it is not installed. */
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

/** Starts a program in a session of its own, with stdin and stdout at /dev/null and extra pipes. It outlives the daemon. */
export type SpawnPiped = (argv: Argv, options: SpawnPipedOptions) => Promise<PipedProcess>;

const PATH = process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
