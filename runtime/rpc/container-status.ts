import type { ContainerStatusRequest, ContainerStatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord } from '../base/container.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toContainerStatus } from './to-container.ts';

/** An unknown container is not-found. */
export function containerStatus(parts: RuntimeParts, request: ContainerStatusRequest): Input<ContainerStatusResponse> {
  const record = containerOrThrow(parts, request.containerId);
  return {
    status: toContainerStatus(record, parts.images),
    info: request.verbose ? { info: JSON.stringify(verboseInfo(parts, record)) } : {},
  };
}

function verboseInfo({ directories }: RuntimeParts, record: ContainerRecord): unknown {
  const { sandboxId, init, conmon, runtimeHandler, cgroupsPath, config } = record;
  return {
    sandboxID: sandboxId,
    pid: init.pid,
    conmonPid: conmon.pid,
    stateDir: directories.bundle(record.id),
    runtimeHandler,
    cgroupsPath,
    config: { ...config, envs: config.envs.map(({ key }) => key) },
  };
}
