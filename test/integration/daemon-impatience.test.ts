import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState, NamespaceMode } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  busyboxLayer,
  expectNoPodsLeft,
  failureOf,
  imageFiles,
  podConfig,
  readCriLog,
  removeAllPods,
  runContainer,
  shellContainer,
  until,
} from '../support/daemon-lab.ts';
import { buildImage, type LayerEntry } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Moments of giving up per call, spread over its usual time. */
const MOMENTS = 20;

/** Done, and the answer came too late: a caller finds it in the list then, as a kubelet does. */
const hasPod = async ({ cri }: Daemon): Promise<boolean> => (await cri.runtime.ListPodSandbox()).items.length > 0;
const hasContainer = async ({ cri }: Daemon): Promise<boolean> => (await cri.runtime.ListContainers()).containers.length > 0;
const never = (): Promise<boolean> => Promise.resolve(false);

const removeAllContainers = async ({ cri }: Daemon): Promise<void> => {
  const { containers } = await cri.runtime.ListContainers();
  for (const { id } of containers) await cri.runtime.RemoveContainer({ containerId: id });
};

describe.skipIf(missing !== undefined)('a caller that gives up in the middle of a call', () => {
  let registry: Registry;
  let daemon: Daemon;
  let image = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage());
    daemon = await startDaemon();
    await daemon.cri.images.PullImage({ image: { image } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  /** Gives up at each moment, and then tries again at once; `check` sees what the second try answered. */
  const giveUp = async <T>(
    act: (options: { signal?: AbortSignal }) => Promise<T>,
    check: (answer: T) => Promise<void>,
    {
      wasDone = never,
      clear = removeAllPods,
    }: { wasDone?: (of: Daemon) => Promise<boolean>; clear?: (of: Daemon) => Promise<void> } = {},
  ): Promise<number> => {
    const begin = performance.now();
    const first = await act({});
    const totalMs = performance.now() - begin;
    await check(first);
    let cut = 0;
    for (let at = 0; at < MOMENTS; at++) {
      const patience = new AbortController();
      const call = act({ signal: patience.signal }).then(
        () => false,
        () => true,
      );
      await sleep(((at + Math.random()) / MOMENTS) * totalMs);
      patience.abort();
      if ((await call) && !(await wasDone(daemon))) {
        cut++;
        await check(await act({}));
      } else {
        await clear(daemon);
      }
    }
    return cut;
  };

  it.each([
    ['with a PID namespace per container', NamespaceMode.CONTAINER],
    ['with one PID namespace', NamespaceMode.POD],
  ])('can run the same pod %s at once, and there is one', async (_title, pid) => {
    const config = podConfig(daemon, 'again', { linux: { securityContext: { namespaceOptions: { pid } } } });
    const cut = await giveUp(
      (options) => daemon.cri.runtime.RunPodSandbox({ config }, options),
      async ({ podSandboxId }) => {
        expect((await daemon.cri.runtime.ListPodSandbox()).items.map(({ id }) => id)).toEqual([podSandboxId]);
        await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
        await expectNoPodsLeft(daemon);
      },
      { wasDone: hasPod },
    );
    expect(cut).toBeGreaterThan(0);
  });

  it('can create the same container at once, and there is one', async () => {
    const sandboxConfig = podConfig(daemon, 'holder');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: sandboxConfig });
    const config = shellContainer('main', image, 'sleep 1000');
    const cut = await giveUp(
      (options) => daemon.cri.runtime.CreateContainer({ podSandboxId, config, sandboxConfig }, options),
      async ({ containerId }) => {
        expect((await daemon.cri.runtime.ListContainers()).containers.map(({ id }) => id)).toEqual([containerId]);
        await daemon.cri.runtime.StartContainer({ containerId });
        await daemon.cri.runtime.RemoveContainer({ containerId });
      },
      { wasDone: hasContainer, clear: removeAllContainers },
    );
    expect(cut).toBeGreaterThan(0);
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });

  it('can pull the same image at once', async () => {
    const files: LayerEntry[] = Array.from({ length: 500 }, (_, n) => ({
      name: `data/${n}`,
      content: `content ${n} `.repeat(200),
    }));
    const name = await registry.push('test/large', await buildImage({ layers: [busyboxLayer(), files] }));
    const before = imageFiles(daemon);
    const cut = await giveUp(
      (options) => daemon.cri.images.PullImage({ image: { image: name } }, options),
      async ({ imageRef }) => {
        expect((await daemon.cri.images.ImageStatus({ image: { image: name } })).image?.id).toBe(imageRef);
        await daemon.cri.images.RemoveImage({ image: { image: name } });
        await until('the store as before', () => (imageFiles(daemon).length === before.length ? true : undefined));
      },
    );
    expect(cut).toBeGreaterThan(0);
  });

  it('hears DEADLINE_EXCEEDED when its time is over, and a stop goes on without it', async () => {
    const script = 'trap "" TERM; echo up; while :; do usleep 10000; done';
    const { podSandboxId, containerId, logFile } = await runContainer(daemon, { name: 'slow', image, script });
    await until('its first line', () => readCriLog(logFile)[0]);
    const stop = daemon.cri.runtime.StopContainer({ containerId, timeout: 1 }, { timeoutMs: 200 });
    expect((await failureOf(stop)).code).toBe(status.DEADLINE_EXCEEDED);
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.state).toBe(ContainerState.CONTAINER_RUNNING);
    await until('the end of the container', async () => {
      const { status: found } = await daemon.cri.runtime.ContainerStatus({ containerId });
      return found?.exitCode === 137 ? true : undefined;
    });
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('leaves no bug in the log', () => {
    expect(daemon.logs().filter(({ level }) => level === 'error' || level === 'text')).toEqual([]);
  });
});
