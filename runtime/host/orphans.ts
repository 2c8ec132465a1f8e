import type { Syscall } from './syscall.ts';

/** Resolves with the exit code (128 + n after signal n) of an orphan that this process, a subreaper, has inherited. */
export type OrphanEnd = (pid: number) => Promise<number>;

/** Orphans are no children of Node.js's: their ends are looked for at each SIGCHLD. Made once per process. */
export function createOrphanEnd(sys: Pick<Syscall, 'exitCodeOf'>): OrphanEnd {
  const waiting = new Map<number, PromiseWithResolvers<number>>();
  const look = (): void => {
    for (const [pid, end] of waiting) {
      try {
        const exitCode = sys.exitCodeOf(pid);
        if (exitCode === undefined) continue;
        end.resolve(exitCode);
      } catch (error) {
        end.reject(error);
      }
      waiting.delete(pid);
    }
  };
  let listens = false;
  return (pid) => {
    if (!listens) process.on('SIGCHLD', look);
    listens = true;
    const end = Promise.withResolvers<number>();
    waiting.set(pid, end);
    // It may have ended before anybody listened.
    look();
    return end.promise;
  };
}
