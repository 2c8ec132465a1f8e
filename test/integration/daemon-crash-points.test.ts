import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceMode } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  busyboxLayer,
  expectNoPodsLeft,
  imageFiles,
  podConfig,
  removeAllPods,
  shellContainer,
  until,
} from '../support/daemon-lab.ts';
import { buildImage, type LayerEntry } from '../support/image-builder.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Moments of death per call: spread over its usual time, each at a random place of its share. */
const DEATHS = 15;

describe.skipIf(missing !== undefined)('a daemon killed in the middle of a call', () => {
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

  /** Calls `act`, kills the daemon after `delayMs`, and starts it again; answers whether the call was faster. */
  const dieDuring = async (act: () => Promise<unknown>, delayMs: number): Promise<boolean> => {
    const call = act().then(
      () => true,
      () => false,
    );
    await sleep(delayMs);
    await daemon.kill9();
    await daemon.start();
    return call;
  };

  /** The usual time of `act`, its second time. */
  const usualMs = async (act: () => Promise<unknown>, clear: () => Promise<unknown>): Promise<number> => {
    let ms = 0;
    for (let round = 0; round < 2; round++) {
      const begin = performance.now();
      await act();
      ms = performance.now() - begin;
      await clear();
    }
    return ms;
  };

  const moments = (totalMs: number): number[] =>
    Array.from({ length: DEATHS }, (_, at) => ((at + Math.random()) / DEATHS) * totalMs * 1.1);

  const report = (what: string, totalMs: number, done: readonly boolean[]): void => {
    console.info(
      `${what}: usually ${totalMs.toFixed(1)} ms; ${done.filter((fast) => !fast).length} of ${done.length} deaths were in the middle`,
    );
  };

  it.each([
    ['with a PID namespace per container', NamespaceMode.CONTAINER],
    ['with one PID namespace and its pause process', NamespaceMode.POD],
  ])('leaves no half-made pod %s, and the same request makes one', async (_title, pid) => {
    const config = podConfig(daemon, 'crashed', { linux: { securityContext: { namespaceOptions: { pid } } } });
    const act = (): Promise<unknown> => daemon.cri.runtime.RunPodSandbox({ config });
    const totalMs = await usualMs(act, () => removeAllPods(daemon));
    const done: boolean[] = [];
    for (const delayMs of moments(totalMs)) {
      done.push(await dieDuring(act, delayMs));
      const { items } = await daemon.cri.runtime.ListPodSandbox();
      // Made, and the answer lost: a caller then finds it in the list, as a kubelet does.
      if (items.length > 0) await removeAllPods(daemon);
      await expectNoPodsLeft(daemon);
      await act();
      await removeAllPods(daemon);
      await expectNoPodsLeft(daemon);
    }
    report('RunPodSandbox', totalMs, done);
    expect(done).toContain(false);
  });

  it('leaves no half-made container, and the same request makes one', async () => {
    const sandboxConfig = podConfig(daemon, 'holder');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: sandboxConfig });
    const config = shellContainer('main', image, 'sleep 1000');
    const act = async (): Promise<string> =>
      (await daemon.cri.runtime.CreateContainer({ podSandboxId, config, sandboxConfig })).containerId;
    const removeAll = async (): Promise<void> => {
      const { containers } = await daemon.cri.runtime.ListContainers();
      for (const { id } of containers) await daemon.cri.runtime.RemoveContainer({ containerId: id });
    };
    const totalMs = await usualMs(act, removeAll);
    const done: boolean[] = [];
    for (const delayMs of moments(totalMs)) {
      done.push(await dieDuring(act, delayMs));
      await removeAll();
      await expectOnlyThePod(podSandboxId);
      const containerId = await act();
      await daemon.cri.runtime.StartContainer({ containerId });
      await removeAll();
      await expectOnlyThePod(podSandboxId);
    }
    report('CreateContainer', totalMs, done);
    expect(done).toContain(false);
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });

  const expectOnlyThePod = async (podSandboxId: string): Promise<void> => {
    // Its link and its address do not bear its id.
    await expectNoPodsLeft(daemon, (thing) => thing.includes(podSandboxId) || /^veth|^slipway\//.test(thing));
  };

  it('lists no half-pulled image, keeps no half-unpacked layer, and the same pull goes on', async () => {
    const files: LayerEntry[] = Array.from({ length: 600 }, (_, n) => ({
      name: `data/file-${n}`,
      content: `content ${n} `.repeat(200),
    }));
    const large = await buildImage({
      layers: [busyboxLayer(), files, files.map((file) => ({ ...file, name: `more/${file.name}` }))],
    });
    const name = await registry.push('test/large', large);
    const before = imageFiles(daemon);
    const act = (): Promise<unknown> => daemon.cri.images.PullImage({ image: { image: name } });
    const clear = async (): Promise<void> => {
      await daemon.cri.images.RemoveImage({ image: { image: name } });
      await until('an empty trash', () => (imageFiles(daemon).length <= before.length ? true : undefined));
    };
    const totalMs = await usualMs(act, clear);
    const done: boolean[] = [];
    for (const delayMs of moments(totalMs)) {
      done.push(await dieDuring(act, delayMs));
      const { image: found } = await daemon.cri.images.ImageStatus({ image: { image: name } });
      expect([undefined, large.config.digest]).toContain(found?.id);
      expect(imageFiles(daemon).filter((path) => path.includes('/unpack/'))).toEqual([]);
      await act();
      const { containerId, podSandboxId } = await runCat(name);
      const { stdout } = await daemon.cri.runtime.ExecSync({
        containerId,
        cmd: ['sh', '-c', 'cat /data/* /more/data/* | wc -c'],
      });
      expect(Number(Buffer.from(stdout).toString())).toBe(
        2 * files.reduce((sum, { content }) => sum + (content?.length ?? 0), 0),
      );
      await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
      await clear();
      expect(imageFiles(daemon)).toEqual(before);
    }
    report('PullImage', totalMs, done);
    expect(done).toContain(false);
    await expectNoPodsLeft(daemon);
  });

  const runCat = async (name: string): Promise<{ containerId: string; podSandboxId: string }> => {
    const sandboxConfig = podConfig(daemon, 'reader');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: sandboxConfig });
    const config = shellContainer('main', name, 'sleep 1000');
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config, sandboxConfig });
    await daemon.cri.runtime.StartContainer({ containerId });
    return { containerId, podSandboxId };
  };
});
