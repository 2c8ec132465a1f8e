import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectCri, type CriClient } from './cri-client.ts';
import { root } from './setup/shell.mjs';

/** The usual paths, the defaults of daemon and extension. */
const ROOT = '/var/lib/slipway';
const RUN = '/run/slipway';
const SOCKET = join(RUN, 'slipway.sock');
const LOG = join(RUN, 'daemon.log');
const READY_MS = 15_000;

export interface RunningDaemon {
  readonly pid: number;
  readonly socket: string;
  readonly logFile: string;
  readonly version: string;
}

/** The daemon that serves the usual socket, started where none does; one that is older than our build is replaced. Containers go on. */
export async function ensureDaemon(): Promise<RunningDaemon> {
  const program = join(root, 'dist', 'daemon.mjs');
  const running = findDaemon();
  if (running !== undefined && running.program === program && running.startedAtMs < statSync(program).mtimeMs)
    await stop(running.pid);
  if (findDaemon() === undefined) launch(program);
  const cri = connectCri(SOCKET);
  try {
    const version = await untilReady(cri);
    return { pid: findDaemon()?.pid ?? 0, socket: SOCKET, logFile: LOG, version };
  } finally {
    cri.close();
  }
}

function launch(program: string): void {
  mkdirSync(RUN, { recursive: true, mode: 0o700 });
  const log = openSync(LOG, 'a', 0o600);
  const args = ['--max-semi-space-size=2', program, '--socket', SOCKET, '--root', ROOT, '--run', RUN];
  spawn(process.execPath, args, { cwd: '/', detached: true, stdio: ['ignore', log, log] }).unref();
  closeSync(log);
}

/** Recovery is over once a list is answered. */
async function untilReady(cri: CriClient): Promise<string> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      await cri.runtime.ListPodSandbox({}, { timeoutMs: 1000 });
      const { runtimeName, runtimeVersion } = await cri.runtime.Version({});
      return `${runtimeName} ${runtimeVersion}`;
    } catch (error) {
      if (Date.now() > deadline || findDaemon() === undefined) throw cameNotUp(error);
      await sleep(20);
    }
  }
}

function cameNotUp(cause: unknown): Error {
  const said = readFileSync(LOG, 'utf8').trim().split('\n').slice(-3).join('\n');
  return new Error(`the runtime did not come up on ${SOCKET}; the end of ${LOG}:\n${said}`, { cause });
}

async function stop(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const deadline = Date.now() + READY_MS;
  while (findDaemon()?.pid === pid) {
    if (Date.now() > deadline) throw new Error(`the older runtime (pid ${pid}) does not end; stop it and start again`);
    await sleep(50);
  }
}

/** From the command lines in /proc. */
function findDaemon(): { readonly pid: number; readonly program: string; readonly startedAtMs: number } | undefined {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const argv = argvOf(pid);
    if (argv[0]?.endsWith('sudo') === true) continue;
    const socketAt = argv.indexOf('--socket');
    const program = argv.slice(0, Math.max(socketAt, 0)).find((word) => word.endsWith('/daemon.mjs'));
    if (program !== undefined && argv[socketAt + 1] === SOCKET)
      return { pid: Number(pid), program, startedAtMs: statSync(`/proc/${pid}`).ctimeMs };
  }
  return undefined;
}

/** A process may end while we look. */
function argvOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return [];
    throw error;
  }
}
