import type { StreamContainersRequest, StreamContainersResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesContainerFilter, toContainer } from './to-container.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamContainers(
  { containers, images }: RuntimeParts,
  { filter }: StreamContainersRequest,
): AsyncGenerator<Input<StreamContainersResponse>, void, undefined> {
  const records = containers
    .list({ sandboxId: filter?.podSandboxId ?? '' })
    .filter((record) => matchesContainerFilter(record, filter));
  for (const piece of inPieces(records)) yield { containers: piece.map((record) => toContainer(record, images)) };
}
