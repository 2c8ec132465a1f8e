import type { CreateContainerRequest, CreateContainerResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { invalidField, required } from './fields.ts';
import { podOrThrow } from './find-or-throw.ts';
import { fromContainerConfig } from './from-container-config.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The sandbox's own configuration counts, not the copy in the request. */
export async function createContainer(
  parts: RuntimeParts,
  request: CreateContainerRequest,
  call: Call,
): Promise<Input<CreateContainerResponse>> {
  const config = fromContainerConfig(required(request.config, 'config'));
  const sandbox = podOrThrow(parts, request.podSandboxId);
  if (config.securityContext.privileged && !sandbox.config.linux.securityContext.privileged) {
    throw invalidField(
      'config.linux.security_context.privileged',
      'is set, but the pod sandbox is not privileged',
      'run the pod privileged too',
    );
  }
  const { id } = await parts.containers.create({ sandbox, config, signal: call.signal });
  return { containerId: id };
}
