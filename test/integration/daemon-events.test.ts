import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContainerEventType, ContainerState, PodSandboxState } from '../../proto/gen/cri.ts';
import type { ContainerEventResponse } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, removeAllPods, runContainer, until, untilExited } from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const { CONTAINER_CREATED_EVENT, CONTAINER_STARTED_EVENT, CONTAINER_STOPPED_EVENT, CONTAINER_DELETED_EVENT } = ContainerEventType;

describe.skipIf(missing !== undefined)('the events of a daemon', () => {
  let registry: Registry;
  let image = '';
  let daemon: Daemon;

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage());
    daemon = await startDaemon();
    await daemon.cri.images.PullImage({ image: { image } });
  });

  afterEach(() => removeAllPods(daemon));

  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });

  /** Collects events until `stop`. */
  function listen(): { events: ContainerEventResponse[]; stop: () => Promise<void> } {
    const events: ContainerEventResponse[] = [];
    const abort = new AbortController();
    const stream = daemon.cri.runtime.GetContainerEvents({}, { signal: abort.signal });
    const reading = (async () => {
      try {
        for await (const event of stream) events.push(event);
      } catch (error) {
        if (!abort.signal.aborted) throw error;
      }
    })();
    return {
      events,
      stop: () => {
        abort.abort();
        return reading;
      },
    };
  }

  const ofOne = (events: readonly ContainerEventResponse[], id: string): ContainerEventType[] =>
    events.filter(({ containerId }) => containerId === id).map(({ containerEventType }) => containerEventType);

  it('reach every listener, in order, with what Status answers at that moment', async () => {
    const listeners = [listen(), listen()];
    const ran = await runContainer(daemon, { name: 'events', image, script: 'exit 3' });
    await untilExited(daemon, ran.containerId);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId: ran.podSandboxId });
    for (const { events, stop } of listeners) {
      await until('the last event', () => (ofOne(events, ran.podSandboxId).length === 4 ? true : undefined));
      const life = [CONTAINER_CREATED_EVENT, CONTAINER_STARTED_EVENT, CONTAINER_STOPPED_EVENT, CONTAINER_DELETED_EVENT];
      expect(ofOne(events, ran.containerId)).toEqual(life);
      expect(ofOne(events, ran.podSandboxId)).toEqual(life);
      const exit = events.find(
        (event) => event.containerId === ran.containerId && event.containerEventType === CONTAINER_STOPPED_EVENT,
      );
      expect(exit?.podSandboxStatus?.state).toBe(PodSandboxState.SANDBOX_READY);
      expect(exit?.containersStatuses).toMatchObject([{ state: ContainerState.CONTAINER_EXITED, exitCode: 3 }]);
      await stop();
    }
  });

  it('tell of a container that ended while the daemon was away', async () => {
    const ran = await runContainer(daemon, { name: 'away', image, script: 'sleep 1; exit 4' });
    await daemon.kill9();
    await until('the exit', () => (existsSync(join(daemon.run, 'exits', ran.containerId)) ? true : undefined));
    await daemon.start();
    const { events, stop } = listen();
    await until('its event', () => (ofOne(events, ran.containerId).includes(CONTAINER_STOPPED_EVENT) ? true : undefined));
    const told = events.find(({ containerEventType }) => containerEventType === CONTAINER_STOPPED_EVENT);
    expect(told?.containersStatuses).toMatchObject([{ exitCode: 4, reason: 'Error' }]);
    await stop();
  });
});
