import type { Machine } from './machine.ts';
import type { SpecRlimit } from './spec-types.ts';

/** What containers get elsewhere, and what the kernel allows at most by default. */
const OPEN_FILES = 1_048_576;
/** RLIM_INFINITY does not fit into a number of JavaScript. */
const UNLIMITED = (JSON as unknown as { rawJSON(text: string): { readonly rawJSON: string } }).rawJSON('18446744073709551615');

/**
 * Limits of a container's processes, said outright, so that those of the daemon do not leak into it: Node.js raises its own soft limit
 * of open files, and a shell that started the daemon may have lowered that of core files. Never above the daemon's hard limits, which
 * it may not be allowed to raise.
 */
export function rlimits({ hardLimits }: Machine): SpecRlimit[] {
  const both = (type: SpecRlimit['type'], limit: number): SpecRlimit => {
    const value = limit === Infinity ? UNLIMITED : limit;
    return { type, hard: value, soft: value };
  };
  return [
    both('RLIMIT_NOFILE', Math.min(OPEN_FILES, hardLimits.openFiles)),
    both('RLIMIT_NPROC', hardLimits.processes),
    both('RLIMIT_CORE', hardLimits.coreBytes),
  ];
}
