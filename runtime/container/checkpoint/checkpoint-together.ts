import { requireCriu } from '../../oci/criu.ts';
import type { ContainerContext } from '../container-context.ts';
import { requireCheckpoint, whilePaused, writeCheckpoint } from './checkpoint-container.ts';

export interface CheckpointTogetherRequest {
  readonly containers: readonly { readonly id: string; readonly location: string }[];
  readonly signal: AbortSignal;
}

/** All stand still before the first is saved, so that what they have told each other fits. They go on whatever happens. */
export async function checkpointTogether(
  context: ContainerContext,
  { containers, signal }: CheckpointTogetherRequest,
): Promise<void> {
  await lockAll(context, containers, async () => {
    const records = containers.map(({ id }) => requireCheckpoint(context, id));
    await requireCriu(context.host, signal);
    await whilePaused(context, records, async () => {
      for (const [at, record] of records.entries())
        await writeCheckpoint(context, record, { location: containers[at]?.location ?? '', signal });
    });
  });
}

/** In the order of their ids, so that two who want several cannot wait for each other. */
async function lockAll(
  context: ContainerContext,
  containers: CheckpointTogetherRequest['containers'],
  act: () => Promise<void>,
): Promise<void> {
  const ids = containers.map(({ id }) => id).sort();
  const take = (at: number): Promise<void> => {
    const id = ids[at];
    return id === undefined ? act() : context.locks.run(id, () => take(at + 1));
  };
  await take(0);
}
