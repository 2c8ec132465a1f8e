import { constants } from 'node:os';
import { getSystemErrorMessage } from 'node:util';

/** A failed system call, in the shape of Node.js's own: `code` is the errno's name. */
export class SyscallError extends Error {
  override readonly name = 'SyscallError';
  readonly code: string;
  /** Positive, as in C. */
  readonly errno: number;
  readonly syscall: string;
  /** What it was done to, for the message. */
  readonly subject: string;

  constructor(syscall: string, errno: number, subject: string) {
    const code = errnoName(errno);
    super(`${code}: ${getSystemErrorMessage(-errno)}, ${syscall} '${subject}'`);
    this.code = code;
    this.errno = errno;
    this.syscall = syscall;
    this.subject = subject;
  }
}

/** "ENOENT" for 2 on this machine; names that share a number (EAGAIN, EWOULDBLOCK) come as the first of them. */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `errno ${errno}`;
}

/** The number of an errno's name on this machine. */
export const ERRNO: Readonly<Record<'EINVAL' | 'ENOENT' | 'EAGAIN' | 'ECHILD' | 'ENODATA' | 'ERANGE' | 'EOPNOTSUPP', number>> =
  constants.errno;

const NAMES = new Map(
  Object.entries(constants.errno)
    .reverse()
    .map(([name, number]) => [number, name]),
);
