// Load: `npm run load [-- --pods 500 --cycles 2000 --parallel 8]`, on a daemon of its own. Ends with an error at the first failed call or leak.
import { parseArgs } from 'node:util';
import { daemonMissing, startDaemon } from '../support/daemon.ts';
import { busyboxImage } from '../support/daemon-lab.ts';
import { startRegistry } from '../support/registry.ts';
import { createHeap } from './heap.ts';
import { runLoad } from './run-load.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '500' },
    cycles: { type: 'string', default: '2000' },
    parallel: { type: 'string', default: '8' },
  },
});

/** Complaints of the daemon that are shown. */
const SHOWN = 10;

const missing = daemonMissing();
if (missing !== undefined) throw new Error(missing);
const heap = createHeap();
const registry = await startRegistry({ storageParent: '/dev/shm' });
const daemon = await startDaemon({
  subnet: `10.${process.pid % 250}.0.0/16`,
  flags: ['--log-level', 'info'],
  wrapper: heap.wrapper,
});
try {
  const image = await registry.push('test/busybox', await busyboxImage());
  await daemon.cri.images.PullImage({ image: { image } });
  const [pods, cycles, parallel] = [values.pods, values.cycles, values.parallel].map(Number) as [number, number, number];
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  await runLoad({ daemon, image, pods, cycles, parallel, heap, say });
  process.stdout.write('passed\n');
} finally {
  const complaints = daemon.logs().filter(({ level }) => level !== 'info' && level !== 'debug');
  for (const complaint of complaints.slice(0, SHOWN)) process.stdout.write(`${JSON.stringify(complaint)}\n`);
  if (complaints.length > 0) process.exitCode = 1;
  await daemon.close();
  await registry.close();
  heap.close();
}
