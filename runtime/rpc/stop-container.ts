import type { StopContainerRequest, StopContainerResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Success also when it is dead already, or unknown. A negative timeout is none. */
export async function stopContainer(
  { containers }: RuntimeParts,
  request: StopContainerRequest,
  call: Call,
): Promise<Input<StopContainerResponse>> {
  await containers.stop(request.containerId, Math.max(0, request.timeout), call.signal);
  return {};
}
