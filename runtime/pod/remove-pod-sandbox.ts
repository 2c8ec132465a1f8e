import type { SandboxId } from '../base/ids.ts';
import { podName } from '../state/names.ts';
import { removePodCgroup } from './pod-cgroup.ts';
import type { PodParts } from './pod-parts.ts';
import { stopLocked } from './stop-pod-sandbox.ts';

/** See `Pods.remove`. */
export async function removePodSandbox(parts: PodParts, id: SandboxId, signal?: AbortSignal): Promise<void> {
  await parts.locks.run(id, () => discardPod(parts, id, signal), signal);
}

/** The same, for callers that hold the pod's lock; also the undo of a pod half made. */
export async function discardPod(parts: PodParts, id: SandboxId, signal: AbortSignal | undefined): Promise<void> {
  const { containers, host, names, paths, sandboxes } = parts;
  const record = sandboxes.get(id);
  if (record === undefined) return;
  await stopLocked(parts, id, signal);
  const stopped = sandboxes.get(id) ?? record;
  await Promise.all(containers.bySandbox(id).map((container) => containers.remove(container.id, signal)));
  if (record.config.linux.cgroupParent === '') await removePodCgroup(parts, id);
  await host.files.remove(paths.sandbox(id));
  sandboxes.delete(id);
  names.release(podName(record.config.metadata), id);
  if (record.state !== 'creating') parts.changes.tell(stopped, 'removed');
}
