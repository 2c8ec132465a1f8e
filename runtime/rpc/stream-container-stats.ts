import type { StreamContainerStatsRequest, StreamContainerStatsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import { runningOf } from './list-container-stats.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toListedContainerStats } from './to-stats.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamContainerStats(
  { containers, stats }: RuntimeParts,
  { filter }: StreamContainerStatsRequest,
): AsyncGenerator<Input<StreamContainerStatsResponse>, void, undefined> {
  for (const piece of inPieces(runningOf(containers, filter)))
    yield { containerStats: (await stats.containers(piece)).map(toListedContainerStats) };
}
