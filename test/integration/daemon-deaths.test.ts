import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ContainerState, NamespaceMode, PodSandboxState, Protocol } from '../../proto/gen/cri.ts';
import type { PodSandboxConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, expectNoPodsLeft, podConfig, removeAllPods, shellContainer } from '../support/daemon-lab.ts';
import { createDeath, type Death } from '../support/death/death-plan.ts';
import { expectTrueState } from '../support/death/expect-true-state.ts';
import { sweepDeaths, type MortalAct } from '../support/death/sweep-deaths.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Per act; `npm run deaths` visits all. */
const MOMENTS = Number(process.env['SLIPWAY_DEATHS'] ?? '3');

describe.skipIf(missing !== undefined)('a daemon killed at any call of', () => {
  let registry: Registry;
  let daemon: Daemon;
  let death: Death;
  let directory = '';
  let image = '';
  let podSandboxId = '';
  let containerId = '';

  beforeAll(async () => {
    directory = mkdtempSync('/dev/shm/slipway-death-');
    death = createDeath(directory);
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage());
    daemon = await startDaemon({ wrapper: death.wrapper });
    await daemon.cri.images.PullImage({ image: { image } });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** After a failure the next act begins with a machine of its own. */
  beforeEach(async () => {
    death.rest();
    await daemon.kill9();
    await daemon.start();
    await removeAllPods(daemon);
  });

  const sweep = async (name: string, act: MortalAct): Promise<void> => {
    const moments = await sweepDeaths({ daemon, death, moments: MOMENTS }, act);
    console.info(`${name}: ${Math.min(MOMENTS, moments)} of ${moments} moments`);
  };

  const clear = async (): Promise<void> => {
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  };

  const runPod = async (more: Input<PodSandboxConfig> = {}): Promise<void> => {
    ({ podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: podConfig(daemon, 'mortal', more) }));
  };

  const createContainer = async (script = 'sleep 1000'): Promise<void> => {
    const request = {
      podSandboxId,
      config: shellContainer('main', image, script),
      sandboxConfig: podConfig(daemon, 'mortal'),
    };
    ({ containerId } = await daemon.cri.runtime.CreateContainer(request));
  };

  const startContainer = (): Promise<unknown> => daemon.cri.runtime.StartContainer({ containerId });

  const runAll = async (script?: string): Promise<void> => {
    await runPod();
    await createContainer(script);
    await startContainer();
  };

  const stateOf = async (): Promise<ContainerState | undefined> =>
    (await daemon.cri.runtime.ContainerStatus({ containerId })).status?.state;

  const namespaces = (options: object): Input<PodSandboxConfig> => ({
    linux: { cgroupParent: daemon.cgroupParent, securityContext: { namespaceOptions: options } },
  });

  it.each([
    ['a pod', () => ({})],
    ['a pod with one PID namespace', () => namespaces({ pid: NamespaceMode.POD })],
    ['a pod with a published port', () => ({ portMappings: [{ protocol: Protocol.TCP, containerPort: 80, hostPort: 28080 }] })],
    ['a pod on the network of the machine', () => namespaces({ network: NamespaceMode.NODE, pid: NamespaceMode.CONTAINER })],
  ])('RunPodSandbox leaves %s whole or nothing, and makes it when asked again', async (name, more) => {
    await sweep(`RunPodSandbox, ${name}`, {
      act: () => runPod(more()),
      check: async () => {
        await expectTrueState(daemon);
        // Made, and the answer lost: a caller finds it in the list, as a kubelet does.
        await clear();
      },
      clear,
    });
  });

  it('StopPodSandbox stops the pod when asked again', async () => {
    await sweep('StopPodSandbox', {
      prepare: runAll,
      act: () => daemon.cri.runtime.StopPodSandbox({ podSandboxId }),
      check: () => expectTrueState(daemon),
      again: async () => {
        await daemon.cri.runtime.StopPodSandbox({ podSandboxId });
        await expectTrueState(daemon);
        const { status } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId });
        expect(status?.state).toBe(PodSandboxState.SANDBOX_NOTREADY);
        const { status: ended } = await daemon.cri.runtime.ContainerStatus({ containerId });
        expect(ended).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 137 });
      },
      clear,
    });
  });

  it('RemovePodSandbox removes the pod when asked again', async () => {
    await sweep('RemovePodSandbox', {
      prepare: runAll,
      act: () => daemon.cri.runtime.RemovePodSandbox({ podSandboxId }),
      check: () => expectTrueState(daemon),
      clear: async () => {
        expect((await daemon.cri.runtime.ListPodSandbox()).items).toEqual([]);
        await expectNoPodsLeft(daemon);
      },
    });
  });

  it('CreateContainer leaves a container or nothing, and makes it when asked again', async () => {
    await sweep('CreateContainer', {
      prepare: runPod,
      act: () => createContainer(),
      check: async () => {
        await expectTrueState(daemon);
        const { containers } = await daemon.cri.runtime.ListContainers();
        for (const { id } of containers) await daemon.cri.runtime.RemoveContainer({ containerId: id });
        await expectTrueState(daemon);
      },
      again: async () => {
        await createContainer();
        await startContainer();
        await expectTrueState(daemon);
      },
      clear,
    });
  });

  it('StartContainer leaves it created or running', async () => {
    await sweep('StartContainer', {
      prepare: async () => {
        await runPod();
        await createContainer();
      },
      act: startContainer,
      check: () => expectTrueState(daemon),
      again: async () => {
        if ((await stateOf()) === ContainerState.CONTAINER_CREATED) await startContainer();
        expect(await stateOf()).toBe(ContainerState.CONTAINER_RUNNING);
        const { exitCode } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['true'] });
        expect(exitCode).toBe(0);
      },
      clear,
    });
  });

  it.each([
    ['by its signal', 20, 'trap "exit 3" TERM; while :; do usleep 10000; done', 3],
    ['by force', 0, 'trap "" TERM; sleep 1000', 137],
  ])('StopContainer %s tells the true exit code', async (name, timeout, script, exitCode) => {
    await sweep(`StopContainer ${name}`, {
      prepare: async () => {
        await runAll(script);
        // The trap is set by then.
        await daemon.cri.runtime.ExecSync({ containerId, cmd: ['usleep', '20000'] });
      },
      act: () => daemon.cri.runtime.StopContainer({ containerId, timeout }),
      check: () => expectTrueState(daemon),
      again: async () => {
        await daemon.cri.runtime.StopContainer({ containerId, timeout });
        const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
        expect(status).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode });
      },
      clear,
    });
  });

  it('RemoveContainer removes it when asked again', async () => {
    await sweep('RemoveContainer', {
      prepare: runAll,
      act: () => daemon.cri.runtime.RemoveContainer({ containerId }),
      check: () => expectTrueState(daemon),
      again: async () => {
        await daemon.cri.runtime.RemoveContainer({ containerId });
        expect((await daemon.cri.runtime.ListContainers()).containers).toEqual([]);
        await expectTrueState(daemon);
      },
      clear,
    });
  });

  it('RestartContainer leaves one that can be restarted, and one that runs in the end', async () => {
    const attempts = async () =>
      (await daemon.cri.runtime.ListContainers()).containers.toSorted(
        (a, b) => (b.metadata?.attempt ?? 0) - (a.metadata?.attempt ?? 0),
      );
    await sweep('RestartContainer', {
      prepare: () => runAll(),
      act: () => daemon.cri.slipway.RestartContainer({ containerId, timeout: 0 }),
      check: () => expectTrueState(daemon),
      again: async () => {
        const newest = (await attempts())[0];
        if (newest === undefined) throw new Error('no container is left');
        if (newest.state === ContainerState.CONTAINER_CREATED)
          await daemon.cri.runtime.StartContainer({ containerId: newest.id });
        else await daemon.cri.slipway.RestartContainer({ containerId: newest.id, timeout: 0 });
        expect((await attempts())[0]?.state).toBe(ContainerState.CONTAINER_RUNNING);
        await expectTrueState(daemon);
      },
      clear,
    });
  });

  it('UpdateContainerResources has the old limits or the new ones, and the new ones when asked again', async () => {
    const limit = async (): Promise<number> =>
      (await daemon.cri.runtime.ContainerStatus({ containerId })).status?.resources?.linux?.memoryLimitInBytes ?? 0;
    const update = (): Promise<unknown> =>
      daemon.cri.runtime.UpdateContainerResources({ containerId, linux: { memoryLimitInBytes: 64 << 20 } });
    await sweep('UpdateContainerResources', {
      prepare: () => runAll(),
      act: update,
      check: () => expectTrueState(daemon),
      again: async () => {
        await update();
        expect(await limit()).toBe(64 << 20);
      },
      clear,
    });
  });

  it('PauseContainer leaves it paused or running, and it goes on when it is resumed', async () => {
    await sweep('PauseContainer', {
      prepare: () => runAll(),
      act: () => daemon.cri.slipway.PauseContainer({ containerId }),
      check: () => expectTrueState(daemon),
      again: async () => {
        const { containerIds } = await daemon.cri.slipway.ListPausedContainers();
        if (containerIds.includes(containerId)) await daemon.cri.slipway.ResumeContainer({ containerId });
        const { exitCode } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['true'], timeout: 10 });
        expect(exitCode).toBe(0);
      },
      clear,
    });
  });

  it('ExecSync leaves no command behind in the container', async () => {
    await sweep('ExecSync', {
      prepare: runAll,
      act: () => daemon.cri.runtime.ExecSync({ containerId, cmd: ['usleep', '20000'] }),
      check: () => expectTrueState(daemon),
      again: async () => {
        const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['ps'] });
        expect(Buffer.from(stdout).toString().split('\n')).toHaveLength(4);
      },
      clear,
    });
  });

  it('recovery has the next one go on with it', async () => {
    await sweep('recovery', {
      prepare: async () => {
        await runAll();
        // One pod half removed, another half made.
        death.plan({ at: 24 });
        const { runtime } = daemon.cri;
        const calls = [
          runtime.RemovePodSandbox({ podSandboxId }),
          runtime.RunPodSandbox({ config: podConfig(daemon, 'second') }),
        ];
        await Promise.allSettled(calls);
        await daemon.kill9();
        death.rest();
      },
      act: () => daemon.start(),
      check: () => expectTrueState(daemon),
      again: () => daemon.cri.runtime.RemovePodSandbox({ podSandboxId }),
      clear,
    });
  });
});
