import type { StopPodSandboxRequest, StopPodSandboxResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Success also when it is stopped already, or unknown. */
export async function stopPodSandbox(
  { pods }: RuntimeParts,
  request: StopPodSandboxRequest,
  call: Call,
): Promise<Input<StopPodSandboxResponse>> {
  await pods.stop(request.podSandboxId, call.signal);
  return {};
}
