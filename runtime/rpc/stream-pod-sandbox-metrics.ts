import type { StreamPodSandboxMetricsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import { readyOf } from './list-pod-sandbox-stats.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toPodSandboxMetrics } from './to-metrics.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamPodSandboxMetrics({
  pods,
  stats,
}: RuntimeParts): AsyncGenerator<Input<StreamPodSandboxMetricsResponse>, void, undefined> {
  for (const piece of inPieces(readyOf(pods, undefined)))
    yield { podSandboxMetrics: (await stats.metrics(piece)).map(toPodSandboxMetrics) };
}
