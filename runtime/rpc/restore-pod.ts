import type { RestorePodRequest, RestorePodResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { refuseOptions } from './checkpoint-pod.ts';
import { absolutePath, required, requiredText } from './fields.ts';
import { fromContainerConfig } from './from-container-config.ts';
import { fromPodSandboxConfig } from './from-pod-sandbox-config.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The containers are created; their processes go on when they are started. */
export async function restorePod(
  { pods }: Pick<RuntimeParts, 'pods'>,
  request: RestorePodRequest,
  { signal }: Call,
): Promise<Input<RestorePodResponse>> {
  refuseOptions(request.options);
  const { sandbox, containers } = await pods.restore({
    path: absolutePath(requiredText(request.checkpointPath, 'checkpoint_path'), 'checkpoint_path'),
    config: fromPodSandboxConfig(required(request.config, 'config')),
    runtimeHandler: request.runtimeHandler,
    containers: request.containerConfigs.map(fromContainerConfig),
    signal,
  });
  return {
    podSandboxId: sandbox.id,
    restoredContainers: containers.map(({ id, config }) => ({ name: config.metadata.name, containerId: id })),
  };
}
