import type { ContainerConfig } from '../base/container.ts';
import type { PodSandboxConfig } from '../base/pod-sandbox.ts';

/** Beside the archives of the containers; its presence makes a directory the checkpoint of a pod. */
export const POD_FILE = 'pod.json';

export interface PodCheckpoint {
  readonly version: 1;
  /** As it was; who restores gives one of its own. */
  readonly config: PodSandboxConfig;
  readonly runtimeHandler: string;
  /** With the values of their environment: the file is private. */
  readonly containers: readonly { readonly name: string; readonly config: ContainerConfig }[];
}

/** A name of a container may be a path's part and more. */
export function archiveName(container: string): string {
  return `${encodeURIComponent(container)}.tar`;
}
