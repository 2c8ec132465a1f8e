/** What the workbench knows of a runtime, in its own words: no protobuf shape leaves client/. Times are milliseconds since 1970, 0 for "not yet". */
export interface RuntimeVersion {
  readonly runtimeName: string;
  readonly runtimeVersion: string;
  readonly apiVersion: string;
}

export interface RuntimeCondition {
  readonly type: string;
  readonly ok: boolean;
  readonly reason: string;
  readonly message: string;
}

export interface RuntimeStatus {
  readonly conditions: readonly RuntimeCondition[];
  readonly handlers: readonly string[];
  /** What each of the handlers can do, in CRI's words. */
  readonly handlerFeatures: Readonly<Record<string, readonly string[]>>;
  readonly info: Readonly<Record<string, string>>;
}

export type PodState = 'ready' | 'notready';
export type ContainerState = 'created' | 'running' | 'exited' | 'unknown';
export type Labels = Readonly<Record<string, string>>;

export interface Pod {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly attempt: number;
  readonly state: PodState;
  readonly createdAt: number;
  readonly handler: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface PodDetails extends Pod {
  readonly ip: string;
  /** All, the first one too. */
  readonly addresses: readonly string[];
  /** CRI's NamespaceMode by kind of namespace, as POD or NODE; empty where the runtime does not say it. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly info: Readonly<Record<string, string>>;
}

export interface Container {
  readonly id: string;
  readonly podId: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  readonly createdAt: number;
  readonly labels: Labels;
  readonly annotations: Labels;
}

export interface ContainerMount {
  readonly source: string;
  readonly target: string;
  readonly readonly: boolean;
  readonly kind: 'host' | 'image';
}

export interface ContainerDetails extends Omit<Container, 'podId'> {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly logPath: string;
  readonly mounts: readonly ContainerMount[];
  /** undefined: none, or not said. */
  readonly limits: { readonly cores: number | undefined; readonly memoryBytes: number | undefined };
  readonly info: Readonly<Record<string, string>>;
}

export interface Image {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly sizeBytes: number;
  readonly pinned: boolean;
}

export interface ImageDetails extends Image {
  readonly info: Readonly<Record<string, string>>;
}

export interface DiskUsage {
  readonly mountpoint: string;
  readonly usedBytes: number;
  readonly inodes: number;
}

/** Of a pull or a push; `mounted`: the registry took it from another of its repositories. */
export type LayerPhase = 'resolving' | 'waiting' | 'downloading' | 'unpacking' | 'uploading' | 'mounted' | 'done' | 'exists';

/** One change of one layer or blob; `digest` is '' for the whole pull. */
export interface LayerProgress {
  readonly digest: string;
  readonly phase: LayerPhase;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface PortMapping {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly hostPort: number;
  readonly containerPort: number;
}

export interface PodSpec {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly logDirectory: string;
  readonly hostname: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly ports: readonly PortMapping[];
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Replaces the image's entry point and arguments when not empty. */
  readonly command: readonly string[];
  readonly env: Labels;
  readonly labels: Labels;
  readonly logPath: string;
  /** Joins the processes of this container of the pod, and may look into them: for a debug container. */
  readonly debugs?: string | undefined;
}

export interface CommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LogQuery {
  readonly follow: boolean;
  /** Lines from the end, before any filter; 0 for all. */
  readonly tailLines: number;
  /** Nothing older and nothing later; milliseconds since 1970, 0 for no bound. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** Both, unless it is said. */
  readonly stream?: 'stdout' | 'stderr';
  /** Only lines with a match of this expression, in RE2's syntax; a runtime that offers no stream of logs does not know it. */
  readonly pattern?: string;
}

/** One line of a container's log, or a part of one. */
export interface LogEntry {
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly partial: boolean;
}

/** Entries of one container that follow each other in the log of its pod. */
export interface PodLogEntries {
  readonly container: string;
  readonly attempt: number;
  readonly entries: readonly LogEntry[];
}
