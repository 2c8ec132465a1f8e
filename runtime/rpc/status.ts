import type { RuntimeCondition, StatusRequest, StatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Both conditions that a kubelet reads, the handlers, and, when verbose, the configuration that clients look into. */
export async function status(parts: RuntimeParts, request: StatusRequest): Promise<Input<StatusResponse>> {
  const [programs, network] = await Promise.all([parts.programs(), parts.network.readiness()]);
  return {
    status: {
      conditions: [
        condition('RuntimeReady', programs, 'ProgramMissing'),
        condition('NetworkReady', network, 'NetworkPluginNotReady'),
      ],
    },
    info: request.verbose
      ? { config: JSON.stringify(verboseConfig(parts, programs.handlers.map(({ name }) => name).filter(Boolean))) }
      : {},
    runtimeHandlers: [...programs.handlers],
    features: {
      supplementalGroupsPolicy: true,
      userNamespacesHostNetwork: programs.handlers.some(({ features }) => features.userNamespaces),
      mountOptions: true,
    },
  };
}

function condition(
  type: string,
  found: { readonly ready: boolean; readonly message: string },
  reason: string,
): Input<RuntimeCondition> {
  return { type, status: found.ready, reason: found.ready ? '' : reason, message: found.message };
}

function verboseConfig({ directories, cgroupDriver, version }: RuntimeParts, handlers: readonly string[]): unknown {
  return {
    stateDir: directories.run,
    rootDir: directories.root,
    cgroupDriver,
    runtimeHandlers: handlers,
    runtimeVersion: version,
  };
}
