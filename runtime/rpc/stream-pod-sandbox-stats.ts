import type { StreamPodSandboxStatsRequest, StreamPodSandboxStatsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import { readyOf } from './list-pod-sandbox-stats.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toPodSandboxStats } from './to-stats.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamPodSandboxStats(
  { pods, stats }: RuntimeParts,
  { filter }: StreamPodSandboxStatsRequest,
): AsyncGenerator<Input<StreamPodSandboxStatsResponse>, void, undefined> {
  for (const piece of inPieces(readyOf(pods, filter)))
    yield { podSandboxStats: (await stats.pods(piece)).map(toPodSandboxStats) };
}
