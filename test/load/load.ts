// Load: `npm run load [-- --pods 500 --cycles 2000 --parallel 8]`, on a daemon of its own. Ends with an error at the first failed call or leak.
import { parseArgs } from 'node:util';
import { daemonMissing, startDaemon } from '../support/daemon.ts';
import { busyboxImage } from '../support/daemon-lab.ts';
import { startRegistry } from '../support/registry.ts';
import { runLoad } from './run-load.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '500' },
    cycles: { type: 'string', default: '2000' },
    parallel: { type: 'string', default: '8' },
  },
});
/** What a heap that is still being learned may vary by. */
const GROWTH_MIB = 8;

const missing = daemonMissing();
if (missing !== undefined) throw new Error(missing);
const registry = await startRegistry({ storageParent: '/dev/shm' });
const daemon = await startDaemon({ subnet: `10.${process.pid % 250}.0.0/16`, flags: ['--log-level', 'info'] });
try {
  const image = await registry.push('test/busybox', await busyboxImage());
  await daemon.cri.images.PullImage({ image: { image } });
  const [pods, cycles, parallel] = [values.pods, values.cycles, values.parallel].map(Number) as [number, number, number];
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const grownMiB = await runLoad({ daemon, image, pods, cycles, parallel, say });
  say(`memory, least of the last quarter against least of the second: ${grownMiB >= 0 ? '+' : ''}${grownMiB.toFixed(1)} MiB`);
  const complaints = daemon.logs().filter(({ level }) => level !== 'info' && level !== 'debug');
  for (const complaint of complaints.slice(0, 10)) say(JSON.stringify(complaint));
  if (grownMiB > GROWTH_MIB || complaints.length > 0) {
    say(`FAILED: ${complaints.length} complaints, ${grownMiB.toFixed(1)} MiB grown`);
    process.exitCode = 1;
  } else say('passed');
} finally {
  await daemon.close();
  await registry.close();
}
