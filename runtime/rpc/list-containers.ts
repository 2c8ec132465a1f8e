import type { ListContainersRequest, ListContainersResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inOneAnswer } from './listed.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesContainerFilter, toListedContainer } from './to-container.ts';

/** All containers that fit every condition of the filter. Throws resource-exhausted when they do not fit into one answer. */
export function listContainers(
  { containers, images }: RuntimeParts,
  { filter }: ListContainersRequest,
): Input<ListContainersResponse> {
  const records = containers.list({ sandboxId: filter?.podSandboxId ?? '' });
  const items = records
    .filter((record) => matchesContainerFilter(record, filter))
    .map((record) => toListedContainer(record, images));
  return { containers: inOneAnswer(items, 'StreamContainers') };
}
