import type { PauseContainerRequest, PauseContainerResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { Call } from '../call.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function pauseContainer(
  parts: Pick<RuntimeParts, 'containers'>,
  { containerId }: PauseContainerRequest,
  { signal }: Call,
): Promise<Input<PauseContainerResponse>> {
  await parts.containers.pause(containerOrThrow(parts, containerId).id, signal);
  return {};
}
