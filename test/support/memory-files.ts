import { dirname } from 'node:path';
import type { Files } from '../../runtime/host/files.ts';

/** Files in memory; the errors are those of the real ones. */
export interface MemoryFiles extends Files {
  /** All files and directories, sorted. */
  paths(): string[];
  /** Makes an empty file when there is none. */
  touch(path: string): void;
  mustExist(path: string, syscall: string): void;
  /** Paths that cannot be removed, as mount points cannot. */
  setBusy(paths: readonly string[]): void;
}

const ERRNO = { ENOENT: 2, EEXIST: 17, ENOTDIR: 20, EISDIR: 21, EBUSY: 16 } as const;

export function createMemoryFiles(initial: Readonly<Record<string, string>> = {}): MemoryFiles {
  /** undefined = a directory. */
  const entries = new Map<string, string | undefined>([['/', undefined]]);
  const modified = new Map<string, number>();
  let writes = 0;
  let busy: readonly string[] = [];
  const isDirectory = (path: string): boolean => entries.has(path) && entries.get(path) === undefined;
  const mustExist = (path: string, syscall: string): void => {
    if (!entries.has(path)) throw failure('ENOENT', syscall, path);
  };
  /** Adding or removing an entry changes its directory, too. */
  const changed = (path: string): void => {
    modified.set(path, ++writes);
    modified.set(dirname(path), writes);
  };
  const makeDirectory = (path: string): void => {
    if (entries.has(path) && !isDirectory(path)) throw failure('EEXIST', 'mkdir', path);
    if (path !== '/') makeDirectory(dirname(path));
    if (!entries.has(path)) changed(path);
    entries.set(path, undefined);
  };
  const write = (path: string, content: string | Uint8Array): void => {
    if (!isDirectory(dirname(path))) throw failure('ENOENT', 'open', path);
    if (isDirectory(path)) throw failure('EISDIR', 'open', path);
    if (entries.has(path)) modified.set(path, ++writes);
    else changed(path);
    entries.set(path, typeof content === 'string' ? content : Buffer.from(content).toString());
  };
  const below = (path: string): string[] => [...entries.keys()].filter((other) => other === path || other.startsWith(`${path}/`));
  const readText = (path: string): string => {
    mustExist(path, 'open');
    const content = entries.get(path);
    if (content === undefined) throw failure('EISDIR', 'read', path);
    return content;
  };
  for (const [path, content] of Object.entries(initial)) {
    makeDirectory(dirname(path));
    write(path, content);
  }
  return {
    readText: async (path) => readText(path),
    readNow: (path) => (entries.has(path) ? readText(path) : undefined),
    readOftenNow: (path) => (entries.has(path) ? readText(path) : undefined),
    openFilesNow: () => undefined,
    fileSystem: async () => ({ bytes: 0, freeBytes: 0, inodes: 0, freeInodes: 0 }),
    readTextIfPresent: async (path) => (entries.has(path) ? readText(path) : undefined),
    writeAtomic: async (path, content) => {
      write(path, content);
    },
    write: async (path, content) => {
      write(path, content);
    },
    makeDirectory: async (path) => {
      makeDirectory(path);
    },
    setMode: async (path) => {
      mustExist(path, 'chmod');
    },
    copyOwnerAndMode: async (from, to) => {
      mustExist(from, 'stat');
      mustExist(to, 'chown');
    },
    setOwner: async (path) => {
      mustExist(path, 'lchown');
    },
    remove: async (path) => {
      const held = busy.find((other) => other === path || other.startsWith(`${path}/`));
      if (held !== undefined) throw failure('EBUSY', 'rm', held);
      if (entries.has(path)) changed(path);
      for (const other of below(path)) {
        entries.delete(other);
        modified.delete(other);
      }
    },
    removeDirectory: async (path) => {
      // The files of a control group go with it.
      if (busy.includes(path) || below(path).filter(isDirectory).length > 1) throw failure('EBUSY', 'rmdir', path);
      for (const other of below(path)) entries.delete(other);
    },
    rename: async (from, to) => {
      mustExist(from, 'rename');
      for (const other of below(from)) {
        entries.set(to + other.slice(from.length), entries.get(other));
        entries.delete(other);
      }
      changed(from);
      changed(to);
      modified.delete(from);
    },
    listDirectories: async (directory) =>
      [...entries.keys()]
        .filter((path) => path !== '/' && dirname(path) === directory && isDirectory(path))
        .map((path) => path.slice(path.lastIndexOf('/') + 1)),
    list: async (directory) => {
      mustExist(directory, 'scandir');
      if (!isDirectory(directory)) throw failure('ENOTDIR', 'scandir', directory);
      const names = [...entries.keys()].filter((path) => path !== '/' && dirname(path) === directory);
      return names.map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
    },
    exists: async (path) => entries.has(path),
    modifiedNs: async (path) => modified.get(path),
    look: async (path) => (entries.has(path) ? { identity: path, isFile: !isDirectory(path) } : undefined),
    writePipe: async (path, content) => {
      mustExist(path, 'open');
      write(path, content);
    },
    paths: () => [...entries.keys()].filter((path) => path !== '/').sort(),
    touch: (path) => {
      if (!entries.has(path)) write(path, '');
    },
    mustExist,
    setBusy: (paths) => {
      busy = paths;
    },
  };
}

function failure(code: keyof typeof ERRNO, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, errno: -ERRNO[code], syscall, path });
}
