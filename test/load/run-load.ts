import { readdirSync } from 'node:fs';
import { PodSandboxState } from '../../proto/gen/cri.ts';
import { pssMiB } from '../bench/memory.ts';
import type { Daemon } from '../support/daemon.ts';
import { expectNoPodsLeft, podConfig, shellContainer } from '../support/daemon-lab.ts';
import type { Heap } from './heap.ts';

export interface Load {
  readonly daemon: Daemon;
  readonly image: string;
  readonly pods: number;
  /** Containers made and removed again. */
  readonly cycles: number;
  readonly parallel: number;
  readonly heap: Heap;
  readonly say: (line: string) => void;
}

interface Sample {
  readonly liveMiB: number;
  readonly pssMiB: number;
  readonly descriptors: number;
}

/** A container is started, too, in one cycle of so many. */
const STARTED = 4;
/** What is remembered of the programs and calls that were never made before. */
const GROWTH_MIB = 3;

/**
 * Makes pods, lists, stops and removes them, then makes and removes containers, many at once. Throws at the first failed call, at a wrong
 * list, when anything is left on the machine, and when the daemon has more open files afterwards than before or holds on to more memory.
 */
export async function runLoad(load: Load): Promise<void> {
  // The first of each kind opens what stays open.
  await podsAtOnce({ ...load, pods: Math.min(load.pods, 8), say: () => undefined });
  await containerCycles({ ...load, cycles: 8, say: () => undefined });
  const before = await sample(load);
  load.say(`begin: ${text(before)}`);
  await podsAtOnce(load);
  load.say(`after ${load.pods} pods: ${text(await sample(load))}`);
  await containerCycles(load);
  await expectNoPodsLeft(load.daemon);
  const after = await sample(load);
  load.say(`after ${load.cycles} containers: ${text(after)}`);
  if (after.descriptors > before.descriptors)
    throw new Error(`${after.descriptors} open files after the load, ${before.descriptors} before`);
  if (after.liveMiB > before.liveMiB + GROWTH_MIB)
    throw new Error(`${after.liveMiB.toFixed(1)} MiB are held after the load, ${before.liveMiB.toFixed(1)} before`);
}

async function podsAtOnce({ daemon, pods, parallel, say }: Load): Promise<void> {
  const { runtime } = daemon.cri;
  const names = Array.from({ length: pods }, (_, n) => `load-${n}`);
  const timed = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    const begin = performance.now();
    await act();
    const seconds = (performance.now() - begin) / 1000;
    say(`${what} ${pods} pods: ${seconds.toFixed(1)} s, ${(pods / seconds).toFixed(1)} per second`);
  };
  const ids: string[] = [];
  await timed('run', () =>
    inParallel(names, parallel, async (name) => {
      ids.push((await runtime.RunPodSandbox({ config: podConfig(daemon, name) })).podSandboxId);
    }),
  );
  await timed('list', async () => {
    const { items } = await runtime.ListPodSandbox();
    expectIds(
      'ready',
      items.filter(({ state }) => state === PodSandboxState.SANDBOX_READY),
      ids,
    );
  });
  const addresses = new Set<string>();
  await timed('status of', () =>
    inParallel(ids, parallel, async (podSandboxId) => {
      addresses.add((await runtime.PodSandboxStatus({ podSandboxId })).status?.network?.ip ?? '');
    }),
  );
  if (addresses.size !== pods) throw new Error(`${pods} pods have ${addresses.size} addresses`);
  await timed('stop', () => inParallel(ids, parallel, (podSandboxId) => runtime.StopPodSandbox({ podSandboxId })));
  const { items } = await runtime.ListPodSandbox();
  expectIds(
    'stopped',
    items.filter(({ state }) => state === PodSandboxState.SANDBOX_NOTREADY),
    ids,
  );
  await timed('remove', () => inParallel(ids, parallel, (podSandboxId) => runtime.RemovePodSandbox({ podSandboxId })));
  await expectNoPodsLeft(daemon);
}

async function containerCycles(load: Load): Promise<void> {
  const { daemon, image, cycles, parallel, say } = load;
  const { runtime } = daemon.cri;
  const sandboxConfig = podConfig(daemon, 'cycles');
  const { podSandboxId } = await runtime.RunPodSandbox({ config: sandboxConfig });
  const begin = performance.now();
  const numbers = Array.from({ length: cycles }, (_, n) => n);
  await inParallel(numbers, parallel, async (n) => {
    const config = shellContainer(`cycle-${n}`, image, 'sleep 1000', { logPath: `cycle-${n % parallel}.log` });
    const { containerId } = await runtime.CreateContainer({ podSandboxId, config, sandboxConfig });
    if (n % STARTED === 0) await runtime.StartContainer({ containerId });
    await runtime.RemoveContainer({ containerId });
  });
  const seconds = (performance.now() - begin) / 1000;
  say(`create and remove ${cycles} containers: ${seconds.toFixed(1)} s, ${(cycles / seconds).toFixed(1)} per second`);
  const { containers } = await runtime.ListContainers();
  if (containers.length > 0) throw new Error(`${containers.length} containers are left`);
  await runtime.RemovePodSandbox({ podSandboxId });
}

/** Runs `act` on each item, `width` at a time; the first failure ends it. */
async function inParallel<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const lane = async (): Promise<void> => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function expectIds(state: string, found: readonly { readonly id: string }[], ids: readonly string[]): void {
  const there = new Set(found.map(({ id }) => id));
  const missing = ids.filter((id) => !there.has(id));
  if (missing.length > 0 || there.size !== ids.length)
    throw new Error(`${there.size} pods are ${state}, ${ids.length} should be; not among them: ${missing.join(', ')}`);
}

/** Descriptors of connections and programs that end at this moment are not counted: the least of some looks is. */
async function sample({ daemon, heap }: Load): Promise<Sample> {
  let descriptors = Infinity;
  for (let look = 0; look < 3; look++) {
    descriptors = Math.min(descriptors, readdirSync(`/proc/${daemon.pid}/fd`).length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { liveMiB: await heap.liveMiB(daemon.pid), pssMiB: pssMiB(daemon.pid), descriptors };
}

function text(one: Sample): string {
  return `${one.liveMiB.toFixed(1)} MiB held, ${one.pssMiB.toFixed(1)} MiB PSS, ${one.descriptors} open files`;
}
