import type { UpdatePodSandboxResourcesRequest, UpdatePodSandboxResourcesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { podOrThrow } from './find-or-throw.ts';
import { fromResources } from './from-linux-config.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** All or nothing; fields that are 0 or empty stay as they are. */
export async function updatePodSandboxResources(
  parts: RuntimeParts,
  { podSandboxId, resources, overhead }: UpdatePodSandboxResourcesRequest,
  { signal }: Call,
): Promise<Input<UpdatePodSandboxResourcesResponse>> {
  const { id } = podOrThrow(parts, podSandboxId);
  const change = {
    ...(resources && { resources: fromResources(resources) }),
    ...(overhead && { overhead: fromResources(overhead) }),
  };
  await parts.pods.updateResources(id, change, signal);
  return {};
}
