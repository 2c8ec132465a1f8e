import type { Duplex } from 'node:stream';
import type { SandboxId } from '../base/ids.ts';
import type { PodSandboxConfig, SandboxRecord } from '../base/pod-sandbox.ts';
import { findByPrefix } from '../state/find-by-prefix.ts';
import { createJoinedActs } from '../state/joined-acts.ts';
import { podName } from '../state/names.ts';
import { checkpointPod, type CheckpointPodRequest } from './checkpoint-pod.ts';
import { connectPort } from './connect-port.ts';
import type { PodChange, PodParts } from './pod-parts.ts';
import { removePodSandbox } from './remove-pod-sandbox.ts';
import { findHandler } from './require-handler.ts';
import { restoreAsSaved, restorePod, type RestoredPod, type RestorePodRequest } from './restore-pod.ts';
import { runPodSandbox } from './run-pod-sandbox.ts';
import { stopPodSandbox } from './stop-pod-sandbox.ts';
import { updatePodResources, type PodResources } from './update-pod-resources.ts';
import { validatePod } from './validate-pod.ts';

export interface RunPodRequest {
  readonly config: PodSandboxConfig;
  /** '' = the default handler. */
  readonly runtimeHandler: string;
  readonly signal?: AbortSignal | undefined;
}

/** The pod half of the runtime, as rpc/ sees it. Ids may be unique prefixes; an ambiguous one is invalid-argument. */
export interface Pods {
  /**
   * Resolves with the ready pod. An equal request in flight is joined; after a failure nothing is left and the name is free.
   * Throws invalid-argument, unimplemented, already-exists (the name), unavailable (network), resource-exhausted.
   */
  run(request: RunPodRequest): Promise<SandboxRecord>;
  /** Kills the containers and frees the network; success when it is stopped already or unknown. */
  stop(id: string, signal?: AbortSignal): Promise<void>;
  /** Stops it and removes its containers and all that belongs to it; success when unknown. */
  remove(id: string, signal?: AbortSignal): Promise<void>;
  /** Changes the limits of a ready pod as a whole: all or none. Of a pod whose control group the caller named they are only remembered. */
  updateResources(id: SandboxId, change: PodResources, signal?: AbortSignal): Promise<void>;
  /**
   * Saves running containers of a ready pod, all of one moment, into an empty directory: an archive for each and pod.json. They go on;
   * after a failure the directory is empty again. Throws not-found, invalid-argument, failed-precondition.
   */
  checkpoint(request: CheckpointPodRequest): Promise<void>;
  /**
   * Makes a pod with containers from such a directory, which are created and have not run. After a failure nothing is left. Throws
   * not-found, invalid-argument (other names than the checkpoint's), and what the creation of pods and containers throws.
   */
  restore(request: RestorePodRequest): Promise<RestoredPod>;
  /** The same with the configurations that were saved, under another name when it is not ''. */
  restoreAsSaved(request: { readonly path: string; readonly name: string; readonly signal: AbortSignal }): Promise<RestoredPod>;
  /** undefined when there is none, or it is still being made. */
  find(id: string): SandboxRecord | undefined;
  /** A connection to a port inside a ready pod. */
  connect(id: SandboxId, port: number): Promise<Duplex>;
  /** All but those still being made. */
  list(): readonly SandboxRecord[];
  /** Called after each change, with the record as it is then, or was last; returns the way to end it. */
  onChange(listener: (record: SandboxRecord, change: PodChange) => void): () => void;
}

/** Pods over the parts that `PodParts` lists. */
export function createPods(parts: PodParts): Pods {
  const running = createJoinedActs<SandboxRecord>();
  const { sandboxes } = parts;
  const pods: Pods = {
    run: async ({ config, runtimeHandler, signal }) => {
      validatePod(config);
      findHandler(parts, runtimeHandler);
      const request = { config, runtimeHandler };
      return running.run({ name: podName(config.metadata), request, signal }, (shared) =>
        runPodSandbox(parts, { ...request, signal: shared }),
      );
    },
    stop: async (id, signal) => {
      const record = findByPrefix(sandboxes, id);
      if (record !== undefined) await stopPodSandbox(parts, record.id, signal);
    },
    remove: async (id, signal) => {
      const record = findByPrefix(sandboxes, id);
      if (record !== undefined) await removePodSandbox(parts, record.id, signal);
    },
    updateResources: (id, change, signal) => updatePodResources(parts, { id, change, signal }),
    checkpoint: (request) => checkpointPod(parts, request),
    restore: (request) => restorePod(parts, pods, request),
    restoreAsSaved: (request) => restoreAsSaved(parts, pods, request),
    find: (id) => {
      const record = findByPrefix(sandboxes, id);
      return record?.state === 'creating' ? undefined : record;
    },
    connect: (id, port) => connectPort(parts, { id, port }),
    onChange: (listener) => parts.changes.listen(listener),
    list: () => sandboxes.list().filter(({ state }) => state !== 'creating'),
  };
  return pods;
}
