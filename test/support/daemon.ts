import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CGROUP_DRIVER } from './cgroup-driver.ts';
import { connectCri, type CriClient } from './cri-client.ts';
import { clearMachine } from './clear-machine.ts';
import { expectNoPodsLeft } from './daemon-lab.ts';
import { registryMissing } from './registry.ts';

/** The built daemon on directories, a bridge and a control group of its own. Its logs are those of all its lives. */
export interface Daemon {
  /** A client of the present life. */
  readonly cri: CriClient;
  /** Of the present or last life. */
  readonly pid: number;
  readonly directory: string;
  readonly socket: string;
  readonly root: string;
  readonly run: string;
  readonly bridge: string;
  /** What pods name as cgroup_parent, so that nobody else's control groups are among them. */
  readonly cgroupParent: string;
  logs(): readonly LogLine[];
  /** Resolves once nothing of the process is left; containers go on. */
  kill9(): Promise<void>;
  /** Asks it to end by SIGTERM; answers its exit code (null = it had to be killed). */
  terminate(): Promise<number | null>;
  /** Starts it again on the same directories, after it has ended; with `flags` beside the first ones, or as another build. */
  start(flags?: readonly string[], program?: string): Promise<void>;
  /** Terminates and starts. */
  restart(): Promise<void>;
  /** Removes its pods, ends it and takes away everything; throws when the pods have left something. */
  close(): Promise<void>;
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

export interface DaemonOptions {
  /** Beside those that give it its directories. */
  readonly flags?: readonly string[];
  /** PATH of the daemon. */
  readonly path?: string;
  /** The root directory becomes a tmpfs of this size. */
  readonly rootBytes?: number;
  /** Of its bridge; default: one of 250 pods. */
  readonly subnet?: string;
  /** Another environment for the process: `['setpriv', …]`. */
  readonly wrapper?: readonly string[];
}

const PROGRAM = join(resolve(process.env['SLIPWAY_EXTENSION'] ?? '.'), 'dist', 'daemon.mjs');
const READY_MS = 20_000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
let serial = 0;

/** Why no daemon with real pods can be tested here; undefined when it can. */
export function daemonMissing(): string | undefined {
  const programs = ['/usr/sbin/runc', '/usr/bin/conmon', '/bin/busybox', '/usr/lib/cni/bridge', '/usr/lib/cni/host-local'];
  const missing = programs.filter((path) => !fs.existsSync(path));
  if (process.getuid?.() !== 0) missing.unshift('root');
  const problems = missing.length === 0 ? [] : [`the daemon's tests need ${missing.join(' and ')}`];
  const registry = registryMissing();
  if (registry !== undefined) problems.push(registry);
  return problems.length === 0 ? undefined : problems.join('; ');
}

/** Starts one and waits until it is ready. Rejects with its log when it ends before. The caller closes it. */
export async function startDaemon(options: DaemonOptions = {}): Promise<Daemon> {
  const made = makeDaemon(options);
  try {
    await made.start();
    return made;
  } catch (error) {
    await made.close();
    throw error;
  }
}

/** A daemon that is not expected to come up: what it says until it ends by itself. */
export async function runToEnd(
  flags: readonly string[],
  options: Pick<DaemonOptions, 'path' | 'wrapper'> = {},
): Promise<{ readonly code: number | null; readonly said: readonly LogLine[] }> {
  const child = launch(flags, options, 'pipe');
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, said: parseLog(stderr) };
}

/** Directories and flags of a daemon of its own, which is not started yet. */
export function makeDaemon(options: DaemonOptions = {}): Daemon {
  const place = makePlace(options);
  const { directory, logFile } = place;
  const lives: { child: ChildProcess; cri: CriClient }[] = [];
  const life = (): { child: ChildProcess; cri: CriClient } => {
    const last = lives.at(-1);
    if (last === undefined) throw new Error('the daemon was never started');
    return last;
  };
  const isAlive = (): boolean => lives.length > 0 && hasNotEnded(life().child);
  const logs = (): readonly LogLine[] => readLog(logFile);
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    const { child, cri } = life();
    cri.close();
    if (!hasNotEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const start = async (more: readonly string[] = [], program = PROGRAM): Promise<void> => {
    if (isAlive()) throw new Error('the daemon is running already');
    const log = fs.openSync(logFile, 'a');
    const from = logs().length;
    const child = launch([...place.flags, ...(options.flags ?? []), ...more], { ...options, program }, log);
    fs.closeSync(log);
    lives.push({ child, cri: connectCri(place.socket) });
    await untilReady(child, () => logs().slice(from));
  };
  const close = async (): Promise<void> => {
    try {
      if (isAlive() && (await removePods(life().cri))) await expectNoPodsLeft(place);
    } finally {
      if (lives.length > 0) await terminate();
      await clearMachine(place);
      fs.rmSync(directory, { recursive: true, force: true });
    }
  };
  const terminate = async (): Promise<number | null> => {
    const timer = setTimeout(() => life().child.kill('SIGKILL'), READY_MS);
    await kill('SIGTERM');
    clearTimeout(timer);
    return life().child.exitCode;
  };
  return {
    ...place,
    get cri() {
      return life().cri;
    },
    get pid() {
      return life().child.pid ?? 0;
    },
    logs,
    kill9: () => kill('SIGKILL'),
    terminate,
    start,
    restart: async () => {
      await terminate();
      await start();
    },
    close,
  };
}

interface Place {
  readonly directory: string;
  readonly socket: string;
  readonly root: string;
  readonly run: string;
  readonly bridge: string;
  readonly cgroupParent: string;
  readonly logFile: string;
  readonly flags: readonly string[];
}

function makePlace({ rootBytes, subnet }: DaemonOptions): Place {
  const parent = fs.existsSync('/dev/shm') ? '/dev/shm' : '/tmp';
  const directory = fs.mkdtempSync(join(parent, 'slipway-daemon-'));
  const name = `swd${process.pid % 1_000_000}x${++serial}`;
  const [root, run] = [join(directory, 'root'), join(directory, 'run')];
  const socket = join(run, 'slipway.sock');
  const confDir = join(directory, 'cni');
  for (const path of [root, confDir]) fs.mkdirSync(path);
  if (rootBytes !== undefined) command('mount', ['-t', 'tmpfs', '-o', `size=${rootBytes}`, 'slipway-test', root]);
  const flags = ['--socket', socket, '--root', root, '--run', run, '--cni-conf-dir', confDir, '--log-level', 'debug'];
  // Of this daemon alone: others choose theirs at the same moment.
  const network = ['--default-bridge', name, '--default-subnet', subnet ?? `10.${process.pid % 250}.${serial % 240}.0/24`];
  return {
    directory,
    socket,
    root,
    run,
    bridge: name,
    cgroupParent: CGROUP_DRIVER === 'systemd' ? `/${name}.slice` : `/${name}`,
    logFile: join(directory, 'daemon.log'),
    flags: [...flags, ...network],
  };
}

interface Launch extends DaemonOptions {
  readonly program?: string;
}

function launch(flags: readonly string[], launched: Launch, stderr: 'pipe' | number): ChildProcess {
  const { path = PATH, wrapper = [], program = PROGRAM } = launched;
  if (!fs.existsSync(program)) throw new Error(`${program} is not there: run "npm run build" first`);
  const [first = '', ...args] = [...wrapper, process.execPath, '--max-semi-space-size=2', program, ...flags];
  return spawn(first, args, { stdio: ['ignore', 'ignore', stderr], env: { PATH: path } });
}

async function untilReady(child: ChildProcess, logs: () => readonly LogLine[]): Promise<void> {
  for (const end = Date.now() + READY_MS; !logs().some(({ message }) => message === 'ready');) {
    if (!hasNotEnded(child) || Date.now() > end) {
      const said = logs().map((line) => JSON.stringify(line));
      throw new Error(`the daemon did not come up:\n${said.join('\n')}`);
    }
    await sleep(5);
  }
}

function hasNotEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

function readLog(file: string): LogLine[] {
  return fs.existsSync(file) ? parseLog(fs.readFileSync(file, 'utf8')) : [];
}

/** What is no JSON is an accident of Node.js. */
function parseLog(text: string): LogLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) =>
    line.startsWith('{') && line.endsWith('}') ? (JSON.parse(line) as LogLine) : { level: 'text', message: line },
  );
}

/** Whether all could be removed; what could not is taken away without the daemon afterwards. */
async function removePods(cri: CriClient): Promise<boolean> {
  const timely = { timeoutMs: READY_MS };
  const list = await cri.runtime.ListPodSandbox({}, timely).catch(() => undefined);
  if (list === undefined) return false;
  const removals = list.items.map(({ id }) => cri.runtime.RemovePodSandbox({ podSandboxId: id }, timely));
  return (await Promise.allSettled(removals)).every(({ status }) => status === 'fulfilled');
}

function command(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
