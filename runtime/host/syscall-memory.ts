import { openLibc, type CFunction } from './syscall-libc.ts';

let trim: CFunction<[pad: number]> | undefined;

/** Gives freed memory back to the system: glibc keeps what bursts of work have used. Takes about 10 ms; nothing to do on musl. */
export function releaseMemory(): void {
  trim ??= bindTrim();
  trim(0);
}

function bindTrim(): CFunction<[pad: number]> {
  try {
    return openLibc().bind<[pad: number]>('int malloc_trim(size_t pad)');
  } catch {
    // musl has no such function, and returns memory by itself.
    return Object.assign(() => 0, { async: () => undefined });
  }
}
