import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Loaded before the built daemon (`node --expose-gc --import`): at SIGUSR2 it writes the bytes that live after a collection. */
if (isMainThread) {
  process.on('SIGUSR2', () => {
    // What the first finds dead may hold something that the second can take.
    for (let round = 0; round < 2; round++) globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    writeFileSync(process.env['SLIPWAY_HEAP'] ?? '', String(heapUsed + external));
  });
}
