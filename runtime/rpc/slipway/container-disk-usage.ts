import type { ContainerDiskUsageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

/** From looks at the directories that are made now and then, each with its time. */
export async function containerDiskUsage({
  containers,
  stats,
}: Pick<RuntimeParts, 'containers' | 'stats'>): Promise<Input<ContainerDiskUsageResponse>> {
  const measured = await stats.containers(containers.list());
  return {
    containers: measured.flatMap(({ record, writableLayer: { usage } }) =>
      usage === undefined
        ? []
        : [{ containerId: record.id, usedBytes: usage.usedBytes, inodesUsed: usage.inodesUsed, atNs: usage.atNs }],
    ),
  };
}
