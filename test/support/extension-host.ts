import { readFileSync, readdirSync } from 'node:fs';
import type { CodeServer } from './code-server.ts';

/** The process in which the extension runs for the open window of a server. */
export function extensionHostOf({ directory }: Pick<CodeServer, 'directory'>): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes('--type=extensionHost'))
    .filter((pid) => read(`/proc/${pid}/environ`).includes(directory));
  // A window that was closed keeps its own for some seconds.
  const newest = Math.max(...found.map(Number));
  if (!Number.isFinite(newest)) throw new Error(`no extension host runs for ${directory}`);
  return newest;
}

/** Milliseconds that the thread of JavaScript has run, to the microsecond. */
export function scriptThreadMs(pid: number): number {
  return Number(readFileSync(`/proc/${String(pid)}/task/${String(pid)}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** '' of a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return '';
    throw error;
  }
}
