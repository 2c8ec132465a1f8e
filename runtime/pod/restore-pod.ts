import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ContainerConfig, ContainerRecord } from '../base/container.ts';
import { CriError } from '../base/cri-error.ts';
import type { PodSandboxConfig, SandboxRecord } from '../base/pod-sandbox.ts';
import { withRollback } from '../base/undo.ts';
import { POD_FILE, archiveName, type PodCheckpoint } from './pod-checkpoint.ts';
import type { PodParts } from './pod-parts.ts';
import type { RunPodRequest } from './pods.ts';

export interface RestorePodRequest {
  /** Directory of a checkpoint. */
  readonly path: string;
  readonly config: PodSandboxConfig;
  readonly runtimeHandler: string;
  /** One for each container of the checkpoint, by name. */
  readonly containers: readonly ContainerConfig[];
  readonly signal: AbortSignal;
}

export interface RestoredPod {
  readonly sandbox: SandboxRecord;
  readonly containers: readonly ContainerRecord[];
}

interface Verbs {
  readonly run: (request: RunPodRequest) => Promise<SandboxRecord>;
  readonly remove: (id: string, signal?: AbortSignal) => Promise<void>;
}

/** See `Pods.restore`. */
export async function restorePod(parts: PodParts, verbs: Verbs, request: RestorePodRequest): Promise<RestoredPod> {
  const { path, config, runtimeHandler, containers, signal } = request;
  await requireSameNames(parts, path, containers);
  return withRollback({ log: parts.log }, async (undo) => {
    const sandbox = await verbs.run({ config, runtimeHandler, signal });
    undo.add(`remove pod ${sandbox.id}`, (bounded) => verbs.remove(sandbox.id, bounded));
    const restored: ContainerRecord[] = [];
    for (const container of containers) {
      const checkpoint = join(path, archiveName(container.metadata.name));
      restored.push(await parts.containers.create({ sandbox, config: container, checkpoint, signal }));
    }
    return { sandbox, containers: restored };
  });
}

/** The same with the configurations that were saved: another pod of this name, with logs of its own. */
export async function restoreAsSaved(
  parts: PodParts,
  verbs: Verbs,
  { path, name, signal }: { readonly path: string; readonly name: string; readonly signal: AbortSignal },
): Promise<RestoredPod> {
  const { config, runtimeHandler, containers } = await readPodFile(parts, path);
  const uid = randomUUID();
  return restorePod(parts, verbs, {
    path,
    config: {
      ...config,
      metadata: { ...config.metadata, name: name === '' ? config.metadata.name : name, uid, attempt: 0 },
      logDirectory: config.logDirectory === '' ? '' : `${config.logDirectory}-${uid.slice(0, 8)}`,
    },
    runtimeHandler,
    containers: containers.map((each) => each.config),
    signal,
  });
}

async function readPodFile({ host }: PodParts, path: string): Promise<PodCheckpoint> {
  const text = await host.files.readTextIfPresent(join(path, POD_FILE));
  if (text !== undefined) return parse(text, path);
  throw new CriError('not-found', `${path} is no checkpoint of a pod`, {
    hint: 'it is a directory that CheckpointPod has filled',
  });
}

async function requireSameNames(parts: PodParts, path: string, containers: readonly ContainerConfig[]): Promise<void> {
  const saved = (await readPodFile(parts, path)).containers.map(({ name }) => name);
  const wanted = containers.map(({ metadata }) => metadata.name);
  const missing = saved.filter((name) => !wanted.includes(name));
  const unknown = wanted.filter((name) => !saved.includes(name));
  if (missing.length === 0 && unknown.length === 0 && wanted.length === saved.length) return;
  const problems = [
    ...(missing.length > 0 ? [`there is no configuration for ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`the checkpoint has no ${unknown.join(', ')}`] : []),
    ...(new Set(wanted).size < wanted.length ? ['a name is given twice'] : []),
  ];
  throw new CriError('invalid-argument', `container_configs: ${problems.join('; ')}`, {
    hint: `give one for each of ${saved.join(', ')}`,
  });
}

function parse(text: string, path: string): PodCheckpoint {
  try {
    return JSON.parse(text) as PodCheckpoint;
  } catch (cause) {
    throw new CriError('data-loss', `${join(path, POD_FILE)} is damaged`, { hint: 'make another checkpoint', cause });
  }
}
