// Figures: `npm run bench -- [--endpoint unix:///S] [--peer unix:///P] [--image REF] [--pull REF] [-n 15]`.
//   Without --endpoint a daemon of our own is started on /dev/shm, and the sample image is loaded into it.
//   --peer times another CRI socket side by side (A B A B) and prints ratios; --image must then be an image that both can have.
//   --seconds is how long a hundred idle containers are looked at (20).
//   --pull times cold pulls of that image. Everything made is removed again.
// `npm run bench -- --pulls [--peer unix:///P] [--pull REF]... [-n 5]`: only pulls, of images made here and of REF, with the floor
//   (`igzip -dc | tar x`), memory and the longest block of the main thread. A registry on loopback serves them, without TLS.
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SAMPLE_NAME } from '../../scripts/sample-image.ts';
import { seedSampleImage } from '../../scripts/seed-sample-image.ts';
import { connectCri, type CriClient } from '../support/cri-client.ts';
import { measureCrowd } from './crowd.ts';
import { startOwnDaemon, type OwnDaemon } from './own-daemon.ts';
import { measureIdle } from './idle.ts';
import { logs } from './logs.ts';
import { execSync } from './exec-sync.ts';
import { lifecycle } from './lifecycle.ts';
import { pssMiB } from './memory.ts';
import { measurePulls } from './pulls/measure-pulls.ts';
import { pull } from './pulls/pull.ts';
import { printSamples, Samples } from './samples.ts';

const { values: options } = parseArgs({
  options: {
    endpoint: { type: 'string' },
    peer: { type: 'string' },
    image: { type: 'string' },
    pull: { type: 'string', multiple: true, default: [] },
    pulls: { type: 'boolean', default: false },
    n: { type: 'string', short: 'n', default: '15' },
    seconds: { type: 'string', default: '20' },
    starts: { type: 'string', default: '7' },
  },
});
const WARM_UP = 3;
const MAX_PULLS = 5;
const rounds = Number(options.n);

interface Side {
  readonly cri: CriClient;
  /** Beside its socket, so that bench and daemon both see it. */
  readonly logParent: string;
}

if (options.pulls) {
  await measurePulls({ rounds: Math.min(rounds, MAX_PULLS), peer: options.peer, references: options.pull });
  process.exit();
}
const own = options.endpoint === undefined ? await measureStarts() : undefined;
const ours = sideOf(options.endpoint ?? `unix://${own?.socket ?? ''}`, own?.cri);
const peer = options.peer === undefined ? undefined : sideOf(options.peer);
try {
  // A daemon that is not ours gets its image by --image.
  if (own !== undefined && options.image === undefined) await seedSampleImage(own.socket);
  for (const reference of options.pull) await timePulls(reference);
  // Before all that leaves a larger heap behind.
  const crowd = { image: await imageId(ours.cri, options.image ?? SAMPLE_NAME), hostNetwork: false, logParent: ours.logParent };
  await measureCrowd(ours.cri, crowd, own);
  if (own !== undefined) await measureIdle(ours.cri, crowd, { pid: own.pid, seconds: Number(options.seconds) });
  await measureLifecycle(false);
  await measureLifecycle(true);
  if (own !== undefined) await measureLogs();
  if (own !== undefined) await measureExecSync(own);
  if (own !== undefined) process.stdout.write(`\ndaemon after all this: ${pssMiB(own.pid).toFixed(1)} MiB PSS\n`);
} finally {
  for (const side of [ours, peer]) {
    if (side === undefined) continue;
    side.cri.close();
    rmSync(side.logParent, { recursive: true, force: true });
  }
  await own?.close();
}

async function measureStarts(): Promise<OwnDaemon> {
  const samples = new Samples();
  for (let i = 1; i < Number(options.starts); i++) {
    const daemon = await startOwnDaemon('/dev/shm');
    samples.add('spawn → first answer', daemon.readyMs);
    await daemon.close();
  }
  const daemon = await startOwnDaemon('/dev/shm');
  samples.add('spawn → first answer', daemon.readyMs);
  printSamples('daemon start', samples);
  await sleep(3000);
  process.stdout.write(`\ndaemon idle: ${pssMiB(daemon.pid).toFixed(1)} MiB PSS\n`);
  return daemon;
}

function sideOf(endpoint: string, cri?: CriClient): Side {
  const socket = endpoint.replace(/^unix:(\/\/)?/, '');
  return { cri: cri ?? connectCri(socket), logParent: mkdtempSync(join(dirname(socket), 'slipway-bench-logs-')) };
}

async function measureLifecycle(hostNetwork: boolean): Promise<void> {
  const image = options.image ?? SAMPLE_NAME;
  const sides = await Promise.all(
    [ours, peer]
      .filter((side) => side !== undefined)
      .map(async (side) => ({ side, samples: new Samples(), id: await imageId(side.cri, image) })),
  );
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { side, samples, id } of sides) {
      await lifecycle(side.cri, round < 0 ? new Samples() : samples, { image: id, hostNetwork, logParent: side.logParent });
    }
  }
  const [a, b] = sides;
  if (a !== undefined) printSamples(`pod lifecycle, ${hostNetwork ? 'host network' : 'pod network'}`, a.samples, b?.samples);
}

/** Its peer is the low-level runtime alone. */
async function measureExecSync(daemon: OwnDaemon): Promise<void> {
  const { ours: served, bare } = await execSync(daemon, rounds * 4);
  printSamples('a command in a running container, beside runc exec', served, bare);
}

async function imageId(cri: CriClient, image: string): Promise<string> {
  const spec = { image, userSpecifiedImage: image };
  const status = await cri.images.ImageStatus({ image: spec });
  if (status.image !== undefined) return status.image.id;
  return (await cri.images.PullImage({ image: spec })).imageRef;
}

async function measureLogs(): Promise<void> {
  const samples = new Samples();
  const image = await imageId(ours.cri, options.image ?? SAMPLE_NAME);
  await logs(ours.cri, samples, { image, logParent: ours.logParent, rounds });
  printSamples('logs', samples);
}

async function timePulls(reference: string): Promise<void> {
  const sides = [ours, peer].filter((side) => side !== undefined).map((side) => ({ side, samples: new Samples() }));
  for (let round = 0; round < Math.min(rounds, MAX_PULLS); round++) {
    for (const { side, samples } of sides) await pull(side.cri, samples, reference);
  }
  for (const { side } of sides) await side.cri.images.RemoveImage({ image: { image: reference } });
  const [a, b] = sides;
  if (a !== undefined) printSamples(`cold pull and unpack of ${reference}`, a.samples, b?.samples);
}
