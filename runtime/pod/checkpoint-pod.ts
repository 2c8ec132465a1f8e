import { join } from 'node:path';
import type { ContainerRecord } from '../base/container.ts';
import { CriError, errnoOf } from '../base/cri-error.ts';
import type { SandboxId } from '../base/ids.ts';
import { requireSandbox } from '../state/transitions.ts';
import { POD_FILE, archiveName, type PodCheckpoint } from './pod-checkpoint.ts';
import type { PodParts } from './pod-parts.ts';

export interface CheckpointPodRequest {
  readonly id: SandboxId;
  /** An empty directory. */
  readonly outputPath: string;
  /** Ids or unique prefixes of running containers of the pod. */
  readonly containerIds: readonly string[];
  readonly signal: AbortSignal;
}

/** See `Pods.checkpoint`. */
export async function checkpointPod(parts: PodParts, request: CheckpointPodRequest): Promise<void> {
  const { id, outputPath, containerIds, signal } = request;
  const { host } = parts;
  await parts.locks.run(
    id,
    async () => {
      const record = parts.sandboxes.get(id);
      if (record === undefined) throw new CriError('not-found', `pod sandbox ${id} does not exist`);
      requireSandbox('checkpoint', record);
      const chosen = containerIds.map((wanted) => chosenOf(parts, id, wanted));
      if (new Set(chosen.map((each) => each.id)).size !== chosen.length || chosen.length === 0)
        throw new CriError('invalid-argument', 'container_ids has to name each container once, and one at least');
      await requireEmpty(parts, outputPath);
      const files = chosen.map(({ config }) => join(outputPath, archiveName(config.metadata.name)));
      const podFile = join(outputPath, POD_FILE);
      try {
        const containers = chosen.map((each, at) => ({ id: each.id, location: files[at] ?? '' }));
        await parts.containers.checkpointTogether({ containers, signal });
        const facts: PodCheckpoint = {
          version: 1,
          config: record.config,
          runtimeHandler: record.runtimeHandler,
          containers: chosen.map(({ config }) => ({ name: config.metadata.name, config })),
        };
        // The last one: without it the directory is no checkpoint.
        await host.files.writeAtomic(podFile, JSON.stringify(facts));
      } catch (error) {
        for (const file of [podFile, ...files]) await host.files.remove(file);
        throw error;
      }
    },
    signal,
  );
}

function chosenOf({ containers }: PodParts, id: SandboxId, wanted: string): ContainerRecord {
  const found = containers.bySandbox(id).filter((record) => wanted !== '' && record.id.startsWith(wanted));
  const [record, ...others] = found;
  if (record === undefined || others.length > 0)
    throw new CriError('not-found', `pod sandbox ${id.slice(0, 12)} has no container ${JSON.stringify(wanted)}`);
  if (record.state === 'running') return record;
  throw new CriError('failed-precondition', `container ${record.id.slice(0, 12)} is ${record.state}; checkpoint needs running`);
}

async function requireEmpty({ host }: PodParts, path: string): Promise<void> {
  try {
    if ((await host.files.list(path)).length === 0) return;
  } catch (error) {
    const code = errnoOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new CriError('failed-precondition', `output_path ${path} is no directory`, { hint: 'make it first', cause: error });
  }
  throw new CriError('failed-precondition', `output_path ${path} is not empty`, { hint: 'choose an empty directory' });
}
