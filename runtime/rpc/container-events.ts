import { ContainerEventType } from '../../proto/gen/cri.ts';
import type { ContainerEventResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord } from '../base/container.ts';
import type { Logger } from '../base/logger.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { Clock } from '../host/clock.ts';
import type { Containers } from '../container/containers.ts';
import type { Images } from '../image/images.ts';
import type { PodChange } from '../pod/pod-parts.ts';
import type { Pods } from '../pod/pods.ts';
import { createEventHub, type EventHub } from '../stats/event-hub.ts';
import { toContainerStatus } from './to-container.ts';
import { toPodSandboxStatus } from './to-pod-sandbox.ts';

export type ContainerEvents = Pick<EventHub<Input<ContainerEventResponse>>, 'subscribe'>;

interface Sources {
  readonly pods: Pick<Pods, 'find' | 'onChange'>;
  readonly containers: Pick<Containers, 'bySandbox' | 'onChange'>;
  readonly images: Pick<Images, 'find'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const POD_EVENTS: Readonly<Record<PodChange, readonly ContainerEventType[]>> = {
  ready: [ContainerEventType.CONTAINER_CREATED_EVENT, ContainerEventType.CONTAINER_STARTED_EVENT],
  stopped: [ContainerEventType.CONTAINER_STOPPED_EVENT],
  removed: [ContainerEventType.CONTAINER_DELETED_EVENT],
};

/** Listens to pods and containers from now on. An event holds what Status answers at that moment. */
export function createContainerEvents(sources: Sources): ContainerEvents {
  const { pods, containers, clock, log } = sources;
  const hub = createEventHub<Input<ContainerEventResponse>>({ clock });
  const emit = (happening: Happening): void => {
    try {
      hub.emit(() => eventOf(sources, happening));
    } catch (error) {
      // Whoever started or stopped something has done so, whatever is wrong here.
      log.error('an event could not be told', { container: happening.id, error });
    }
  };
  pods.onChange((pod, change) => {
    for (const type of POD_EVENTS[change]) emit({ id: pod.id, type, pod });
  });
  containers.onChange((record) => {
    const type = eventType(record);
    const pod = pods.find(record.sandboxId);
    if (type !== undefined) emit({ id: record.id, type, pod });
  });
  return hub;
}

interface Happening {
  readonly id: string;
  readonly type: ContainerEventType;
  /** As it is now; undefined when it is gone. */
  readonly pod: SandboxRecord | undefined;
}

function eventOf({ containers, images, clock }: Sources, { id, type, pod }: Happening): Input<ContainerEventResponse> {
  const statuses = pod === undefined ? [] : containers.bySandbox(pod.id).filter(({ state }) => state !== 'creating');
  return {
    containerId: id,
    containerEventType: type,
    createdAt: clock.nowNs(),
    ...(pod && { podSandboxStatus: toPodSandboxStatus(pod) }),
    containersStatuses: statuses.map((record) => toContainerStatus(record, images)),
  };
}

function eventType({ state }: ContainerRecord): ContainerEventType | undefined {
  switch (state) {
    case 'created':
      return ContainerEventType.CONTAINER_CREATED_EVENT;
    case 'running':
      return ContainerEventType.CONTAINER_STARTED_EVENT;
    case 'exited':
      return ContainerEventType.CONTAINER_STOPPED_EVENT;
    case 'removing':
      return ContainerEventType.CONTAINER_DELETED_EVENT;
    case 'creating':
    case 'unknown':
      return undefined;
  }
}
