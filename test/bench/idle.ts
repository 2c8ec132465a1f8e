import { setTimeout as sleep } from 'node:timers/promises';
import { ContainerEventType } from '../../proto/gen/cri.ts';
import type { CriClient } from '../support/cri-client.ts';
import { holdContainers } from './hold-containers.ts';
import type { LifecycleOptions } from './lifecycle.ts';
import { processorMs } from './processor.ts';
import { printSamples, Samples } from './samples.ts';

const PODS = 10;
const PER_POD = 10;
const EXITS = 30;

/** Prints what a hundred sleeping containers cost the daemon, without and with a client that asks for their statistics each second, and how late a subscriber hears of an exit. */
export async function measureIdle(
  cri: CriClient,
  options: LifecycleOptions,
  { pid, seconds }: { readonly pid: number; readonly seconds: number },
): Promise<void> {
  await using held = await holdContainers(cri, options, { pods: PODS, perPod: PER_POD });
  await sleep(3000);
  const quiet = await processorShare(pid, seconds, () => Promise.resolve());
  const polled = await processorShare(pid, seconds, async () => {
    const { stats } = await cri.runtime.ListContainerStats();
    if (stats.length !== held.containerIds.length) throw new Error(`statistics of ${String(stats.length)} containers came`);
  });
  process.stdout.write(
    `\n${String(PODS * PER_POD)} idle containers: ${quiet.toFixed(2)} % of a core, ${polled.toFixed(2)} % with a poll of their statistics each second\n`,
  );
  const samples = new Samples();
  await timeEvents(cri, samples, held.containerIds.slice(0, EXITS));
  printSamples('events', samples);
}

/** Percent of one core. */
async function processorShare(pid: number, seconds: number, eachSecond: () => Promise<void>): Promise<number> {
  const [begin, used] = [performance.now(), processorMs(pid)];
  for (let second = 1; second <= seconds; second++) {
    await eachSecond();
    await sleep(Math.max(0, begin + second * 1000 - performance.now()));
  }
  return ((processorMs(pid) - used) / (performance.now() - begin)) * 100;
}

/** From the signal that ends a container's process to the event in the hands of a subscriber. */
async function timeEvents(cri: CriClient, samples: Samples, containerIds: readonly string[]): Promise<void> {
  const arrivals = new Map<string, number>();
  const ended = new AbortController();
  const listening = (async () => {
    for await (const event of cri.runtime.GetContainerEvents({}, { signal: ended.signal }))
      if (event.containerEventType === ContainerEventType.CONTAINER_STOPPED_EVENT)
        arrivals.set(event.containerId, performance.now());
  })().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  await sleep(200);
  for (const containerId of containerIds) {
    const { info } = await cri.runtime.ContainerStatus({ containerId, verbose: true });
    const { pid } = JSON.parse(info['info'] ?? '{}') as { pid?: number };
    if (pid === undefined || pid <= 1) throw new Error('the status has no process');
    const begin = performance.now();
    process.kill(pid, 'SIGKILL');
    while (!arrivals.has(containerId)) {
      if (performance.now() - begin > 5000) throw new Error('no event came');
      await sleep(1);
    }
    samples.add('exit → event', (arrivals.get(containerId) ?? 0) - begin);
  }
  ended.abort();
  await listening;
}
