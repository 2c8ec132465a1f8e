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
  /** The runtime can tell the files of each layer. */
  readonly hasLayerFiles: boolean;
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

/** What the page asks by `layerFiles`: the files of one layer that are meant. */
export interface LayerFilesQuestion {
  /** Of the image whose layers are shown. */
  readonly image: string;
  /** 0 is the lowest layer. */
  readonly layer: number;
  /** Each of its words is in the path. */
  readonly words: string;
  /** '' for all. */
  readonly change: LayerChange | '';
  /** As many as the page wants to show, from the largest on. */
  readonly most: number;
}

export type LayerChange = 'added' | 'changed' | 'removed';

export interface LayerFilesView {
  /** Of all files of the layer. */
  readonly counts: Readonly<Record<LayerChange, number>>;
  /** Of what the layer adds and changes. */
  readonly sizeBytes: number;
  /** How much of that later layers replace or remove: it is stored and never seen. */
  readonly hiddenBytes: number;
  /** How many are meant. */
  readonly found: number;
  readonly files: readonly LayerFileView[];
  /** The image has more files than are looked at; 0 when it has not. */
  readonly lookedAt: number;
}

export interface LayerFileView {
  /** With a leading slash; a directory ends with one, too, and all that is in one with a slash and an asterisk. */
  readonly path: string;
  readonly change: LayerChange;
  /** Of what is removed, as it lies in lower layers. */
  readonly sizeBytes: number;
  /** A later layer replaces or removes it. */
  readonly hidden: boolean;
  /** A file that is seen in the image: it can be opened. */
  readonly opens: boolean;
}

export type ImageAction =
  'run' | 'runForm' | 'browse' | 'history' | 'compare' | 'inspect' | 'tag' | 'push' | 'export' | 'copyName' | 'remove';
