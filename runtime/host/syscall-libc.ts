import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Koffi from 'koffi';
import { CriError } from '../base/cri-error.ts';
import { SyscallError } from './syscall-error.ts';

/** The C library that this process is linked with. */
export interface Libc {
  /** A C function by its prototype; after −1 `errno()` has to be read at once. */
  bind<Args extends readonly unknown[]>(prototype: string): CFunction<Args>;
  /** errno of the last call on this thread: valid until anything else is called. */
  errno(): number;
  /** Where a buffer's bytes are, for structures that point to others; valid as long as the buffer is referenced. */
  address(buffer: Buffer): bigint;
}

export interface CFunction<Args extends readonly unknown[]> {
  (...args: Args): number;
  /** The same on a pool thread; inside `done`, at its beginning, errno is that of this call. */
  async(...args: [...Args, done: (error: Error | null, result: number) => void]): void;
}

/**
 * Loads the bridge to C. Node.js is linked dynamically with glibc or musl, so the functions are looked up in the process
 * itself. Throws failed-precondition where no bridge was built for this kind of machine.
 */
export function openLibc(): Libc {
  const koffi = loadKoffi();
  const library = koffi.load(null);
  return {
    bind: (prototype) => library.func(prototype) as never,
    errno: () => koffi.errno(),
    address: (buffer) => koffi.address(buffer),
  };
}

/** Throws a SyscallError when a call answered −1; to be called at once, before anything else touches errno. */
export function check(libc: Libc, result: number, [syscall, subject]: readonly [syscall: string, subject: string]): number {
  if (result === -1) throw new SyscallError(syscall, libc.errno(), subject);
  return result;
}

/** Rejects text that C would cut short. */
export function cString(text: string): string {
  if (text.includes('\0')) throw new TypeError(`a null byte in ${JSON.stringify(text)}`);
  return text;
}

/**
 * In the bundle the native part lies beside it, one per kind of machine (`linux_x64`, `musl_arm64` …); in a checkout the
 * package finds it. The wrong one of glibc and musl does not load, so the other is tried.
 */
function loadKoffi(): typeof Koffi {
  const require = createRequire(import.meta.url);
  const failures: unknown[] = [];
  for (const libc of ['linux', 'musl']) {
    const path = join(import.meta.dirname, `${libc}_${process.arch}`, 'koffi.node');
    if (!existsSync(path)) continue;
    try {
      return require(path) as typeof Koffi;
    } catch (error) {
      failures.push(error);
    }
  }
  try {
    return require('koffi') as typeof Koffi;
  } catch (error) {
    throw new CriError('failed-precondition', `no system calls on this kind of machine (${process.platform} ${process.arch})`, {
      hint: 'Slipway runs on Linux on x64 and arm64, with glibc or musl',
      cause: failures[0] ?? error,
    });
  }
}
