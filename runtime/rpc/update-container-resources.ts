import type { UpdateContainerResourcesRequest, UpdateContainerResourcesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { invalidField, required } from './fields.ts';
import { containerOrThrow } from './find-or-throw.ts';
import { fromResources } from './from-linux-config.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** All or nothing; fields that are 0 or empty stay as they are. */
export async function updateContainerResources(
  parts: RuntimeParts,
  request: UpdateContainerResourcesRequest,
  { signal }: Call,
): Promise<Input<UpdateContainerResourcesResponse>> {
  if (request.windows !== undefined) throw invalidField('windows', 'is for Windows', 'set linux');
  const { id } = containerOrThrow(parts, request.containerId);
  await parts.containers.updateResources({ id, resources: fromResources(required(request.linux, 'linux')), signal });
  return {};
}
