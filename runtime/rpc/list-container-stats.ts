import type { ContainerStatsFilter, ListContainerStatsRequest, ListContainerStatsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord } from '../base/container.ts';
import { inOneAnswer } from './listed.ts';
import { matchesLabels } from './matches-labels.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toListedContainerStats } from './to-stats.ts';

/** All running containers that fit every condition of the filter. */
export async function listContainerStats(
  { containers, stats }: RuntimeParts,
  { filter }: ListContainerStatsRequest,
): Promise<Input<ListContainerStatsResponse>> {
  const measured = await stats.containers(runningOf(containers, filter));
  return { stats: inOneAnswer(measured.map(toListedContainerStats), 'StreamContainerStats') };
}

export function runningOf(
  containers: RuntimeParts['containers'],
  filter: ContainerStatsFilter | undefined,
): readonly ContainerRecord[] {
  return containers
    .list({ id: filter?.id ?? '', sandboxId: filter?.podSandboxId ?? '', state: 'running' })
    .filter(({ config }) => filter === undefined || matchesLabels(config.labels, filter.labelSelector));
}
