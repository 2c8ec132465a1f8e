import type { RestartContainerRequest, RestartContainerResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { Call } from '../call.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function restartContainer(
  parts: Pick<RuntimeParts, 'containers'>,
  { containerId, timeout, keep }: RestartContainerRequest,
  { signal }: Call,
): Promise<Input<RestartContainerResponse>> {
  const { id } = containerOrThrow(parts, containerId);
  return { containerId: (await parts.containers.restart({ id, timeoutSeconds: timeout, keep, signal })).id };
}
