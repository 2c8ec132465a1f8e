import * as fs from 'node:fs/promises';
import { basename, dirname, normalize } from 'node:path/posix';
import { close, constants, openSync } from 'node:fs';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import type { Syscall } from '../syscall.ts';

/** O_PATH: a name for a file that gives no access to its content, and has no effect on devices and pipes. */
const O_PATH = 0o10000000;

/**
 * The root directory of a container or an image, whose content nobody here trusts. A path in it is walked by the kernel as from that root;
 * what is done then is done to one name in a directory that is held open, so that nothing that changes meanwhile leads elsewhere.
 */
export interface FileRoot extends AsyncDisposable {
  readonly fd: number;
  readonly sys: Pick<Syscall, 'openBelow'>;
  /** Why nothing may be changed in it; undefined where that is allowed. */
  readonly readOnly: string | undefined;
  /** Says that a file of this path may be left when the daemon dies, until that is disposed of. */
  readonly pending?: (path: string) => Promise<AsyncDisposable>;
}

/** One name in a directory that is held open. */
export interface Place {
  readonly directory: number;
  readonly name: string;
  /** Its path on this machine, for calls that do not follow a link at its end. */
  readonly path: string;
}

/** Opens the directory `path` of this machine as a root. The caller disposes of it. */
export function openFileRoot(
  sys: Pick<Syscall, 'openBelow'>,
  path: string,
  {
    readOnly,
    onClose = () => undefined,
  }: { readonly readOnly?: string | undefined; readonly onClose?: () => Promise<void> | void } = {},
): FileRoot {
  const fd = openSync(path, O_PATH | constants.O_DIRECTORY);
  return {
    fd,
    sys,
    readOnly,
    [Symbol.asyncDispose]: async () => {
      await closed(fd);
      await onClose();
    },
  };
}

/** Opens `path` and closes it after `act`; links lead to where they lead inside the root. Throws CriError. */
export async function withOpen<T>(root: FileRoot, path: string, act: (fd: number) => Promise<T>): Promise<T> {
  return told(path, async () => {
    const fd = await root.sys.openBelow(root.fd, normalize(path), O_PATH);
    try {
      return await act(fd);
    } finally {
      await closed(fd);
    }
  });
}

/** The directory of `path` held open, and the name in it. Throws CriError; invalid-argument for the root itself. */
export async function withPlace<T>(root: FileRoot, path: string, act: (place: Place) => Promise<T>): Promise<T> {
  const whole = normalize(path).replace(/\/+$/, '');
  const name = basename(whole);
  if (name === '') throw new CriError('invalid-argument', 'the root directory itself cannot be changed');
  return told(path, async () => {
    const directory = await root.sys.openBelow(root.fd, dirname(whole), O_PATH | constants.O_DIRECTORY);
    try {
      return await act({ directory, name, path: `${pathOf(directory)}/${name}` });
    } finally {
      await closed(directory);
    }
  });
}

/** Where the kernel shows an open file. */
export function pathOf(fd: number): string {
  return `/proc/self/fd/${String(fd)}`;
}

/** Throws failed-precondition where nothing may be changed. */
export function requireWritable({ readOnly }: FileRoot, path: string): void {
  if (readOnly !== undefined) throw new CriError('failed-precondition', `${shown(path)} is read-only: ${readOnly}`);
}

const PROBLEMS = {
  ENOENT: ['not-found', 'does not exist'],
  ENOTDIR: ['failed-precondition', 'is in a path with something that is no directory'],
  EISDIR: ['failed-precondition', 'is a directory'],
  ENOTEMPTY: ['failed-precondition', 'is a directory that is not empty'],
  EEXIST: ['already-exists', 'exists already'],
  EACCES: ['permission-denied', 'may not be accessed'],
  EPERM: ['permission-denied', 'may not be changed'],
  EROFS: ['failed-precondition', 'lies on a file system that is mounted read-only'],
  EBUSY: ['failed-precondition', 'is in use: something is mounted there'],
  EXDEV: ['failed-precondition', 'cannot be moved to another file system'],
  EINVAL: ['invalid-argument', 'cannot be moved into itself'],
  ELOOP: ['failed-precondition', 'is in a loop of links'],
  ENAMETOOLONG: ['invalid-argument', 'has too long a name'],
  ENOSPC: ['resource-exhausted', 'does not fit: the disk is full'],
  EDQUOT: ['resource-exhausted', 'does not fit: the quota is used up'],
  ESRCH: ['failed-precondition', 'belongs to a container that has just ended'],
} as const;

/** Does it, and tells what the kernel refuses in words about `path`. */
export async function told<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const problem = Object.entries(PROBLEMS).find(([errno]) => errno === errnoOf(error))?.[1];
    if (problem === undefined) throw error;
    throw new CriError(problem[0], `${shown(path)} ${problem[1]}`, { cause: error });
  }
}

function closed(fd: number): Promise<void> {
  return new Promise((resolve) => {
    close(fd, () => {
      resolve();
    });
  });
}

const shown = (path: string): string => printable(path, 300);

/** The names in a directory that is held open. */
export function namesIn(directory: number): Promise<string[]> {
  return fs.readdir(pathOf(directory));
}
