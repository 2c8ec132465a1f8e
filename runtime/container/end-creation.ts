import type { Host } from '../host/host.ts';
import { processStat, readProc } from './proc.ts';

const SIGKILL = 9;
const ROUNDS = 100;

/**
 * Kills the conmon and the low-level runtime that are at work on a bundle, with all their children, by their pids. For a creation that
 * was cut short: then no record knows them. Returns when none is left, at the latest after a second.
 */
export async function endCreation(host: Host, bundle: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const found = await workersOn(host, bundle);
    if (found.length === 0) return;
    for (const pid of found) host.sys.kill(pid, SIGKILL);
    await host.clock.sleep(10);
    // Orphans of a subreaper are its own to reap.
    for (const pid of found) host.sys.reap(pid);
  }
}

/** Both have the bundle as an argument of its own; `runc init`, which has not, is their child. Zombies have no command line. */
async function workersOn({ files }: Host, bundle: string): Promise<number[]> {
  const parents = new Map<number, number>();
  const found = new Set<number>();
  for (const pid of (await files.list('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)) {
    const command = await readProc(files, `/proc/${String(pid)}/cmdline`);
    if (command === undefined || command === '') continue;
    if (command.includes(`\0--bundle\0${bundle}\0`)) found.add(pid);
    parents.set(pid, (await processStat(files, pid))?.parent ?? 0);
  }
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}
