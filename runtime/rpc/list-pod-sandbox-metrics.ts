import type { ListPodSandboxMetricsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { readyOf } from './list-pod-sandbox-stats.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toPodSandboxMetrics } from './to-metrics.ts';

/** All ready pods and their running containers. */
export async function listPodSandboxMetrics({ pods, stats }: RuntimeParts): Promise<Input<ListPodSandboxMetricsResponse>> {
  return { podMetrics: (await stats.metrics(readyOf(pods, undefined))).map(toPodSandboxMetrics) };
}
