import { CriError } from '../base/cri-error.ts';
import type { ContainerMetadata } from '../base/container.ts';
import type { SandboxId } from '../base/ids.ts';
import type { PodSandboxMetadata } from '../base/pod-sandbox.ts';

/** Which id holds each name. Kept in memory: records are the truth, and recovery reserves the names of all of them again. */
export interface Names {
  /** Throws already-exists, naming the holder, when another id has the name. */
  reserve(name: string, id: string): void;
  /** Gives the name up when `id` holds it. */
  release(name: string, id: string): void;
  holder(name: string): string | undefined;
}

export function createNames(): Names {
  const holders = new Map<string, string>();
  return {
    reserve: (name, id) => {
      const holder = holders.get(name);
      if (holder !== undefined && holder !== id) {
        throw new CriError('already-exists', `${name} exists already: ${holder}`, {
          hint: `remove ${holder.slice(0, 12)} first, or use another name or attempt number`,
        });
      }
      holders.set(name, id);
    },
    release: (name, id) => {
      if (holders.get(name) === id) holders.delete(name);
    },
    holder: (name) => holders.get(name),
  };
}

/** The name of a pod in messages and as key: unique per (name, namespace, uid, attempt). */
export function podName(metadata: PodSandboxMetadata): string {
  return `pod ${[metadata.namespace, metadata.name, metadata.uid, String(metadata.attempt)].map(quoteSlash).join('/')}`;
}

/** The name of a container in messages and as key: unique per (pod, name, attempt). */
export function containerName(sandbox: SandboxId, metadata: ContainerMetadata): string {
  return `container ${quoteSlash(metadata.name)}/${String(metadata.attempt)} of pod ${sandbox}`;
}

/** Keeps ("a/b", "c") and ("a", "b/c") apart. */
function quoteSlash(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}
