import { expect, test } from 'vitest';
import { ContainerConfig } from '../../../proto/gen/cri.ts';
import { ContainerEventType, ContainerState, PodSandboxState } from '../../../proto/gen/cri.ts';
import type { ContainerEventResponse } from '../../../proto/gen/cri.ts';
import type { Input } from '../../../proto/wire.ts';
import { fromContainerConfig } from '../../../runtime/rpc/from-container-config.ts';
import { getContainerEvents } from '../../../runtime/rpc/get-container-events.ts';
import { createFakeRuntime } from '../../support/fake-runtime-parts.ts';
import { containerRecord, sandboxRecord } from '../state/records.ts';

const config = fromContainerConfig(
  ContainerConfig.decode(ContainerConfig.encode({ metadata: { name: 'c' }, image: { image: 'busybox' } })),
);

function listen(fake = createFakeRuntime()) {
  const call = { signal: new AbortController().signal, requestId: 'r', note: () => undefined };
  const events = getContainerEvents(fake.parts, {}, call)[Symbol.asyncIterator]();
  const next = async (): Promise<Input<ContainerEventResponse>> => {
    const result = await events.next();
    if (result.done === true) throw new Error('the stream ended');
    return result.value;
  };
  return { fake, next };
}

test('a pod that is ready has been created and started, and its end is told with its last state', async () => {
  const { fake, next } = listen();
  const pod = sandboxRecord('a1', { state: 'ready' });
  const first = next();
  fake.podChanged(pod, 'ready');
  fake.podChanged({ ...pod, state: 'stopped' }, 'stopped');
  fake.podChanged({ ...pod, state: 'stopped' }, 'removed');
  expect(await first).toMatchObject({
    containerId: pod.id,
    containerEventType: ContainerEventType.CONTAINER_CREATED_EVENT,
    podSandboxStatus: { state: PodSandboxState.SANDBOX_READY },
    containersStatuses: [],
  });
  expect(await next()).toMatchObject({ containerEventType: ContainerEventType.CONTAINER_STARTED_EVENT });
  expect(await next()).toMatchObject({
    containerEventType: ContainerEventType.CONTAINER_STOPPED_EVENT,
    podSandboxStatus: { state: PodSandboxState.SANDBOX_NOTREADY },
  });
  expect(await next()).toMatchObject({ containerEventType: ContainerEventType.CONTAINER_DELETED_EVENT });
});

test('an event of a container carries its pod and all containers of it as they are at that moment', async () => {
  const { fake, next } = listen();
  const pod = sandboxRecord('a1', { state: 'ready' });
  const one = containerRecord('c1', pod.id, { state: 'running', config });
  const other = containerRecord('c2', pod.id, { state: 'creating' });
  fake.sandboxes.push(pod);
  fake.containers.push(one, other);
  const first = next();
  fake.changed(one);
  const ended = { ...one, state: 'exited' as const, exitCode: 3 };
  fake.containers[0] = ended;
  fake.changed(ended);
  fake.containers.shift();
  fake.changed({ ...ended, state: 'removing' });
  expect(await first).toMatchObject({
    containerId: one.id,
    containerEventType: ContainerEventType.CONTAINER_STARTED_EVENT,
    podSandboxStatus: { id: pod.id },
    containersStatuses: [{ id: one.id, state: ContainerState.CONTAINER_RUNNING }],
  });
  expect(await next()).toMatchObject({
    containerEventType: ContainerEventType.CONTAINER_STOPPED_EVENT,
    containersStatuses: [{ state: ContainerState.CONTAINER_EXITED, exitCode: 3 }],
  });
  expect(await next()).toMatchObject({ containerEventType: ContainerEventType.CONTAINER_DELETED_EVENT, containersStatuses: [] });
});
