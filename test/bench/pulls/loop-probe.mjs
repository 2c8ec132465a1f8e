// Loaded into a daemon by `--import`, as plain JavaScript, which costs the daemon nothing: on SIGUSR2 it writes to the file SLIPWAY_LOOP_PROBE how long its main thread was blocked at most since the
// last time, in milliseconds.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 1;
const file = process.env['SLIPWAY_LOOP_PROBE'];

// Workers inherit the import.
if (isMainThread && file !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  process.on('SIGUSR2', () => {
    // What it samples is the time between two of its ticks.
    const blockedMs = Math.max(0, delays.max / 1e6 - RESOLUTION_MS);
    delays.reset();
    writeFileSync(`${file}.new`, String(blockedMs));
    renameSync(`${file}.new`, file);
  });
}
