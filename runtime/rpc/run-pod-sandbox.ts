import type { RunPodSandboxRequest, RunPodSandboxResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { required } from './fields.ts';
import { fromPodSandboxConfig } from './from-pod-sandbox-config.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Answers when the pod is ready; on any failure nothing of it is left. */
export async function runPodSandbox(
  { pods }: RuntimeParts,
  request: RunPodSandboxRequest,
  call: Call,
): Promise<Input<RunPodSandboxResponse>> {
  const config = fromPodSandboxConfig(required(request.config, 'config'));
  const { id } = await pods.run({ config, runtimeHandler: request.runtimeHandler, signal: call.signal });
  return { podSandboxId: id };
}
