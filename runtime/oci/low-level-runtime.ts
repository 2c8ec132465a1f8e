import { basename, join } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import { installHint } from '../base/install-hint.ts';
import { printable } from '../base/sanitize.ts';
import type { Argv } from '../host/exec.ts';
import type { Host } from '../host/host.ts';
import { findProgram } from './find-program.ts';
import { readRuntimeFeatures, type RuntimeFeatures } from './runtime-features.ts';

const DEFAULT_SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** One low-level runtime (runc, crun, runsc) as this daemon calls it. */
export interface LowLevelRuntime {
  /** Name of the handler. */
  readonly name: string;
  readonly program: string;
  /** Absolute path of the program, as conmon wants it. Throws failed-precondition when it is not installed. */
  locate(): Promise<string>;
  /** Asked once of each program that is found: another version may be installed while the daemon runs. */
  features(): Promise<RuntimeFeatures>;
  /** Arguments that come before every verb; conmon passes them on. `logPath` takes the runtime's errors as JSON lines. */
  globalArgs(logPath: string): readonly string[];
  start(id: string, logPath: string, signal?: AbortSignal): Promise<void>;
  /** Removes the runtime's state and cgroups, killing what is left; success when absent. */
  delete(id: string, logPath: string, signal?: AbortSignal): Promise<void>;
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
  const globalArgs = (logPath: string): string[] => [
    '--root',
    join(options.stateDirectory, options.name),
    '--log',
    logPath,
    '--log-format',
    'json',
    ...(options.systemdCgroup ? ['--systemd-cgroup'] : []),
  ];
  const run = async (args: readonly string[], logPath: string, signal?: AbortSignal): Promise<string> => {
    const result = await host.exec([options.program, ...globalArgs(logPath), ...args], { signal });
    if (result.exitCode === 0) return result.stdout.toString('utf8');
    throw await runtimeError(host, {
      doing: `${options.name} ${args[0] ?? ''}`,
      logPath,
      stderr: result.stderr.toString('utf8'),
    });
  };
  const state = async (id: string, logPath: string, signal?: AbortSignal): Promise<RuntimeState | undefined> => {
    if (!(await host.files.exists(join(options.stateDirectory, options.name, id)))) return undefined;
    const { status, pid } = JSON.parse(await run(['state', id], logPath, signal)) as RuntimeState;
    return { status, pid };
  };
  let known:
    { readonly program: string; readonly modifiedNs: number | undefined; readonly features: RuntimeFeatures } | undefined;
  return {
    name: options.name,
    program: options.program,
    locate: () => locate(host, options),
    features: async () => {
      const program = await locate(host, options);
      const modifiedNs = await host.files.modifiedNs(program);
      if (known?.program !== program || known.modifiedNs !== modifiedNs)
        known = { program, modifiedNs, features: await readRuntimeFeatures(host, program) };
      return known.features;
    },
    globalArgs,
    start: async (id, logPath, signal) => {
      await run(['start', id], logPath, signal);
    },
    delete: async (id, logPath, signal) => {
      if (!(await host.files.exists(join(options.stateDirectory, options.name, id)))) return;
      await run(['delete', '--force', id], logPath, signal);
    },
    state,
    execArgv: ({ id, argv, pidFile, logPath, detach = false, consoleSocket }) => [
      options.program,
      ...globalArgs(logPath),
      'exec',
      '--pid-file',
      pidFile,
      ...(detach ? ['--detach'] : []),
      ...(consoleSocket === undefined ? [] : ['--tty', '--console-socket', consoleSocket, '--env', 'TERM=xterm']),
      id,
      ...argv,
    ],
  };
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

function lastError(log: string): string | undefined {
  const messages = log.split('\n').flatMap((line) => {
    const at = line.indexOf('{');
    if (at < 0) return [];
    try {
      const { level, msg } = JSON.parse(line.slice(at)) as { level?: string; msg?: string };
      return level === 'error' && msg !== undefined ? [msg] : [];
    } catch (error) {
      if (error instanceof SyntaxError) return [line];
      throw error;
    }
  });
  return messages.at(-1);
}
