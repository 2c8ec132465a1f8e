import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/daemon-lab.ts';

/** How much memory a daemon holds on to, apart from what is garbage. */
export interface Heap {
  /** To be run before the daemon's own command line. */
  readonly wrapper: readonly string[];
  liveMiB(pid: number): Promise<number>;
  close(): void;
}

export function createHeap(): Heap {
  const directory = mkdtempSync('/dev/shm/slipway-heap-');
  const file = join(directory, 'bytes');
  const options = `--expose-gc --import=${import.meta.resolve('./report-heap.ts')}`;
  return {
    wrapper: ['env', `SLIPWAY_HEAP=${file}`, `NODE_OPTIONS=${options}`],
    liveMiB: async (pid) => {
      rmSync(file, { force: true });
      process.kill(pid, 'SIGUSR2');
      const bytes = await until('the report of the heap', () => Number(readOrEmpty(file)) || undefined);
      return bytes / 1024 / 1024;
    },
    close: () => {
      rmSync(directory, { recursive: true });
    },
  };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
