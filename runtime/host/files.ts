import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../base/cri-error.ts';
import { createKeptFiles } from './kept-files.ts';

/** Files of the target. Paths are absolute. Errors are those of node:fs/promises. */
export interface Files {
  readText(path: string): Promise<string>;
  /** undefined when the file is absent. */
  readTextIfPresent(path: string): Promise<string | undefined>;
  /** A small file of the kernel (control group, /proc), on this thread: a tenth of the time that a pool thread costs. undefined when absent. */
  readNow(path: string): string | undefined;
  /** The same, of less than a page and in ASCII, for one that is read again and again: it stays open meanwhile, which takes a third of the time. */
  readOftenNow(path: string): string | undefined;
  /** The open descriptors of a process, on this thread; undefined when it is gone. */
  openFilesNow(pid: number): OpenFiles | undefined;
  /** The file system that holds `path`. */
  fileSystem(path: string): Promise<FileSystemSize>;
  /** Temporary file in the same directory + fsync + rename + fsync of the directory: readers see the old or the new content. */
  writeAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
  /** Plain write, for files that are made anew after a crash (below the run directory). */
  write(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
  makeDirectory(path: string, mode?: number): Promise<void>;
  /** chown(2), not of what a link points at. */
  /** Gives `to` the owner and the mode of `from`. */
  copyOwnerAndMode(from: string, to: string): Promise<void>;
  setOwner(path: string, owner: { readonly uid: number; readonly gid: number }): Promise<void>;
  /** chmod(2). */
  setMode(path: string, mode: number): Promise<void>;
  /** Recursive; success when absent. Never follows a symlink; a mount point below it is EBUSY. */
  remove(path: string): Promise<void>;
  /** rmdir(2), as control groups want it; success when absent. */
  removeDirectory(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  /** Names of the directories in it; none when it is absent. */
  listDirectories(directory: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
  /** When its content last changed, in nanoseconds since the epoch (as a double); undefined when absent. */
  modifiedNs(path: string): Promise<number | undefined>;
  /** What is at `path`, symlinks followed; undefined when absent. */
  look(path: string): Promise<FileLook | undefined>;
  /** Writes to a named pipe without waiting for a reader: ENXIO when there is none. */
  writePipe(path: string, content: string): Promise<void>;
}

export interface OpenFiles {
  readonly descriptors: number;
  /** Those of them that are sockets. */
  readonly sockets: number;
}

export interface FileSystemSize {
  readonly bytes: number;
  /** For others than root. */
  readonly freeBytes: number;
  readonly inodes: number;
  readonly freeInodes: number;
}

export interface FileLook {
  /** Equal for two paths of the same file, whatever their names. */
  readonly identity: string;
  readonly isFile: boolean;
}

export const systemFiles: Files = {
  readText: (path) => fs.readFile(path, 'utf8'),
  readTextIfPresent: async (path) => {
    try {
      return await fs.readFile(path, 'utf8');
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  readNow,
  readOftenNow: (path) => presentNow(() => keptFiles.read(path)),
  openFilesNow,
  fileSystem: async (path) => {
    const { bsize, blocks, bavail, files, ffree } = await fs.statfs(path);
    return { bytes: bsize * blocks, freeBytes: bsize * bavail, inodes: files, freeInodes: ffree };
  },
  writeAtomic: async (path, content, mode = 0o600) => {
    const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      const file = await fs.open(temporary, 'wx', mode);
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.rename(temporary, path);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
    await syncDirectory(dirname(path));
  },
  write: (path, content, mode = 0o600) => fs.writeFile(path, content, { mode }),
  makeDirectory: async (path, mode = 0o700) => {
    await fs.mkdir(path, { recursive: true, mode });
  },
  setMode: (path, mode) => fs.chmod(path, mode),
  copyOwnerAndMode: async (from, to) => {
    const { uid, gid, mode } = await fs.stat(from);
    await fs.chown(to, uid, gid);
    await fs.chmod(to, mode & 0o7777);
  },
  setOwner: (path, { uid, gid }) => fs.lchown(path, uid, gid),
  remove: (path) => fs.rm(path, { recursive: true, force: true }),
  removeDirectory: async (path) => {
    try {
      await fs.rmdir(path);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  },
  rename: (from, to) => fs.rename(from, to),
  list: (directory) => fs.readdir(directory),
  listDirectories: async (directory) => {
    try {
      return (await fs.readdir(directory, { withFileTypes: true })).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  },
  exists: async (path) => {
    try {
      await fs.access(path, constants.F_OK);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  },
  modifiedNs: async (path) => {
    try {
      return Number((await fs.stat(path, { bigint: true })).mtimeNs);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  },
  look: async (path) => {
    try {
      const found = await fs.stat(path, { bigint: true });
      return { identity: `${String(found.dev)}:${String(found.ino)}`, isFile: found.isFile() };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  },
  writePipe: async (path, content) => {
    const pipe = await fs.open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      await pipe.writeFile(content);
    } finally {
      await pipe.close();
    }
  },
};

/** Grows to the largest file that was read. */
const keptFiles = createKeptFiles();
let scratch = Buffer.allocUnsafe(16 * 1024);

function openFilesNow(pid: number): OpenFiles | undefined {
  const directory = `/proc/${pid}/fd`;
  try {
    const names = readdirSync(directory);
    return { descriptors: names.length, sockets: names.filter((name) => isSocket(`${directory}/${name}`)).length };
  } catch (error) {
    // ESRCH: it ended while we looked.
    if (isAbsent(error) || errnoOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch (error) {
    if (isAbsent(error) || errnoOf(error) === 'ESRCH') return false;
    throw error;
  }
}

function readNow(path: string): string | undefined {
  return presentNow(() => {
    const fd = openSync(path, 'r');
    try {
      let length = 0;
      for (;;) {
        // The kernel may answer less than there is: only nothing is the end.
        const count = readSync(fd, scratch, length, scratch.length - length, null);
        if (count === 0) return scratch.toString('utf8', 0, length);
        length += count;
        if (length === scratch.length) scratch = Buffer.concat([scratch], scratch.length * 2);
      }
    } finally {
      closeSync(fd);
    }
  });
}

function presentNow(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Absent, or gone after it was opened: a control group (ENODEV), a process (ESRCH). */
function isGone(error: unknown): boolean {
  return isAbsent(error) || ['ENODEV', 'ESRCH'].includes(errnoOf(error) ?? '');
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await fs.open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
