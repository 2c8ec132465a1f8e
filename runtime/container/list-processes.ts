import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { Files } from '../host/files.ts';
import { requireContainer } from '../state/transitions.ts';
import { cgroupProcesses } from './container-cgroup.ts';
import type { ContainerContext } from './container-context.ts';
import { readProc } from './proc.ts';
import { requireRecord } from './require-record.ts';

/** One process of a container, as the kernel shows it on the host. */
export interface ContainerProcess {
  /** In the container's own PID namespace; 0 where the kernel does not say it. */
  readonly pid: number;
  readonly hostPid: number;
  readonly parentHostPid: number;
  readonly uid: number;
  /** As in proc(5): R, S, D, Z, T … */
  readonly state: string;
  /** Nanoseconds of all its threads together. */
  readonly cpuTimeNs: number;
  readonly rssBytes: number;
  readonly threads: number;
  /** Nanoseconds since the epoch. */
  readonly startedAtNs: number;
  readonly command: readonly string[];
}

/** What USER_HZ is on every architecture that containers run on. */
const TICK_NS = 1e9 / 100;
const AT_ONCE = 32;

/**
 * Processes of a running container, by their ids on the host; none is started to find them. Throws not-found, failed-precondition, and
 * unimplemented where the container has a kernel of its own.
 */
export async function listProcesses(context: ContainerContext, idOrPrefix: string): Promise<readonly ContainerProcess[]> {
  const { host, machine, runtimes } = context;
  const record = requireRecord(context, idOrPrefix);
  requireContainer('list-processes', record);
  if (runtimes.get(record.runtimeHandler)?.hasOwnKernel === true) throw unseen(record);
  const bootedAtNs = await bootTimeNs(host.files);
  const pids = (await cgroupProcesses(host, machine, record)).sort((a, b) => a - b);
  const found: ContainerProcess[] = [];
  for (let at = 0; at < pids.length; at += AT_ONCE) {
    const some = await Promise.all(pids.slice(at, at + AT_ONCE).map((pid) => readProcess(host.files, pid, bootedAtNs)));
    found.push(...some.filter((process) => process !== undefined));
  }
  return found;
}

/** undefined when it ended meanwhile. */
async function readProcess(files: Files, hostPid: number, bootedAtNs: number): Promise<ContainerProcess | undefined> {
  const directory = `/proc/${String(hostPid)}`;
  const [stat, status, commandLine] = await Promise.all(
    ['stat', 'status', 'cmdline'].map((name) => readProc(files, `${directory}/${name}`)),
  );
  if (stat === undefined || status === undefined || commandLine === undefined) return undefined;
  // The name in parentheses may have spaces and parentheses of its own.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const number = (column: number): number => Number(fields[column - FIRST_COLUMN] ?? 0);
  const inStatus = (name: string): string => new RegExp(String.raw`^${name}:\s+(.*)$`, 'm').exec(status)?.[1] ?? '';
  const command = commandLine.split('\0').slice(0, -1);
  return {
    pid: Number(inStatus('NSpid').split(/\s+/).at(-1) ?? 0),
    hostPid,
    parentHostPid: number(4),
    uid: Number(inStatus('Uid').split(/\s+/)[0] ?? 0),
    state: fields[0] ?? '',
    cpuTimeNs: (number(14) + number(15)) * TICK_NS,
    rssBytes: Number(/\d+/.exec(inStatus('VmRSS'))?.[0] ?? 0) * 1024,
    threads: number(20),
    startedAtNs: bootedAtNs + number(22) * TICK_NS,
    command: command.length > 0 ? command : [`[${stat.slice(stat.indexOf('(') + 1, nameEnd)}]`],
  };
}

/** Of the fields behind the name, as proc(5) numbers them. */
const FIRST_COLUMN = 3;

async function bootTimeNs(files: Files): Promise<number> {
  return Number(/^btime (\d+)$/m.exec(await files.readText('/proc/stat'))?.[1] ?? 0) * 1e9;
}

function unseen({ id, runtimeHandler }: ContainerRecord): CriError {
  return new CriError('unimplemented', `container ${id.slice(0, 12)} has a kernel of its own (${runtimeHandler})`, {
    hint: 'this machine does not see its processes: run ps in the container',
  });
}
