import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CriClient } from '../support/cri-client.ts';
import { holdContainers } from './hold-containers.ts';
import { lifecycle, type LifecycleOptions } from './lifecycle.ts';
import { pssMiB } from './memory.ts';
import { Samples } from './samples.ts';

const PARALLEL = 8;
const PODS = 50;

/** Prints lifecycles per second, and the memory of a daemon that is our own and its helpers with many pods. */
export async function measureCrowd(
  cri: CriClient,
  options: LifecycleOptions,
  own: { readonly pid: number; readonly directory: string } | undefined,
): Promise<void> {
  const { one, many } = await throughput(cri, options);
  const ratio = (many / one).toFixed(2);
  process.stdout.write(
    `\nlifecycles per second: ${one.toFixed(1)} one after another, ${many.toFixed(1)} with ${PARALLEL} at once, ratio ${ratio}\n`,
  );
  if (own === undefined) return;
  const { daemon, helpers } = await memoryWithPods(cri, options, own);
  process.stdout.write(
    `with ${PODS} pods: daemon ${daemon.toFixed(1)}, helpers ${helpers.toFixed(1)}, together ${(daemon + helpers).toFixed(1)} MiB PSS\n`,
  );
}

/** One after another and many at once, in turn; the best of three rounds of each. */
async function throughput(cri: CriClient, options: LifecycleOptions): Promise<{ readonly one: number; readonly many: number }> {
  const perSecond = async (width: number): Promise<number> => {
    const begin = performance.now();
    const lane = async (): Promise<void> => {
      for (let round = 0; round < (2 * PARALLEL) / width; round++) await lifecycle(cri, new Samples(), options);
    };
    await Promise.all(Array.from({ length: width }, lane));
    return (2 * PARALLEL) / ((performance.now() - begin) / 1000);
  };
  let [one, many] = [0, 0];
  for (let round = 0; round < 3; round++) {
    one = Math.max(one, await perSecond(1));
    many = Math.max(many, await perSecond(PARALLEL));
  }
  return { one, many };
}

/** Of the daemon, and of the processes that name its directory (conmon), with one sleeping container in each pod. */
async function memoryWithPods(
  cri: CriClient,
  options: LifecycleOptions,
  { pid, directory }: { readonly pid: number; readonly directory: string },
): Promise<{ readonly daemon: number; readonly helpers: number }> {
  await using _held = await holdContainers(cri, options, { pods: PODS, perPod: 1 });
  await sleep(3000);
  const helpers = processesNaming(directory).filter((one) => one !== pid);
  return { daemon: pssMiB(pid), helpers: helpers.reduce((sum, one) => sum + pssMiB(one), 0) };
}

/** Processes, but this one, with `text` in their command line. */
function processesNaming(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandLine(pid).includes(text))
    .map(Number);
}

/** A process may end while we look. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
