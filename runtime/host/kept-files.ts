import { closeSync, openSync, readSync } from 'node:fs';

/** How many descriptors are kept at most: a few hundred containers have all of theirs. */
const MOST = 2048;
const UNUSED_MS = 30_000;
/** One answer of the kernel: what these files say is shorter. */
const scratch = Buffer.allocUnsafe(4096);

interface Kept {
  readonly fd: number;
  used: boolean;
}

/**
 * Reads small files of the kernel that are asked for again and again, through descriptors that stay open for a while: opening and
 * closing takes most of the time. A file whose group or process went away is looked for anew, as another may have its name.
 * Throws what node:fs throws.
 */
export function createKeptFiles(most = MOST): { readonly read: (path: string) => string } {
  const kept = new Map<string, Kept>();
  let sweeping: NodeJS.Timeout | undefined;
  const drop = (path: string, { fd }: Kept): void => {
    kept.delete(path);
    closeSync(fd);
  };
  const sweep = (): void => {
    for (const [path, file] of kept) {
      if (!file.used) drop(path, file);
      file.used = false;
    }
    if (kept.size > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  };
  return {
    read: (path) => {
      const before = kept.get(path);
      if (before !== undefined) {
        before.used = true;
        try {
          return readStart(before.fd);
        } catch {
          drop(path, before);
        }
      }
      const fd = openSync(path, 'r');
      const [oldest] = kept.size < most ? [] : kept;
      if (oldest !== undefined) drop(...oldest);
      kept.set(path, { fd, used: true });
      sweeping ??= setInterval(sweep, UNUSED_MS).unref();
      return readStart(fd);
    },
  };
}

function readStart(fd: number): string {
  return scratch.toString('latin1', 0, readSync(fd, scratch, 0, scratch.length, 0));
}
