import { basename, join } from 'node:path';
import { CriError, isCriError } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';
import { printable } from '../base/sanitize.ts';
import type { ExecOptions } from '../host/exec.ts';
import type { Argv } from '../host/start-program.ts';
import type { Host } from '../host/host.ts';
import { findProgram } from './find-program.ts';
import type { Limits } from './resources.ts';
import { readRuntimeFeatures, type RuntimeFeatures } from './runtime-features.ts';

const DEFAULT_SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** One low-level runtime (runc, crun, runsc) as this daemon calls it. */
export interface LowLevelRuntime {
  /** Name of the handler. */
  readonly name: string;
  readonly program: string;
  /** True for gVisor: the host sees of its containers one process and its threads. */
  readonly hasOwnKernel: boolean;
  /** Absolute path of the program, as conmon wants it. Throws failed-precondition when it is not installed. */
  locate(): Promise<string>;
  /** Asked once of each program that is found: another version may be installed while the daemon runs. */
  features(): Promise<RuntimeFeatures>;
  /** Arguments that come before every verb; conmon passes them on. `logPath` takes the runtime's errors as JSON lines. */
  globalArgs(logPath: string): readonly string[];
  start(id: string, logPath: string, signal?: AbortSignal): Promise<void>;
  /** Freezes all processes of a container, or lets them go on. */
  freeze(verb: 'pause' | 'resume', id: string, how: { logPath: string; signal?: AbortSignal | undefined }): Promise<void>;
  /** Sends a signal to the first process of the container; for those that this kernel does not see. */
  signal(id: string, signal: number, logPath: string): Promise<void>;
  /** Removes the runtime's state and cgroups, killing what is left; success when absent. */
  delete(id: string, logPath: string, signal?: AbortSignal): Promise<void>;
  /**
   * Removes the runtime's state of a container whose processes and cgroups are gone, and that has nothing to run at its end; success
   * when absent. undefined where the runtime itself has more to take away: a unit of systemd, a kernel of the container's own.
   */
  readonly forget: ((id: string) => Promise<void>) | undefined;
  /** Changes limits, those that are given; a refused one leaves those before it. */
  update(
    id: string,
    limits: Limits,
    options: { readonly logPath: string; readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** undefined when the runtime does not know the container. */
  state(id: string, logPath: string, signal?: AbortSignal): Promise<RuntimeState | undefined>;
  execArgv(request: ExecRequest): Argv;
}

export interface RuntimeState {
  readonly status: string;
  readonly pid: number;
}

export interface ExecRequest {
  readonly id: string;
  readonly argv: readonly string[];
  readonly pidFile: string;
  readonly logPath: string;
  /** The runtime ends once the command runs, which keeps the runtime's stdio and becomes an orphan. */
  readonly detach?: boolean;
  /** The command gets a terminal, whose master is sent to this unix socket. */
  readonly consoleSocket?: string;
}

export interface LowLevelRuntimeOptions {
  readonly name: string;
  /** Path or name of the program. */
  readonly program: string;
  /** Paths.runtimeState. */
  readonly stateDirectory: string;
  readonly systemdCgroup: boolean;
  /** Where a program that is given by its name is looked for, as in PATH. */
  readonly searchPath?: string;
}

/** The driver of one runtime. Its methods throw failed-precondition when the program is absent or refuses, in the program's words. */
export function createLowLevelRuntime(host: Host, options: LowLevelRuntimeOptions): LowLevelRuntime {
  const stateDirectory = join(options.stateDirectory, options.name);
  const hasOwnKernel = basename(options.program) === 'runsc';
  const globalArgs = (logPath: string): string[] => [
    '--root',
    stateDirectory,
    '--log',
    logPath,
    '--log-format',
    'json',
    ...(options.systemdCgroup ? ['--systemd-cgroup'] : []),
    // Each container has a kernel of its own: with a network stack of its own, too, the first would take the pod's address away.
    ...(hasOwnKernel ? ['--network=host'] : []),
  ];
  const knows = async (id: string): Promise<boolean> => {
    if (!hasOwnKernel) return host.files.exists(join(stateDirectory, id));
    // One directory has the files of all containers, which begin with their ids.
    return (
      (await host.files.exists(stateDirectory)) && (await host.files.list(stateDirectory)).some((name) => name.startsWith(id))
    );
  };
  const run = async (
    args: readonly string[],
    logPath: string,
    how: Pick<ExecOptions, 'signal' | 'stdin'> = {},
  ): Promise<string> => {
    const result = await host.exec([options.program, ...globalArgs(logPath), ...args], { ...how, ownSession: false });
    if (result.exitCode === 0) return result.stdout.toString('utf8');
    throw await runtimeError(host, {
      doing: `${options.name} ${args[0] ?? ''}`,
      logPath,
      stderr: result.stderr.toString('utf8'),
    });
  };
  const state = async (id: string, logPath: string, signal?: AbortSignal): Promise<RuntimeState | undefined> => {
    if (!(await knows(id))) return undefined;
    const { status, pid } = JSON.parse(await run(['state', id], logPath, { signal })) as RuntimeState;
    return { status, pid };
  };
  return {
    name: options.name,
    program: options.program,
    hasOwnKernel,
    locate: () => locate(host, options),
    features: rememberFeatures(host, options),
    globalArgs,
    start: async (id, logPath, signal) => {
      await run(['start', id], logPath, { signal });
    },
    freeze: async (verb, id, { logPath, signal }) => {
      await run([verb, id], logPath, { signal });
    },
    signal: async (id, signal, logPath) => {
      await run(['kill', id, String(signal)], logPath);
    },
    delete: async (id, logPath, signal) => {
      if (!(await knows(id))) return;
      try {
        await run(['delete', id], logPath, { signal });
      } catch (error) {
        // It still runs. Not at once by force: runc 1.3 then waits for 100 ms, whatever the state.
        if (!isCriError(error, 'failed-precondition')) throw error;
        await run(['delete', '--force', id], logPath, { signal });
      }
    },
    forget: hasOwnKernel || options.systemdCgroup ? undefined : (id) => host.files.remove(join(stateDirectory, id)),
    update: async (id, limits, { logPath, signal }) => {
      await run(['update', '--resources', '-', id], logPath, { signal, stdin: JSON.stringify(limits) });
    },
    state,
    execArgv: (request) => execArgv([options.program, ...globalArgs(request.logPath)], request),
  };
}

function rememberFeatures(host: Host, options: LowLevelRuntimeOptions): LowLevelRuntime['features'] {
  let known:
    { readonly program: string; readonly modifiedNs: number | undefined; readonly features: RuntimeFeatures } | undefined;
  return async () => {
    const program = await locate(host, options);
    const modifiedNs = await host.files.modifiedNs(program);
    if (known?.program !== program || known.modifiedNs !== modifiedNs)
      known = { program, modifiedNs, features: await readRuntimeFeatures(host, program) };
    return known.features;
  };
}

function execArgv(program: Argv, { id, argv, pidFile, detach = false, consoleSocket }: ExecRequest): Argv {
  return [
    ...program,
    'exec',
    '--pid-file',
    pidFile,
    ...(detach ? ['--detach'] : []),
    ...(consoleSocket === undefined ? [] : ['--tty', '--console-socket', consoleSocket, '--env', 'TERM=xterm']),
    id,
    ...argv,
  ];
}

async function locate({ files }: Host, { program, searchPath = DEFAULT_SEARCH_PATH }: LowLevelRuntimeOptions): Promise<string> {
  const path = await findProgram(files, program, searchPath);
  if (path !== undefined) return path;
  throw new CriError('failed-precondition', `${program} is not installed`, { hint: installHint(basename(program)) });
}

/** What the runtime wrote last into its log, else its stderr, as a CriError. */
export async function runtimeError(host: Host, failure: { doing: string; logPath: string; stderr: string }): Promise<CriError> {
  const log = (await host.files.readTextIfPresent(failure.logPath)) ?? '';
  const text = lastError(log) ?? failure.stderr;
  return new CriError('failed-precondition', `${failure.doing} failed: ${printable(text, 800)}`);
}

/** A log is a row of JSON objects, which some runtimes write over several lines, among lines of other text. */
function lastError(log: string): string | undefined {
  let last: string | undefined;
  let pending = '';
  for (const line of log.split('\n')) {
    const at = line.indexOf('{');
    if (pending === '' && at < 0) continue;
    pending += pending === '' ? line.slice(at) : line;
    const entry = parseEntry(pending);
    if (entry === undefined) continue;
    pending = '';
    if (entry.level === 'error' && entry.msg !== undefined) last = entry.msg;
  }
  return pending === '' ? last : pending;
}

function parseEntry(text: string): { level?: string; msg?: string } | undefined {
  try {
    return JSON.parse(text) as { level?: string; msg?: string };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
