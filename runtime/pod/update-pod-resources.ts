import { CriError } from '../base/cri-error.ts';
import type { SandboxId } from '../base/ids.ts';
import type { LinuxContainerResources } from '../base/linux-config.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { withRollback } from '../base/undo.ts';
import { mergeResources, takeBack } from '../oci/merge-resources.ts';
import { requireSandbox } from '../state/transitions.ts';
import { limitPodCgroup } from './pod-cgroup.ts';
import type { PodParts } from './pod-parts.ts';

/** What containers may use together, and what the pod itself needs beside them; absent = as it is. */
export interface PodResources {
  readonly resources?: LinuxContainerResources;
  readonly overhead?: LinuxContainerResources;
}

interface UpdateRequest {
  readonly id: SandboxId;
  readonly change: PodResources;
  readonly signal?: AbortSignal | undefined;
}

/** See `Pods.updateResources`. */
export async function updatePodResources(parts: PodParts, { id, change, signal }: UpdateRequest): Promise<void> {
  await parts.locks.run(
    id,
    async () => {
      const record = parts.sandboxes.get(id);
      if (record === undefined) throw new CriError('not-found', `pod sandbox ${id} does not exist`);
      requireSandbox('update', record);
      const updated = withResources(record, mergedWith(record, change));
      await withRollback({ log: parts.log }, async (undo) => {
        // One value is written after the other: one that is refused leaves those before it.
        undo.add(`set the limits of pod ${id} as they were`, () => limitPodCgroup(parts, asBefore(record, updated)));
        await limitPodCgroup(parts, updated);
        parts.sandboxes.put(updated);
      });
    },
    signal,
  );
}

function mergedWith({ config }: SandboxRecord, change: PodResources): PodResources {
  const merged = (kind: keyof PodResources): PodResources => {
    const wanted = change[kind];
    return wanted === undefined ? {} : { [kind]: mergeResources(config.linux[kind], wanted) };
  };
  return { ...merged('resources'), ...merged('overhead') };
}

function asBefore(before: SandboxRecord, after: SandboxRecord): SandboxRecord {
  const { resources } = after.config.linux;
  return resources === undefined
    ? before
    : withResources(before, { resources: takeBack(before.config.linux.resources, resources) });
}

function withResources(record: SandboxRecord, resources: PodResources): SandboxRecord {
  return { ...record, config: { ...record.config, linux: { ...record.config.linux, ...resources } } };
}
