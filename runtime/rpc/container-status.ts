import { join } from 'node:path';
import type { ContainerStatusRequest, ContainerStatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { ContainerRecord } from '../base/container.ts';
import { systemFiles } from '../host/files.ts';
import { containerOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toContainerStatus } from './to-container.ts';
import { toResources } from './to-resources.ts';

/** An unknown container is not-found. */
export async function containerStatus(
  parts: RuntimeParts,
  request: ContainerStatusRequest,
): Promise<Input<ContainerStatusResponse>> {
  const record = containerOrThrow(parts, request.containerId);
  return {
    status: {
      ...toContainerStatus(record, parts.images),
      resources: toResources(record.config.resources, parts.stats.limits(record)),
    },
    info: request.verbose ? { info: JSON.stringify(await verboseInfo(parts, record)) } : {},
  };
}

async function verboseInfo({ directories }: RuntimeParts, record: ContainerRecord): Promise<unknown> {
  const { sandboxId, init, conmon, runtimeHandler, cgroupsPath, config } = record;
  return {
    sandboxID: sandboxId,
    pid: init.pid,
    conmonPid: conmon.pid,
    stateDir: directories.bundle(record.id),
    runtimeHandler,
    cgroupsPath,
    config: { ...config, envs: config.envs.map(({ key }) => key) },
    runtimeSpec: await runtimeSpec(directories.bundle(record.id)),
  };
}

/** What the OCI runtime was given: where clients of CRI look for the command and environment that took effect. Absent once the bundle is gone. */
async function runtimeSpec(bundle: string): Promise<unknown> {
  const text = await systemFiles.readTextIfPresent(join(bundle, 'config.json'));
  return text === undefined ? undefined : JSON.parse(text);
}
