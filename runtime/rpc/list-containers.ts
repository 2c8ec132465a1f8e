import type { ListContainersRequest, ListContainersResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesContainerFilter, toContainer } from './to-container.ts';

/** All containers that fit every condition of the filter. */
export function listContainers(
  { containers, images }: RuntimeParts,
  { filter }: ListContainersRequest,
): Input<ListContainersResponse> {
  const records = containers.list({ sandboxId: filter?.podSandboxId ?? '' });
  return {
    containers: records.filter((record) => matchesContainerFilter(record, filter)).map((record) => toContainer(record, images)),
  };
}
