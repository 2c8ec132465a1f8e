import type { StartContainerRequest, StartContainerResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

export async function startContainer(
  { containers }: RuntimeParts,
  request: StartContainerRequest,
  call: Call,
): Promise<Input<StartContainerResponse>> {
  await containers.start(request.containerId, call.signal);
  return {};
}
