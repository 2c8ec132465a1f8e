import { setPriority } from 'node:os';
import { check, type Libc } from './syscall-libc.ts';

const SYS_SCHED_SETSCHEDULER: Readonly<Record<string, number>> = { x64: 144, arm64: 119 };
const SCHED_OTHER = 0;
const SCHED_RESET_ON_FORK = 0x4000_0000;
/** About three times the share of a thread of ordinary priority. */
const NICE = -5;

/** sched(7): the reset on fork comes first, so that there is no moment at which a child could inherit the priority. */
export function bindRaisePriority(libc: Libc): () => void {
  const setScheduler = libc.bind<[number: number, thread: number, policy: number, priority: Buffer]>(
    'long syscall(long number, long thread, long policy, const void *priority)',
  );
  return () => {
    const number = SYS_SCHED_SETSCHEDULER[process.arch];
    if (number === undefined) return;
    const result = setScheduler(number, 0, SCHED_OTHER | SCHED_RESET_ON_FORK, Buffer.alloc(4));
    check(libc, result, ['sched_setscheduler', 'SCHED_RESET_ON_FORK']);
    setPriority(NICE);
  };
}
