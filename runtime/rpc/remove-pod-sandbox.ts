import type { RemovePodSandboxRequest, RemovePodSandboxResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Success also when it is unknown. */
export async function removePodSandbox(
  { pods }: RuntimeParts,
  request: RemovePodSandboxRequest,
  call: Call,
): Promise<Input<RemovePodSandboxResponse>> {
  await pods.remove(request.podSandboxId, call.signal);
  return {};
}
