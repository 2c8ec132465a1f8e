import type { PodSandboxStatusRequest, PodSandboxStatusResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { podOrThrow } from './find-or-throw.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toContainerStatus } from './to-container.ts';
import { toPodSandboxStatus } from './to-pod-sandbox.ts';

/** The pod and its containers at one moment. An unknown pod is not-found. */
export function podSandboxStatus(parts: RuntimeParts, request: PodSandboxStatusRequest): Input<PodSandboxStatusResponse> {
  const record = podOrThrow(parts, request.podSandboxId);
  const containers = parts.containers.list({ sandboxId: record.id });
  return {
    status: toPodSandboxStatus(record),
    info: request.verbose ? { info: JSON.stringify(verboseInfo(parts, record)) } : {},
    containersStatuses: containers.map((container) => toContainerStatus(container, parts.images)),
    timestamp: parts.clock.nowNs(),
  };
}

function verboseInfo({ directories }: RuntimeParts, record: SandboxRecord): unknown {
  const { namespaces, cgroupParent, runtimeHandler, config, state } = record;
  const cniResult: unknown = record.cni === undefined ? undefined : JSON.parse(record.cni.result);
  return { state, stateDir: directories.sandbox(record.id), namespaces, cgroupParent, runtimeHandler, cniResult, config };
}
