import { errnoOf } from '../base/cri-error.ts';
import type { Syscall } from './syscall.ts';

/** 128 + SIGKILL */
const KILLED_EXIT = 137;

/** Resolves with the exit code (128 + n after signal n) of a child that Node.js does not know: one of ours, or an orphan that we inherited. */
export type OrphanEnd = (pid: number) => Promise<number>;

/** Their ends are looked for at each SIGCHLD. Made once per process. */
export function createOrphanEnd(sys: Pick<Syscall, 'exitCodeOf'>): OrphanEnd {
  const waiting = new Map<number, PromiseWithResolvers<number>>();
  const look = (): void => {
    for (const [pid, end] of waiting) {
      try {
        const exitCode = sys.exitCodeOf(pid);
        if (exitCode === undefined) continue;
        end.resolve(exitCode);
      } catch (error) {
        // Whoever has killed one for good may have reaped it, too.
        if (errnoOf(error) === 'ECHILD') end.resolve(KILLED_EXIT);
        else end.reject(error);
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
