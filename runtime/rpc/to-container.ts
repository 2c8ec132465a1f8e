import { Container, ContainerState, MountPropagation } from '../../proto/gen/cri.ts';
import type { ContainerFilter, ContainerStatus, ImageSpec as CriImageSpec, Mount as CriMount } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord, Mount } from '../base/container.ts';
import type { Images } from '../image/images.ts';
import { createLister } from './listed.ts';
import type { Listed } from './listed.ts';
import { matchesLabels } from './matches-labels.ts';
import { criSignal } from './signals.ts';

type FindImage = Pick<Images, 'find'>;

const listed = createLister<ContainerRecord, Container>(Container);

/** One container in a list, encoded once until it, or the name of its image, changes. */
export function toListedContainer(record: ContainerRecord, images: FindImage): Listed<Container> {
  const image = toImageSpec(record, images);
  return listed(record, image.image ?? '', () => toContainer(record, image));
}

function toContainer(record: ContainerRecord, image: Input<CriImageSpec>): Input<Container> {
  return {
    id: record.id,
    podSandboxId: record.sandboxId,
    metadata: record.config.metadata,
    image,
    imageRef: record.imageRef,
    state: toContainerState(record),
    createdAt: record.createdAtNs,
    labels: record.config.labels,
    annotations: record.config.annotations,
    imageId: record.imageId,
  };
}

/** One container in full. */
export function toContainerStatus(record: ContainerRecord, images: FindImage): Input<ContainerStatus> {
  const { config, user } = record;
  return {
    id: record.id,
    metadata: config.metadata,
    state: toContainerState(record),
    createdAt: record.createdAtNs,
    startedAt: record.startedAtNs,
    finishedAt: record.finishedAtNs,
    exitCode: record.exitCode,
    image: toImageSpec(record, images),
    imageRef: record.imageRef,
    reason: record.reason,
    message: record.message,
    labels: config.labels,
    annotations: config.annotations,
    mounts: config.mounts.map(toMount),
    logPath: record.logPath,
    resources: config.resources && { linux: config.resources },
    imageId: record.imageId,
    user: { linux: user },
    stopSignal: criSignal(record.stopSignal),
  };
}

/** Whether all conditions of the filter hold; ids may be beginnings of ids. */
export function matchesContainerFilter(record: ContainerRecord, filter: ContainerFilter | undefined): boolean {
  if (filter === undefined) return true;
  return (
    record.id.startsWith(filter.id) &&
    record.sandboxId.startsWith(filter.podSandboxId) &&
    (filter.state === undefined || filter.state.state === toContainerState(record)) &&
    matchesLabels(record.config.labels, filter.labelSelector)
  );
}

function toContainerState({ state, finishedAtNs }: ContainerRecord): ContainerState {
  switch (state) {
    case 'creating':
    case 'created':
      return ContainerState.CONTAINER_CREATED;
    case 'running':
      return ContainerState.CONTAINER_RUNNING;
    case 'exited':
      return ContainerState.CONTAINER_EXITED;
    case 'removing':
      return finishedAtNs > 0 ? ContainerState.CONTAINER_EXITED : ContainerState.CONTAINER_UNKNOWN;
    case 'unknown':
      return ContainerState.CONTAINER_UNKNOWN;
  }
}

/** As asked for; callers that resolved a name to an id before get a name to show. */
function toImageSpec({ config, imageId }: ContainerRecord, images: FindImage): Input<CriImageSpec> {
  const { image } = config;
  if (!isImageId(image.image)) return image;
  const record = images.find(imageId);
  const name =
    image.userSpecifiedImage === '' ? (record?.repoTags[0] ?? record?.repoDigests[0] ?? image.image) : image.userSpecifiedImage;
  return { ...image, image: name };
}

function isImageId(text: string): boolean {
  return /^(sha256:)?[0-9a-f]{12,64}$/.test(text);
}

function toMount(mount: Mount): Input<CriMount> {
  return { ...mount, propagation: MountPropagation[`PROPAGATION_${mount.propagation}`] };
}
