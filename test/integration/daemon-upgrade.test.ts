import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, expectNoPodsLeft, readCriLog, runContainer, until } from '../support/daemon-lab.ts';
import { expectTrueState } from '../support/death/expect-true-state.ts';
import { buildNextDaemon } from '../support/next-daemon.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('a daemon of the next version', () => {
  let registry: Registry;
  let daemon: Daemon;
  let next = '';
  let image = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage());
    daemon = await startDaemon();
    next = await buildNextDaemon(join(daemon.directory, 'next'));
    await daemon.cri.images.PullImage({ image: { image } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  it('takes over running containers and their records, tells how one ended meanwhile, and cannot be taken back unawares', async () => {
    const stays = await runContainer(daemon, {
      name: 'stays',
      image,
      script: 'n=0; while :; do n=$((n+1)); echo $n; usleep 20000; done',
    });
    const ends = await runContainer(daemon, {
      name: 'ends',
      image,
      script: 'until [ -e /dev/shm/go ]; do usleep 5000; done; echo last; exit 42',
    });
    const stoppedPod = await runContainer(daemon, { name: 'stopped', image, script: 'exit 7' });
    await daemon.cri.runtime.StopPodSandbox({ podSandboxId: stoppedPod.podSandboxId });
    const before = await listed();

    expect(await daemon.terminate()).toBe(0);
    writeFileSync(join(daemon.run, 'pods', ends.podSandboxId, 'shm', 'go'), '');
    const exits = join(daemon.run, 'exits');
    await until('its end', () => (readdirSync(exits).includes(ends.containerId) ? true : undefined));
    await daemon.start([], next);

    expect(await listed()).toEqual(before);
    expect(daemon.logs().filter(({ level, message }) => level === 'error' || message.includes('set aside'))).toEqual([]);
    const { status: ended } = await daemon.cri.runtime.ContainerStatus({ containerId: ends.containerId });
    expect(ended).toMatchObject({
      state: ContainerState.CONTAINER_EXITED,
      exitCode: 42,
      reason: 'Error',
      annotations: { upgraded: 'yes' },
    });
    const lastLineMs = Date.parse(readCriLog(ends.logFile).at(-1)?.time ?? '');
    expect(Math.abs((ended?.finishedAt ?? 0) / 1e6 - lastLineMs)).toBeLessThan(2000);
    await expectTrueState(daemon);
    const { exitCode } = await daemon.cri.runtime.ExecSync({ containerId: stays.containerId, cmd: ['true'] });
    expect(exitCode).toBe(0);
    const again = await runContainer(daemon, { name: 'new', image, script: 'sleep 1000' });

    // The older build would find only records that it cannot read, and clear away what runs.
    await daemon.terminate();
    await expect(daemon.start()).rejects.toThrow(/was written by a newer version/);
    await daemon.start([], next);
    expect((await listed()).length).toBe(before.length + 2);
    await expectTrueState(daemon);
    const texts = readCriLog(stays.logFile).map(({ text }) => text);
    expect(texts).toEqual(texts.map((_, index) => String(index + 1)));
    for (const { podSandboxId } of [stays, ends, stoppedPod, again]) await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  /** Ids and times; states change on their own. */
  const listed = async (): Promise<unknown[]> => {
    const pods = (await daemon.cri.runtime.ListPodSandbox()).items;
    const { containers } = await daemon.cri.runtime.ListContainers();
    return [...pods, ...containers].map(({ id, createdAt }) => `${id} ${createdAt}`).sort();
  };
});
