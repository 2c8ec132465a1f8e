/**
 * What other extensions may ask of Slipway. Copy this file, and:
 *
 *     const slipway = vscode.extensions.getExtension<SlipwayExports>('slipway.slipway');
 *     const api = (await slipway?.activate())?.getApi(1);
 *
 * Within a version members are added, never changed or removed. Failed calls reject with an Error that has a `code`
 * (`not-found`, `unavailable`, …) and often a `hint`. Nothing is started by asking.
 */
export interface SlipwayExports {
  /** Throws for a version that this Slipway does not have. */
  getApi(version: 1): SlipwayApiV1;
}

export interface SlipwayApiV1 {
  readonly version: 1;
  /** The runtime that the views show now. */
  readonly target: SlipwayTarget;
  /** Another runtime was chosen. */
  readonly onDidChangeTarget: SlipwayEvent<SlipwayTarget>;
  listPods(options?: SlipwayCallOptions): Promise<readonly SlipwayPod[]>;
  listContainers(options?: SlipwayCallOptions): Promise<readonly SlipwayContainer[]>;
  listImages(options?: SlipwayCallOptions): Promise<readonly SlipwayImage[]>;
  /** Containers that came, changed their state or went. The runtime is watched while somebody listens. */
  readonly onDidChangeContainers: SlipwayEvent<readonly SlipwayContainerChange[]>;
  /** Lines of a container's log, oldest first. Ends with the log; with `follow`, when the container ends or the signal says so. */
  logs(containerId: string, options?: SlipwayLogOptions): AsyncIterable<SlipwayLogLine>;
  /** Runs a command in a container to its end, without input and without a shell around it. */
  exec(containerId: string, argv: readonly string[], options?: SlipwayExecOptions): Promise<SlipwayCommandOutput>;
  /**
   * Runs a command of Slipway (`slipway.container.stop`), on a container, pod or image where it needs one, with all of its questions:
   * a person confirms what cannot be undone.
   */
  runCommand(command: string, subject?: SlipwaySubject): Promise<void>;
}

export interface SlipwayTarget {
  readonly id: string;
  readonly label: string;
  readonly kind: 'local' | 'ssh' | 'wsl' | 'foreign';
}

/** As `vscode.Event`, so that this file needs no other. */
export type SlipwayEvent<T> = (listener: (event: T) => void) => { dispose(): void };

export interface SlipwayCallOptions {
  readonly signal?: AbortSignal;
}

export interface SlipwayLogOptions extends SlipwayCallOptions {
  readonly follow?: boolean;
  /** Lines from the end; all without it. */
  readonly tail?: number;
}

export interface SlipwayExecOptions extends SlipwayCallOptions {
  /** 60 without it; then the command is killed. */
  readonly timeoutSeconds?: number;
}

export interface SlipwayCommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Times are milliseconds since 1970. */
export interface SlipwayPod {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly state: 'ready' | 'notready';
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface SlipwayContainer {
  readonly id: string;
  readonly podId: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'exited' | 'unknown';
  readonly createdAt: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface SlipwayImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly sizeBytes: number;
}

export interface SlipwayContainerChange {
  readonly kind: 'added' | 'changed' | 'removed';
  readonly container: SlipwayContainer;
}

export interface SlipwayLogLine {
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface SlipwaySubject {
  readonly kind: 'container' | 'pod' | 'image';
  /** An id, its first letters, or a name. */
  readonly id: string;
}
