import type { Host } from '../host/host.ts';
import { processStat, readProc, type ProcessStat } from './proc.ts';

const SIGKILL = 9;
const ROUNDS = 100;
const KTHREADD = 2;

/**
 * Kills the conmon and the low-level runtime that are at work on a bundle, with all their children, by their pids. For a creation that
 * was cut short: then no record knows them. Returns when none is left, at the latest after a second.
 */
export async function endCreation(host: Host, bundle: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { found, undecided } = await workersOn(host, bundle);
    if (found.length === 0 && !undecided) return;
    for (const pid of found) host.sys.kill(pid, SIGKILL);
    await host.clock.sleep(10);
    // Orphans of a subreaper are its own to reap.
    for (const pid of found) host.sys.reap(pid);
  }
}

interface Workers {
  readonly found: readonly number[];
  /** A process is in the middle of exec(2): it has no command line yet, and may be one of them. */
  readonly undecided: boolean;
}

/**
 * Both have the bundle as an argument of its own; `runc init`, which has not, is their child. Looks until no new process appears: one
 * that was listed may have forked and gone before it was looked at, as conmon does.
 */
async function workersOn({ files }: Host, bundle: string): Promise<Workers> {
  let undecided = false;
  const parents = new Map<number, number>();
  const found = new Set<number>();
  const look = async (pid: number): Promise<void> => {
    const command = await readProc(files, `/proc/${String(pid)}/cmdline`);
    const stat = command === undefined ? undefined : await processStat(files, pid);
    if (command === undefined || stat === undefined) return;
    if (command === '' && !hasNoCommandLine(pid, stat)) undecided = true;
    if (command.includes(`\0--bundle\0${bundle}\0`)) found.add(pid);
    parents.set(pid, stat.parent);
  };
  const seen = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = (await files.list('/proc')).filter((name) => /^\d+$/.test(name) && !seen.has(Number(name))).map(Number);
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      seen.add(pid);
      await look(pid);
    }
  }
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return { found: [...found], undecided };
}

/** Zombies, and threads of the kernel, which are children of the second process or are it. */
function hasNoCommandLine(pid: number, { state, parent }: ProcessStat): boolean {
  return state === 'Z' || state === 'X' || pid === KTHREADD || parent === KTHREADD || parent === 0;
}
