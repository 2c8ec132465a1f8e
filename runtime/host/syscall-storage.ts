import { closeSync, openSync } from 'node:fs';
import { SyscallError } from './syscall-error.ts';
import { openLibc } from './syscall-libc.ts';

/** syncfs(2): all that was written to the file system of `path` is on the disk when it resolves. Runs on a pool thread. */
export async function syncFileSystem(path: string): Promise<void> {
  const libc = openLibc();
  const syncfs = libc.bind<[fd: number]>('int syncfs(int fd)');
  const fd = openSync(path, 'r');
  try {
    await new Promise<void>((resolve, reject) => {
      syncfs.async(fd, (error, result) => {
        const errno = result === -1 ? libc.errno() : 0;
        if (error !== null) reject(error);
        else if (result === -1) reject(new SyscallError('syncfs', errno, path));
        else resolve();
      });
    });
  } finally {
    closeSync(fd);
  }
}
