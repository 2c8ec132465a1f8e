import type { RemoveContainerRequest, RemoveContainerResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Success also when it is unknown. */
export async function removeContainer(
  { containers }: RuntimeParts,
  request: RemoveContainerRequest,
  call: Call,
): Promise<Input<RemoveContainerResponse>> {
  await containers.remove(request.containerId, call.signal);
  return {};
}
