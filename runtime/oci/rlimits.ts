import type { Machine } from './machine.ts';
import type { SpecRlimit } from './spec-types.ts';

/** Every limit of Linux, by the kernel's name for it in /proc/PID/limits. */
const TYPES: Readonly<Record<string, SpecRlimit['type']>> = {
  'cpu time': 'RLIMIT_CPU',
  'file size': 'RLIMIT_FSIZE',
  'data size': 'RLIMIT_DATA',
  'stack size': 'RLIMIT_STACK',
  'core file size': 'RLIMIT_CORE',
  'resident set': 'RLIMIT_RSS',
  processes: 'RLIMIT_NPROC',
  'open files': 'RLIMIT_NOFILE',
  'locked memory': 'RLIMIT_MEMLOCK',
  'address space': 'RLIMIT_AS',
  'file locks': 'RLIMIT_LOCKS',
  'pending signals': 'RLIMIT_SIGPENDING',
  'msgqueue size': 'RLIMIT_MSGQUEUE',
  'nice priority': 'RLIMIT_NICE',
  'realtime priority': 'RLIMIT_RTPRIO',
  'realtime timeout': 'RLIMIT_RTTIME',
};
/** What containers get elsewhere, and what the kernel allows at most by default. */
const OPEN_FILES = 1_048_576;
/** The kernel's own: programs size the stacks of their threads by it. */
const STACK_BYTES = 8 * 1024 * 1024;
/** RLIM_INFINITY does not fit into a number of JavaScript. */
const UNLIMITED = (JSON as unknown as { rawJSON(text: string): { readonly rawJSON: string } }).rawJSON('18446744073709551615');

/**
 * Limits of a container's processes, all of them said outright, so that those of the daemon do not leak into it: Node.js raises its
 * own soft limit of open files, and a shell that started the daemon may have lowered others. Never above the daemon's hard limits, which
 * it may not be allowed to raise.
 */
export function rlimits({ hardLimits }: Machine): SpecRlimit[] {
  return Object.entries(TYPES).flatMap(([name, type]) => {
    const limit = hardLimits.get(name);
    if (limit === undefined) return [];
    const hard = type === 'RLIMIT_NOFILE' ? Math.min(OPEN_FILES, limit) : limit;
    const soft = type === 'RLIMIT_STACK' ? Math.min(STACK_BYTES, limit) : hard;
    return [{ type, hard: numberOf(hard), soft: numberOf(soft) }];
  });
}

function numberOf(limit: number): SpecRlimit['hard'] {
  return limit === Infinity ? UNLIMITED : limit;
}
