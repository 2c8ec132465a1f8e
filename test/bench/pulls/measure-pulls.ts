import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectCri, type CriClient } from '../../support/cri-client.ts';
import { registryMissing, startRegistry } from '../../support/registry.ts';
import { printSamples, Samples } from '../samples.ts';
import { pushBenchImages, type BenchImages } from './bench-images.ts';
import { fetchLayers, inflater, unpackByPrograms, type LayerFile } from './floor.ts';
import { pull } from './pull.ts';
import { startWatchedDaemon, type WatchedDaemon } from './watched-daemon.ts';

export interface MeasurePullsOptions {
  readonly rounds: number;
  /** Another CRI socket, timed in turn with ours. */
  readonly peer: string | undefined;
  /** Images of a registry without TLS to time besides our own; default: only those made here. */
  readonly references: readonly string[];
}

const PLACE = '/dev/shm';
/** The workers of a pull end when they have been idle for 5 seconds. */
const UNTIL_IDLE_MS = 8_000;

/** Cold pulls of our daemon, of a peer, and what unpacking costs at least; all on one tmpfs, in turn, with ratios of medians. */
export async function measurePulls(options: MeasurePullsOptions): Promise<void> {
  const directory = mkdtempSync(join(PLACE, 'slipway-bench-'));
  const missing = registryMissing();
  if (missing !== undefined) process.stdout.write(`\nno images of our own: ${missing}\n`);
  const registry = missing === undefined ? await startRegistry({ storageParent: PLACE }) : undefined;
  const daemon = await startWatchedDaemon(PLACE);
  const peer = options.peer === undefined ? undefined : connectCri(options.peer.replace(/^unix:(\/\/)?/, ''));
  const bench = { ...options, directory, daemon, peerCri: peer };
  try {
    const own = registry === undefined ? undefined : await pushBenchImages(registry, directory);
    const names = own === undefined ? [] : [own.layers, own.modules, own.zstd];
    for (const reference of [...names, ...options.references]) await measureImage(bench, reference);
    if (own !== undefined) {
      await measureSharing(bench, own);
      await compareCompressions(bench, own);
    }
    await sleep(UNTIL_IDLE_MS);
    const { threads } = await daemon.seen();
    process.stdout.write(`threads of the daemon when idle: ${threads}\n`);
  } finally {
    peer?.close();
    await daemon.close();
    await registry?.close();
    rmSync(directory, { recursive: true });
  }
}

interface Bench extends MeasurePullsOptions {
  readonly directory: string;
  readonly daemon: WatchedDaemon;
  readonly peerCri: CriClient | undefined;
}

async function measureImage(bench: Bench, reference: string): Promise<void> {
  const { daemon, peerCri } = bench;
  const layers = await fetchLayers(reference, bench.directory);
  const [ours, peer, floor] = [new Samples(), new Samples(), new Samples()];
  let [peakRssMiB, blockedMs] = [0, 0];
  for (let round = 0; round < bench.rounds; round++) {
    await daemon.watch();
    await pull(daemon.cri, ours, reference);
    const seen = await daemon.seen();
    peakRssMiB = Math.max(peakRssMiB, seen.peakRssMiB);
    blockedMs = Math.max(blockedMs, seen.blockedMs);
    await remove(daemon.cri, reference);
    if (peerCri !== undefined) {
      await pull(peerCri, peer, reference);
      await remove(peerCri, reference);
    }
    floor.add('PullImage', unpackByPrograms(layers, PLACE));
  }
  const title = `cold pull and unpack of ${reference}, load ${loadavg()[0]?.toFixed(1) ?? ''}`;
  printSamples(title, ours, peerCri === undefined ? undefined : peer);
  printFloor({ layers, ours, floor });
  process.stdout.write(`  peak RSS ${peakRssMiB.toFixed(0)} MiB, main thread blocked for at most ${blockedMs.toFixed(1)} ms\n`);
  for (const { path } of layers) rmSync(path);
}

function printFloor(of: { readonly layers: readonly LayerFile[]; readonly ours: Samples; readonly floor: Samples }): void {
  const floor = of.floor.median('PullImage') ?? NaN;
  const ratio = (of.ours.median('PullImage') ?? NaN) / floor;
  const program = inflater(of.layers[0]?.mediaType ?? '');
  process.stdout.write(
    `  ${`${program} -dc | tar x`.padEnd(22)} ${floor.toFixed(1).padStart(8)} ms   ratio ${ratio.toFixed(2)}\n`,
  );
}

async function measureSharing({ daemon, rounds }: Bench, images: BenchImages): Promise<void> {
  const samples = new Samples();
  await pull(daemon.cri, new Samples(), images.layers);
  for (let round = 0; round < rounds; round++) {
    const image = { image: images.sharing, userSpecifiedImage: images.sharing };
    await samples.time('PullImage', () => daemon.cri.images.PullImage({ image }));
    await daemon.cri.images.RemoveImage({ image });
  }
  await remove(daemon.cri, images.layers);
  printSamples('pull of an image whose layers are all there', samples);
}

/** In turn: what else the machine does changes from minute to minute. */
async function compareCompressions({ daemon, rounds }: Bench, images: BenchImages): Promise<void> {
  const [gzip, zstd] = [new Samples(), new Samples()];
  for (let round = 0; round < rounds; round++) {
    for (const [samples, reference] of [[gzip, images.layers] as const, [zstd, images.zstd] as const]) {
      await pull(daemon.cri, samples, reference);
      await remove(daemon.cri, reference);
    }
  }
  const [a, b] = [zstd, gzip].map((samples) => samples.median('PullImage') ?? NaN);
  process.stdout.write(
    `\nthe same layers in turn: zstd ${a?.toFixed(0) ?? ''} ms, gzip ${b?.toFixed(0) ?? ''} ms, ratio ${((a ?? NaN) / (b ?? NaN)).toFixed(2)}\n`,
  );
}

async function remove(cri: CriClient, reference: string): Promise<void> {
  await cri.images.RemoveImage({ image: { image: reference } });
  // The removal's disk work is not the next one's.
  await sleep(1500);
}
