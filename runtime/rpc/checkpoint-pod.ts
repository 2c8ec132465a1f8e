import type { CheckpointPodRequest, CheckpointPodResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { absolutePath, invalidField, requiredText } from './fields.ts';
import { podOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** All containers are saved as they are at one moment. There are no options yet: any is refused. */
export async function checkpointPod(
  parts: Pick<RuntimeParts, 'pods'>,
  request: CheckpointPodRequest,
  { signal }: Call,
): Promise<Input<CheckpointPodResponse>> {
  refuseOptions(request.options);
  const { id } = podOrThrow(parts, request.podSandboxId);
  const outputPath = absolutePath(requiredText(request.outputPath, 'output_path'), 'output_path');
  await parts.pods.checkpoint({ id, outputPath, containerIds: request.containerIds, signal });
  return {};
}

export function refuseOptions(options: Readonly<Record<string, string>>): void {
  const [name] = Object.keys(options);
  if (name !== undefined) throw invalidField(`options.${name}`, 'is not known to this runtime', 'leave options out');
}
