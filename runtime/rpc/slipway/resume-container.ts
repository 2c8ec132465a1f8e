import type { ResumeContainerRequest, ResumeContainerResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { Call } from '../call.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function resumeContainer(
  parts: Pick<RuntimeParts, 'containers'>,
  { containerId }: ResumeContainerRequest,
  { signal }: Call,
): Promise<Input<ResumeContainerResponse>> {
  await parts.containers.resume(containerOrThrow(parts, containerId).id, signal);
  return {};
}
