import type { SandboxId } from '../base/ids.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import type { PodParts } from './pod-parts.ts';
import { releasePod } from './release-pod.ts';

/** See `Pods.stop`. After a failure the pod stays in state stopping, and another stop goes on where this one ended. */
export async function stopPodSandbox(parts: PodParts, id: SandboxId, signal?: AbortSignal): Promise<void> {
  await parts.locks.run(id, () => stopLocked(parts, id, signal), signal);
}

/** The same, for callers that hold the pod's lock. */
export async function stopLocked(parts: PodParts, id: SandboxId, signal: AbortSignal | undefined): Promise<void> {
  const { containers, sandboxes } = parts;
  const record = sandboxes.get(id);
  if (record === undefined || record.state === 'stopped') return;
  // First of all: from now on no container can be made or started in it.
  if (record.state !== 'stopping') sandboxes.put({ ...record, state: 'stopping' });
  await Promise.all(containers.bySandbox(id).map((container) => containers.kill(container.id, signal)));
  await releasePod(parts, record, signal);
  const stopped = stoppedRecord(record);
  sandboxes.put(stopped);
  if (record.state !== 'creating') parts.changes.tell(stopped, 'stopped');
}

/** What is left of a pod that holds nothing of the machine any more. */
function stoppedRecord(record: SandboxRecord): SandboxRecord {
  const { cni: _cni, pidHolder: _pidHolder, ...kept } = record;
  return { ...kept, state: 'stopped', namespaces: {}, ips: [] };
}
