import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { CriError, errnoOf } from '../base/cri-error.ts';

/**
 * Makes `path` free for a unix socket: its directory with mode 0700 when absent, and no stale socket of a dead daemon. Throws
 * already-exists when somebody answers there or another kind of file is in the way, permission-denied when others may write to the directory.
 */
export async function claimSocketPath(path: string): Promise<void> {
  const directory = dirname(path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { mode, uid } = await lstat(directory);
  if ((mode & 0o022) !== 0 || (uid !== 0 && uid !== process.getuid?.())) {
    throw new CriError('permission-denied', `directory ${directory} of the socket can be written by other users`, {
      hint: `chmod 0700 ${directory} and make it yours, or choose another --socket`,
    });
  }
  if (!(await isOccupied(path))) return;
  if (await answers(path)) {
    throw new CriError('already-exists', `socket ${path} is in use by a running daemon`, {
      hint: 'stop that daemon, or choose another --socket and --root',
    });
  }
  await rm(path, { force: true });
}

/** Only the owner may connect: mode 0600, and `uid` as owner unless it is negative. */
export async function protectSocket(path: string, uid: number): Promise<void> {
  await chmod(path, 0o600);
  if (uid >= 0) await chown(path, uid, -1);
}

async function isOccupied(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isSocket()) return true;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false;
    throw error;
  }
  throw new CriError('already-exists', `${path} exists and is no socket`, { hint: 'remove it, or choose another --socket' });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
