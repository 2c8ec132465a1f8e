import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';

/** What the command line of a running daemon says of it. */
export interface DaemonProcess {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** The running daemon that serves `socket`, from the command lines in /proc; undefined when none runs. */
export async function findDaemon(socket: string, proc = '/proc'): Promise<DaemonProcess | undefined> {
  const names = await readdir(proc).catch(whenAbsent);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => readArgv(`${proc}/${pid}/cmdline`)));
  for (const [index, argv] of found.entries()) {
    if (servesSocket(argv, socket)) return { pid: Number(pids[index]), argv };
  }
  return undefined;
}

/** Finds like `findDaemon`, but looks at the process found last before it looks at all of them. */
export function createDaemonFinder(socket: string): () => Promise<DaemonProcess | undefined> {
  let last: DaemonProcess | undefined;
  return async () => {
    const argv = last === undefined ? [] : await readArgv(`/proc/${last.pid}/cmdline`);
    if (!servesSocket(argv, socket)) last = await findDaemon(socket);
    return last;
  };
}

/** True for the argument list of a Slipway daemon (not of the sudo before it) that listens on `socket`. */
export function servesSocket(argv: readonly string[], socket: string): boolean {
  const [program = ''] = argv;
  if (basename(program) === 'sudo') return false;
  const at = argv.indexOf('--socket');
  return (
    at > 0 && argv[at + 1] === socket && argv.slice(0, at).some((word) => /^(daemon|main)\.[cm]?[jt]s$/.test(basename(word)))
  );
}

async function readArgv(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\0').filter((word) => word !== '');
  } catch (error) {
    return whenAbsent(error); // a process may end while we look, or be hidden
  }
}

function whenAbsent(error: unknown): string[] {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return [];
  throw error;
}
