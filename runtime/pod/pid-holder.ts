import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { CriError } from '../base/cri-error.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { printable } from '../base/sanitize.ts';
import { userMappings } from '../base/user-mappings.ts';
import { processStat, readProc } from '../container/proc.ts';
import type { Argv } from '../host/start-program.ts';
import type { Host } from '../host/host.ts';
import { MNT, MS } from '../host/syscall.ts';
import { NOBODY, pauseProgram } from './pause-program.ts';
import type { PodParts } from './pod-parts.ts';

const SIGKILL = 9;
const PIN = 'pidns';
/** The holder's own root directory is mounted here, in a mount namespace of its own. */
const ROOT = 'pause';

export interface PidHolder {
  /** Where the namespace is pinned. */
  readonly path: string;
  readonly process: NonNullable<SandboxRecord['pidHolder']>;
}

/**
 * Starts the process that is init of a pod's shared PID namespace and pins the namespace. It outlives the daemon from the moment
 * that `remember` has returned, and is ended by `stopPidHolder`. On failure nothing is left.
 */
export async function startPidHolder(
  parts: PodParts,
  record: SandboxRecord,
  remember: (holder: PidHolder) => void,
): Promise<void> {
  const { host, paths } = parts;
  const dir = paths.sandbox(record.id);
  const program = await installProgram(host, paths.root, nobodyOf(record));
  await host.files.makeDirectory(join(dir, ROOT));
  const { pid, line } = await launch(host, commandLine(record, program), dir);
  try {
    const startTime = (await processStat(host.files, pid))?.startTime;
    if (startTime === undefined) throw new Error(`the pause process ${String(pid)} of pod ${record.id} has ended at once`);
    const path = join(dir, PIN);
    await host.files.write(path, '');
    host.sys.mount(`/proc/${String(pid)}/ns/pid`, path, '', MS.BIND, '');
    remember({ path, process: { pid, startTime } });
    await sayGoOn(line);
  } catch (error) {
    await end(host, pid);
    throw error;
  } finally {
    // A process that has not been told to go on ends now, and also when the daemon dies before this line.
    line.destroy();
  }
}

/** Kills the holder, and with it every process that is left in the namespace, and unpins it. Success when there is none. */
export async function stopPidHolder(host: Host, record: SandboxRecord, dir: string): Promise<void> {
  const { pid = 0, startTime } = record.pidHolder ?? {};
  // A zombie, too, has its start time: it is reaped.
  if (pid > 0 && (await processStat(host.files, pid))?.startTime === startTime) await end(host, pid);
  await host.sys.umount(join(dir, PIN), MNT.DETACH);
  await host.files.remove(join(dir, PIN));
}

/** Kills the pause processes of the runtime with this root directory whose pid is not among `known`. */
export async function endOrphanHolders(host: Host, root: string, known: ReadonlySet<number>): Promise<void> {
  for (const pid of (await host.files.list('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)) {
    if (known.has(pid)) continue;
    const command = await readProc(host.files, `/proc/${String(pid)}/cmdline`);
    // Its name is the last word of the command line, and followed by the id that it has become.
    if (command !== undefined && lastWord(command).startsWith(`${programPath(root)}-`)) await end(host, pid);
  }
}

function lastWord(command: string): string {
  return command.split('\0').filter(Boolean).at(-1) ?? '';
}

/**
 * It joins the pod's other namespaces, too: what a container reaches through its neighbour 1 must be the pod's, never the
 * machine's. The root of a pod's user namespace cannot pass the runtime's directories: it gets the program as an open file.
 */
function commandLine({ namespaces }: SandboxRecord, program: string): Argv {
  const { user, net, ipc, uts } = namespaces;
  const pins = Object.entries({ user, net, ipc, uts });
  const flags = pins.flatMap(([kind, path]) => (path === undefined ? [] : [`--${kind}=${path}`]));
  if (flags.length === 0) return [program];
  if (user === undefined) return ['nsenter', ...flags, program];
  return ['sh', '-c', 'exec 5<"$0"; exec nsenter "$@" /proc/self/fd/5 "$0"', program, ...flags];
}

/** Not below the run directory: /run is often mounted noexec. The name has a version: a running file cannot be rewritten. */
function programPath(root: string): string {
  return join(root, 'pause-2');
}

/** An id that the pod's user namespace has. */
function nobodyOf({ config }: SandboxRecord): number {
  const users = userMappings(config.linux.securityContext.namespaceOptions);
  if (users === undefined) return NOBODY;
  return Math.min(NOBODY, ...[users.uid, users.gid].map(({ containerId, length }) => containerId + length - 1));
}

async function installProgram(host: Host, root: string, nobody: number): Promise<string> {
  const path = `${programPath(root)}-${String(nobody)}`;
  if (!(await host.files.exists(path))) await host.files.writeAtomic(path, pauseProgram(process.arch, nobody), 0o755);
  return path;
}

async function launch(host: Host, argv: Argv, cwd: string): Promise<{ pid: number; line: Duplex }> {
  const child = await host.spawnPiped(argv, { cwd, pipeCount: 2 });
  const [answers, line] = child.pipes as [Duplex, Duplex];
  // The pid, and a byte once the process has given up all that it does not need: from two processes, in either order.
  const [answer, isReady] = await Promise.all([readAll(answers), readByte(line)]);
  const pid = answer.length < 4 ? 0 : answer.readInt32LE(0);
  if (pid > 0 && isReady) return { pid, line };
  line.destroy();
  if (pid > 0) await end(host, pid);
  const why = pid < 0 ? `errno ${String(-pid)}` : (await child.stderr).trim() || `exit code ${String(await child.exited)}`;
  throw new CriError('failed-precondition', `cannot make a shared PID namespace: ${printable(why)}`, {
    hint: 'ask for pid namespace CONTAINER instead of POD',
  });
}

/** False at the end of the pipe; leaves the pipe open. */
async function readByte(pipe: Duplex): Promise<boolean> {
  for await (const chunk of pipe.iterator({ destroyOnReturn: false })) return (chunk as Buffer).length > 0;
  return false;
}

async function sayGoOn(pipe: Duplex): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    pipe.once('error', reject);
    pipe.end('.', resolve);
  });
}

async function readAll(pipe: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of pipe) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function end(host: Host, pid: number): Promise<void> {
  host.sys.kill(pid, SIGKILL);
  for (let tries = 0; tries < 250; tries++) {
    const running = await isRunning(host, pid);
    // It is our orphan when the daemon is a subreaper. Else it is init's: then a zombie is as good as gone.
    if (host.sys.reap(pid) || !running) return;
    await host.clock.sleep(2);
  }
}

async function isRunning(host: Host, pid: number): Promise<boolean> {
  const state = (await processStat(host.files, pid))?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}
