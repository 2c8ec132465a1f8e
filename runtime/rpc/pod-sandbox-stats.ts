import type { PodSandboxStatsRequest, PodSandboxStatsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { podOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toPodSandboxStats } from './to-stats.ts';

/** An unknown pod is not-found. */
export async function podSandboxStats(
  parts: RuntimeParts,
  { podSandboxId }: PodSandboxStatsRequest,
): Promise<Input<PodSandboxStatsResponse>> {
  return { stats: toPodSandboxStats(await parts.stats.pod(podOrThrow(parts, podSandboxId))) };
}
