import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOwnDaemon, type OwnDaemon } from '../own-daemon.ts';

export interface WatchedDaemon extends OwnDaemon {
  /** Begins a new peak of memory and of the longest block. */
  watch(): Promise<void>;
  /** Since `watch`. */
  seen(): Promise<{ readonly peakRssMiB: number; readonly blockedMs: number; readonly threads: number }>;
}

const probe = join(import.meta.dirname, 'loop-probe.mjs');
/** proc(5): the peak of the resident set begins anew. */
const RESET_PEAK = '5';

export async function startWatchedDaemon(parent: string): Promise<WatchedDaemon> {
  const file = join(parent, `slipway-loop-probe-${process.pid}`);
  process.env['SLIPWAY_LOOP_PROBE'] = file;
  const daemon = await startOwnDaemon(parent, ['--import', probe]);
  const ask = async (): Promise<number> => {
    rmSync(file, { force: true });
    process.kill(daemon.pid, 'SIGUSR2');
    while (!existsSync(file)) await sleep(5);
    return Number(readFileSync(file, 'utf8'));
  };
  return {
    ...daemon,
    watch: async () => {
      await ask();
      writeFileSync(`/proc/${daemon.pid}/clear_refs`, RESET_PEAK);
    },
    seen: async () => {
      const blockedMs = await ask();
      const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'));
      return { blockedMs, peakRssMiB: Number(peak?.[1] ?? NaN) / 1024, threads: readdirSync(`/proc/${daemon.pid}/task`).length };
    },
    close: async () => {
      await daemon.close();
      rmSync(file, { force: true });
    },
  };
}
