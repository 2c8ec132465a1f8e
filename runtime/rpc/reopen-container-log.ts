import type { ReopenContainerLogRequest, ReopenContainerLogResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** An unknown container is not-found, one that does not run failed-precondition; after an error there is no new file. */
export async function reopenContainerLog(
  parts: RuntimeParts,
  request: ReopenContainerLogRequest,
  call: Call,
): Promise<Input<ReopenContainerLogResponse>> {
  const { id } = containerOrThrow(parts, request.containerId);
  await parts.containers.reopenLog(id, call.signal);
  return {};
}
