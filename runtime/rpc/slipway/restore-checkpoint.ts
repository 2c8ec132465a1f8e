import type { RestoreCheckpointRequest, RestoreCheckpointResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { withRollback } from '../../base/undo.ts';
import type { Call } from '../call.ts';
import { absolutePath, requiredText, text } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

/** A container that cannot go on takes the pod back with it. */
export async function restoreCheckpoint(
  { pods, containers: verbs, log }: Pick<RuntimeParts, 'pods' | 'containers' | 'log'>,
  request: RestoreCheckpointRequest,
  { signal }: Call,
): Promise<Input<RestoreCheckpointResponse>> {
  const path = absolutePath(requiredText(request.path, 'path'), 'path');
  return withRollback({ log }, async (undo) => {
    const { sandbox, containers } = await pods.restoreAsSaved({ path, name: text(request.name, 'name'), signal });
    undo.add(`remove pod ${sandbox.id}`, (bounded) => pods.remove(sandbox.id, bounded));
    for (const { id } of containers) await verbs.start(id, signal);
    return { podSandboxId: sandbox.id, containerIds: containers.map(({ id }) => id) };
  });
}
