import { release } from 'node:os';
import type { RuntimeCondition, StatusRequest, StatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** What pods of every handler can do. */
const HANDLER_FEATURES = { recursiveReadOnlyMounts: hasMountSetattr(release()), userNamespaces: false };

/** Both conditions that a kubelet reads, the handlers, and, when verbose, the configuration that clients look into. */
export async function status(parts: RuntimeParts, request: StatusRequest): Promise<Input<StatusResponse>> {
  const [programs, network] = await Promise.all([parts.programs(), parts.network.readiness()]);
  const names = ['', ...programs.handlers];
  return {
    status: {
      conditions: [
        condition('RuntimeReady', programs, 'ProgramMissing'),
        condition('NetworkReady', network, 'NetworkPluginNotReady'),
      ],
    },
    info: request.verbose ? { config: JSON.stringify(verboseConfig(parts, programs.handlers)) } : {},
    runtimeHandlers: names.map((name) => ({ name, features: HANDLER_FEATURES })),
    features: { supplementalGroupsPolicy: true, userNamespacesHostNetwork: false, mountOptions: true },
  };
}

/** mount_setattr(2), by which low-level runtimes make whole trees read-only, came with Linux 5.12. */
export function hasMountSetattr(kernel: string): boolean {
  const [major = 0, minor = 0] = kernel.split('.').map(Number.parseFloat);
  return major > 5 || (major === 5 && minor >= 12);
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
