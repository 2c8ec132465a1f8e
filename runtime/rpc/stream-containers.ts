import type { StreamContainersRequest, StreamContainersResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inMessages } from './listed.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesContainerFilter, toListedContainer } from './to-container.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamContainers(
  { containers, images }: RuntimeParts,
  { filter }: StreamContainersRequest,
): AsyncGenerator<Input<StreamContainersResponse>, void, undefined> {
  const records = containers
    .list({ sandboxId: filter?.podSandboxId ?? '' })
    .filter((record) => matchesContainerFilter(record, filter));
  const items = records.map((record) => toListedContainer(record, images));
  for (const piece of inMessages(items)) yield { containers: piece };
}
