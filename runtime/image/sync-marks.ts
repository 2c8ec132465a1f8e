import * as fs from 'node:fs/promises';
import { join } from 'node:path';

export interface SyncMarksOptions {
  /** Holds one file per marked name, with the boot in which it was made. */
  readonly directory: string;
  /** Changes when the machine starts. */
  readonly bootId: string;
  /** How long after a mark the disk is asked; by then the kernel has written most of it, and asking is cheap. */
  readonly delayMs: number;
  /** Resolves when all that was written before is on the disk. */
  readonly sync: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Names whose content may be in memory only. A layer is thousands of files: waiting for each, or for all, would make a pull on a disk twice as
 * long. So it is marked before it appears, and the mark goes when the disk has it: a mark of an earlier boot tells what a power cut may have emptied.
 */
export interface SyncMarks {
  /** Marked in an earlier boot: not to be trusted. Their marks are gone when the caller has called `forget`. */
  readonly doubtful: readonly string[];
  forget(name: string): Promise<void>;
  add(name: string): Promise<void>;
  /** Stops asking; waits for what is under way. Marks of this boot stay. */
  close(): Promise<void>;
}

export async function openSyncMarks(options: SyncMarksOptions): Promise<SyncMarks> {
  const { directory, bootId } = options;
  await fs.mkdir(directory, { recursive: true, mode: 0o700 });
  const path = (name: string): string => join(directory, name);
  const doubtful: string[] = [];
  let marked: string[] = [];
  for (const name of await fs.readdir(directory)) {
    const isOurs = (await fs.readFile(path(name), 'utf8')) === bootId;
    (isOurs ? marked : doubtful).push(name);
  }
  let timer: NodeJS.Timeout | undefined;
  let syncing = Promise.resolve();
  let isClosed = false;
  const forget = (name: string): Promise<void> => fs.rm(path(name), { force: true });
  const syncNow = async (): Promise<void> => {
    const names = marked;
    marked = [];
    try {
      await options.sync();
      for (const name of names) await forget(name);
    } catch (error) {
      // The marks stay: the next start knows.
      options.onError(error);
    }
  };
  const schedule = (): void => {
    if (timer !== undefined || marked.length === 0 || isClosed) return;
    timer = setTimeout(() => {
      timer = undefined;
      syncing = syncing.then(syncNow);
    }, options.delayMs);
    timer.unref();
  };
  schedule();
  return {
    doubtful,
    forget,
    add: async (name) => {
      await fs.writeFile(path(name), bootId, { mode: 0o600 });
      marked.push(name);
      schedule();
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await syncing;
    },
  };
}
