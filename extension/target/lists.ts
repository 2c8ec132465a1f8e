import type { Container, Image, Pod } from '../client/types.ts';

export interface ListedContainer extends Container {
  /** Known for exited containers. */
  readonly exitCode: number | undefined;
  readonly reason: string;
  /** Its processes are frozen. Never known of runtimes other than Slipway's own. */
  readonly paused: boolean;
}

export interface PodList {
  readonly pods: readonly Pod[];
  readonly containers: readonly ListedContainer[];
}

export interface ImageList {
  readonly images: readonly Image[];
  /** Ids and names of images that containers use. */
  readonly inUse: readonly string[];
}
