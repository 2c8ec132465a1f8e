import type { ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { LinuxContainerResources } from '../base/linux-config.ts';
import { withRollback } from '../base/undo.ts';
import { bundleFiles } from '../oci/conmon.ts';
import { mergeResources, takeBack } from '../oci/merge-resources.ts';
import { resourceLimits } from '../oci/resources.ts';
import { requireContainer } from '../state/transitions.ts';
import type { ContainerContext } from './container-context.ts';
import { requireRecord } from './require-record.ts';

export interface UpdateResourcesRequest {
  readonly id: string;
  readonly resources: LinuxContainerResources;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Changes the limits of a container that runs or is created: all of them, or none. Throws not-found, invalid-argument, and
 * failed-precondition in the words of the kernel when it refuses.
 */
export async function updateResources(context: ContainerContext, request: UpdateResourcesRequest): Promise<void> {
  const { id } = requireRecord(context, request.id);
  await context.locks.run(id, () => updateLocked(context, requireRecord(context, id), request), request.signal);
}

async function updateLocked(
  context: ContainerContext,
  record: ContainerRecord,
  { resources, signal }: UpdateResourcesRequest,
): Promise<void> {
  requireContainer('update', record);
  const { log, machine } = context;
  const runtime = context.runtimes.get(record.runtimeHandler);
  if (runtime === undefined)
    throw new CriError('failed-precondition', `runtime handler ${record.runtimeHandler} is not configured any more`);
  const { runtimeLog } = bundleFiles(context.paths.bundle(record.id));
  const merged = mergeResources(record.config.resources, resources);
  const limits = resourceLimits(merged, machine);
  await withRollback({ log }, async (undo) => {
    // The runtime sets one limit after the other: one that is refused leaves those before it.
    undo.add(`set the limits of container ${record.id} as they were`, (bounded) =>
      runtime.update(record.id, resourceLimits(takeBack(record.config.resources, merged), machine), {
        logPath: runtimeLog,
        signal: bounded,
      }),
    );
    await runtime.update(record.id, limits, { logPath: runtimeLog, signal });
    context.containers.put({ ...record, config: { ...record.config, resources: merged } });
  });
}
