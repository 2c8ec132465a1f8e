import type { Files } from '../host/files.ts';

/** What /proc/PID/stat says of one process. */
export interface ProcessStat {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks after boot: tells a reused pid apart. */
  readonly startTime: number;
}

/** undefined when there is no such process. */
export async function processStat(files: Files, pid: number): Promise<ProcessStat | undefined> {
  if (pid <= 0) return undefined;
  const text = await readProc(files, `/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

function parseStat(text: string): ProcessStat {
  // The name in parentheses may have spaces and parentheses of its own.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', parent: Number(fields[1]), session: Number(fields[3]), startTime: Number(fields[19]) };
}

/** True while that very process lives (a zombie does not). */
export async function isAlive(files: Files, process: { readonly pid: number; readonly startTime: number }): Promise<boolean> {
  const stat = await processStat(files, process.pid);
  return stat !== undefined && stat.startTime === process.startTime && stat.state !== 'Z' && stat.state !== 'X';
}

/** The same, read on this thread. */
export function isAliveNow(files: Files, { pid, startTime }: { readonly pid: number; readonly startTime: number }): boolean {
  const text = pid <= 0 ? undefined : files.readOftenNow(`/proc/${pid}/stat`);
  if (text === undefined) return false;
  const stat = parseStat(text);
  return stat.startTime === startTime && stat.state !== 'Z' && stat.state !== 'X';
}

/** Text of a file in /proc; undefined when its process is gone (ENOENT, or ESRCH while reading). */
export async function readProc(files: Files, path: string): Promise<string | undefined> {
  try {
    return await files.readTextIfPresent(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return undefined;
    throw error;
  }
}
