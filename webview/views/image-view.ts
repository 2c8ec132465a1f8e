import type { ContainerView } from './container-view.ts';
import type { Pair } from './pair.ts';

/** One image, ready to be shown: every text is plain text. */
export interface ImageView {
  /** The name that it was opened by. */
  readonly name: string;
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** As it is stored: compressed. */
  readonly sizeBytes: number;
  readonly pinned: boolean;
  /** "linux/amd64"; '' where the runtime does not say it. */
  readonly platform: string;
  /** Milliseconds since 1970; 0 for unknown. */
  readonly createdAt: number;
  readonly config: ImageConfigView | undefined;
  /** Lowest first. */
  readonly layers: readonly ImageLayerView[];
  /** Oldest first; also the steps that made no layer. */
  readonly history: readonly HistoryView[];
  readonly users: readonly { readonly id: string; readonly name: string; readonly state: ContainerView['state'] }[];
}

export interface ImageConfigView {
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly stopSignal: string;
  readonly env: readonly Pair[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: readonly Pair[];
}

export interface ImageLayerView {
  /** Of its content as it is stored; '' where the runtime does not say it. */
  readonly digest: string;
  /** 0 where the runtime does not say it. */
  readonly sizeBytes: number;
  readonly createdBy: string;
}

export interface HistoryView {
  readonly createdBy: string;
  readonly comment: string;
  /** Milliseconds since 1970; 0 for unknown. */
  readonly createdAt: number;
  readonly sizeBytes: number;
  readonly makesLayer: boolean;
}

/** The answer to `shared`: by the digest of a layer, the names of other images that have it, too. */
export type SharedLayers = Readonly<Record<string, readonly string[]>>;

export type ImageAction =
  'run' | 'runForm' | 'browse' | 'history' | 'inspect' | 'tag' | 'push' | 'export' | 'copyName' | 'remove';
