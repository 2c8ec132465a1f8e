import type { ContainerStatsRequest, ContainerStatsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toContainerStats } from './to-stats.ts';

/** An unknown container is not-found; one that does not run has no cpu and memory. */
export async function containerStats(
  parts: RuntimeParts,
  { containerId }: ContainerStatsRequest,
): Promise<Input<ContainerStatsResponse>> {
  return { stats: toContainerStats(await parts.stats.container(containerOrThrow(parts, containerId))) };
}
