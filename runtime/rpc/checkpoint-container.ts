import type { CheckpointContainerRequest, CheckpointContainerResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { CriError } from '../base/cri-error.ts';
import type { Call } from './call.ts';
import { absolutePath, requiredText } from './fields.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';

const DEFAULT_SECONDS = 120;
const MAX_SECONDS = 24 * 60 * 60;

/** The container goes on. A timeout of 0 is two minutes. */
export async function checkpointContainer(
  parts: Pick<RuntimeParts, 'containers'>,
  request: CheckpointContainerRequest,
  call: Call,
): Promise<Input<CheckpointContainerResponse>> {
  const { id } = containerOrThrow(parts, request.containerId);
  const location = absolutePath(requiredText(request.location, 'location'), 'location');
  const seconds = request.timeout <= 0 ? DEFAULT_SECONDS : Math.min(request.timeout, MAX_SECONDS);
  const late = AbortSignal.timeout(seconds * 1000);
  try {
    await parts.containers.checkpoint({ id, location, signal: AbortSignal.any([call.signal, late]) });
    return {};
  } catch (error) {
    if (!late.aborted || call.signal.aborted) throw error;
    throw new CriError('deadline-exceeded', `container ${id.slice(0, 12)} was not saved within ${String(seconds)} s`, {
      hint: 'give it more time: a checkpoint writes all memory of the container',
      cause: error,
    });
  }
}
