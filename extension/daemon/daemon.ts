import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RpcError } from '../client/rpc-error.ts';
import { daemonArgv, daemonCommandLine } from './daemon-command.ts';
import type { DaemonOptions } from './daemon-command.ts';
import { createDaemonFinder, findDaemon } from './find-daemon.ts';
import type { DaemonProcess } from './find-daemon.ts';
import { lastComplaint } from './last-complaint.ts';
import { findPrivilege } from './privilege.ts';
import type { Privilege, RunProgram } from './privilege.ts';
import { t } from '../l10n.ts';

/** The bundled runtime on this machine: a process of its own, which outlives the window. */
export interface Daemon {
  readonly logFile: string;
  readonly commandLine: string;
  find(): Promise<DaemonProcess | undefined>;
  /** Starts it and waits until it answers. Throws permission-denied, unavailable or deadline-exceeded. */
  start(signal: AbortSignal): Promise<void>;
  /** Ends it and waits until it is gone; containers keep running. Success when none runs. */
  stop(signal: AbortSignal): Promise<void>;
}

export interface DaemonParts {
  readonly options: DaemonOptions;
  readonly environment: NodeJS.ProcessEnv;
  readonly uid: number;
  readonly runProgram: RunProgram;
  /** True once the daemon answers a call. */
  readonly answers: () => Promise<boolean>;
  readonly logFile: string;
}

const START_MS = 15_000;
const STOP_MS = 10_000;
const LOOK_MS = 50;

export function createDaemon(parts: DaemonParts): Daemon {
  const { options } = parts;
  const find = createDaemonFinder(options.socket);
  return {
    logFile: parts.logFile,
    commandLine: daemonCommandLine(options),
    find,
    start: (signal) => startDaemon(parts, signal),
    stop: async (signal) => {
      const running = await find();
      if (running !== undefined) await stopDaemon(parts, running, signal);
    },
  };
}

async function startDaemon(parts: DaemonParts, signal: AbortSignal): Promise<void> {
  const privilege = await findPrivilege(parts.uid, parts.runProgram);
  if (privilege === 'none') {
    throw new RpcError('permission-denied', t('the runtime needs root, and sudo asks for a password here'), {
      hint: t('start it in a terminal: {0}', daemonCommandLine(parts.options)),
    });
  }
  const launched = launch(parts, privilege);
  const deadline = Date.now() + START_MS;
  while (!(await parts.answers())) {
    signal.throwIfAborted();
    if (launched.ended() !== undefined && (await findDaemon(parts.options.socket)) === undefined) {
      throw await startFailure(parts, launched.ended() ?? '');
    }
    if (Date.now() > deadline) {
      throw new RpcError(
        'deadline-exceeded',
        t('the runtime did not answer on {0} within {1} s', parts.options.socket, START_MS / 1000),
        {
          hint: t('look into its log'),
        },
      );
    }
    await pause(LOOK_MS);
  }
  if (privilege === 'sudo') await openToUser(parts);
}

function launch(parts: DaemonParts, privilege: Privilege): { ended(): string | undefined } {
  const argv = daemonArgv(parts.options);
  const [program = '', ...args] = privilege === 'sudo' ? ['sudo', '-n', 'ELECTRON_RUN_AS_NODE=1', ...argv] : argv;
  mkdirSync(join(parts.logFile, '..'), { recursive: true, mode: 0o700 });
  const log = openSync(parts.logFile, 'a', 0o600);
  let end: string | undefined;
  try {
    const env = { ...parts.environment, ELECTRON_RUN_AS_NODE: '1' };
    const child = spawn(program, args, { cwd: '/', env, detached: true, stdio: ['ignore', log, log] });
    child.once('error', (error) => (end = error.message));
    child.once('exit', (code, exitSignal) => (end = exitSignal === null ? `exit code ${code ?? 0}` : `signal ${exitSignal}`));
    child.unref();
  } finally {
    closeSync(log);
  }
  return { ended: () => end };
}

async function startFailure(parts: DaemonParts, end: string): Promise<RpcError> {
  const complaint = lastComplaint(await readFile(parts.logFile, 'utf8'));
  const why = complaint?.message ?? `it ended with ${end}`;
  return new RpcError('unavailable', t('the runtime did not start: {0}', why), {
    hint: complaint?.hint ?? t('its log is {0}', parts.logFile),
  });
}

/** A daemon started through sudo listens as root; the user who could start it may use it. */
async function openToUser(parts: DaemonParts): Promise<void> {
  const { socket } = parts.options;
  const { exitCode, output } = await parts.runProgram(['sudo', '-n', 'chown', String(parts.uid), join(socket, '..'), socket]);
  if (exitCode !== 0) throw new RpcError('permission-denied', t('cannot give {0} to this user: {1}', socket, output.trim()));
}

async function stopDaemon(parts: DaemonParts, running: DaemonProcess, signal: AbortSignal): Promise<void> {
  if ((await findPrivilege(parts.uid, parts.runProgram)) === 'root') {
    process.kill(running.pid, 'SIGTERM');
  } else {
    const { exitCode, output } = await parts.runProgram(['sudo', '-n', 'kill', '-TERM', String(running.pid)]);
    if (exitCode !== 0) {
      throw new RpcError('permission-denied', t('cannot stop the runtime (pid {0}): {1}', running.pid, output.trim()), {
        hint: t('stop it in a terminal: sudo kill {0}', running.pid),
      });
    }
  }
  const deadline = Date.now() + STOP_MS;
  while ((await findDaemon(parts.options.socket))?.pid === running.pid) {
    signal.throwIfAborted();
    if (Date.now() > deadline) {
      throw new RpcError('deadline-exceeded', t('the runtime (pid {0}) did not end within {1} s', running.pid, STOP_MS / 1000));
    }
    await pause(LOOK_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
