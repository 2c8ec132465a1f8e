import type { ListPodSandboxStatsRequest, ListPodSandboxStatsResponse, PodSandboxStatsFilter } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { matchesLabels } from './matches-labels.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toPodSandboxStats } from './to-stats.ts';

/** All ready pods that fit every condition of the filter. */
export async function listPodSandboxStats(
  { pods, stats }: RuntimeParts,
  { filter }: ListPodSandboxStatsRequest,
): Promise<Input<ListPodSandboxStatsResponse>> {
  return { stats: (await stats.pods(readyOf(pods, filter))).map(toPodSandboxStats) };
}

export function readyOf(pods: RuntimeParts['pods'], filter: PodSandboxStatsFilter | undefined): readonly SandboxRecord[] {
  return pods
    .list()
    .filter(
      ({ id, state, config }) =>
        state === 'ready' &&
        (filter === undefined || (id.startsWith(filter.id) && matchesLabels(config.labels, filter.labelSelector))),
    );
}
