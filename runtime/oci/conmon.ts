import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { CriError } from '../base/cri-error.ts';
import type { Argv } from '../host/start-program.ts';
import type { Host } from '../host/host.ts';
import { CRIU_OPTIONS } from './criu.ts';
import { runtimeError, type LowLevelRuntime } from './low-level-runtime.ts';

const SIGKILL = 9;
/** A process in an uninterruptible sleep does not go away by SIGKILL. */
const KILLED_WAIT_MS = 2000;

/** Files that conmon and the runtime keep in a bundle. */
export interface BundleFiles {
  readonly config: string;
  readonly rootfs: string;
  readonly conmonPid: string;
  readonly containerPid: string;
  /** Errors of the low-level runtime, JSON lines. */
  readonly runtimeLog: string;
  /** conmon makes it when the kernel kills a process of the container for memory. */
  readonly oom: string;
  readonly persist: string;
  /** A named pipe on which conmon takes orders. */
  readonly control: string;
  /** A socket of packets, at which conmon takes clients of the container's streams. */
  readonly attach: string;
}

export function bundleFiles(bundle: string): BundleFiles {
  return {
    config: join(bundle, 'config.json'),
    rootfs: join(bundle, 'rootfs'),
    conmonPid: join(bundle, 'conmon.pid'),
    containerPid: join(bundle, 'container.pid'),
    runtimeLog: join(bundle, 'runtime.log'),
    oom: join(bundle, 'oom'),
    persist: join(bundle, 'persist'),
    control: join(bundle, 'ctl'),
    attach: join(bundle, 'attach'),
  };
}

export interface ConmonRequest {
  readonly id: string;
  readonly name: string;
  readonly bundle: string;
  readonly exits: string;
  /** '' = no log. */
  readonly logPath: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly systemdCgroup: boolean;
  readonly runtime: LowLevelRuntime;
  /** Absolute path of the runtime's program. */
  readonly runtimeProgram: string;
  /** Directory of criu's images: the container runs at once, from where it was. */
  readonly restore?: string | undefined;
}

/** The command line that makes conmon create (not start) a container, or restore one. */
export function conmonArgv(program: string, request: ConmonRequest): Argv {
  const files = bundleFiles(request.bundle);
  const runtimeArgs = request.runtime.globalArgs(files.runtimeLog).filter((argument) => argument !== '--systemd-cgroup');
  return [
    program,
    '--cid',
    request.id,
    '--cuuid',
    request.id,
    '--name',
    request.name,
    '--runtime',
    request.runtimeProgram,
    ...runtimeArgs.flatMap((argument) => ['--runtime-arg', argument]),
    '--bundle',
    request.bundle,
    '--persist-dir',
    files.persist,
    '--exit-dir',
    request.exits,
    '--conmon-pidfile',
    files.conmonPid,
    '--container-pidfile',
    files.containerPid,
    '--log-path',
    request.logPath === '' ? 'off:' : `k8s-file:${request.logPath}`,
    '--log-level',
    'error',
    '--full-attach',
    '--no-sync-log',
    ...(request.systemdCgroup ? ['--systemd-cgroup'] : []),
    ...(request.tty ? ['--terminal'] : []),
    ...(request.stdin ? ['--stdin'] : []),
    ...(request.stdin && !request.stdinOnce ? ['--leave-stdin-open'] : []),
    ...(request.restore === undefined
      ? []
      : ['--restore', request.restore, ...CRIU_OPTIONS.flatMap((option) => ['--runtime-opt', option])]),
  ];
}

/**
 * Has conmon create the container and resolves with the process ids of both. conmon goes on without the daemon.
 * Throws failed-precondition in the low-level runtime's words when it refuses. An aborted signal ends the wait and the program that was
 * started; the caller then ends what that one had started itself.
 */
export async function createWithConmon(
  host: Host,
  program: string,
  { signal, ...request }: ConmonRequest & { readonly signal: AbortSignal },
): Promise<{ pid: number; conmonPid: number }> {
  const files = bundleFiles(request.bundle);
  signal.throwIfAborted();
  const child = await host.spawnPiped(conmonArgv(program, request), {
    cwd: request.bundle,
    env: { _OCI_SYNCPIPE: '3', _OCI_STARTPIPE: '4' },
    pipeCount: 2,
  });
  const [sync, start] = child.pipes as [Duplex, Duplex];
  let hasExited = false;
  void child.exited.then(() => {
    hasExited = true;
  });
  const onAbort = (): void => {
    // Its number stays its own until Node.js has reaped it.
    if (!hasExited) host.sys.kill(-child.pid, SIGKILL);
    sync.destroy();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    start.on('error', () => {
      start.destroy();
    });
    start.end(Buffer.of(0));
    const line = await firstLine(sync);
    // Once it is gone, nobody but Node.js had to reap it.
    if (signal.aborted) await Promise.race([child.exited, host.clock.sleep(KILLED_WAIT_MS)]);
    signal.throwIfAborted();
    const answer = line === '' ? {} : (JSON.parse(line) as SyncAnswer);
    const pid = answer.data ?? answer.pid ?? -1;
    if (pid > 0) {
      // What was started only forks conmon proper and then writes its pid down: on a busy machine later than runc is done.
      await child.exited;
      return { pid, conmonPid: Number(await host.files.readText(files.conmonPid)) };
    }
    const stderr = line === '' ? await child.stderr : (answer.message ?? '');
    throw await runtimeError(host, { doing: `${request.runtime.name} create`, logPath: files.runtimeLog, stderr });
  } finally {
    signal.removeEventListener('abort', onAbort);
    sync.destroy();
    start.destroy();
  }
}

/** The process id is called `pid` or `data`, by conmon's version of its interface; -1 = failed. */
interface SyncAnswer {
  readonly pid?: number;
  readonly data?: number;
  readonly message?: string;
}

function firstLine(stream: Duplex): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => {
      resolve(text.trim());
    };
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) done();
    });
    stream.once('close', done);
    stream.once('end', done);
    stream.once('error', done);
  });
}

/** conmon cuts a log path at a colon: refuse it rather than write elsewhere. */
export function requireLogPath(path: string): void {
  if (!path.includes(':')) return;
  throw new CriError('invalid-argument', `log path ${path} has a colon, which conmon cannot handle`, {
    hint: 'choose a log directory and log path without a colon',
  });
}
