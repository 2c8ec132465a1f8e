import type { UpdateRuntimeConfigRequest, UpdateRuntimeConfigResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** A kubelet says which addresses its cluster has given to this machine's pods. Throws invalid-argument. */
export async function updateRuntimeConfig(
  { network }: Pick<RuntimeParts, 'network'>,
  { runtimeConfig }: UpdateRuntimeConfigRequest,
): Promise<Input<UpdateRuntimeConfigResponse>> {
  await network.setPodCidr(runtimeConfig?.networkConfig?.podCidr ?? '');
  return {};
}
