/** One container, ready to be shown: every text is plain text. Times are milliseconds since 1970, 0 for "not yet". */
export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'exited' | 'unknown';
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly createdAt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly restarts: number;
  readonly command: readonly string[];
  readonly logPath: string;
  readonly pod: { readonly name: string; readonly namespace: string; readonly ip: string } | undefined;
  /** Published by the pod: "8080 → 80/tcp". */
  readonly ports: readonly string[];
  /** Whether a browser can ask one of the ports now. */
  readonly browsable: boolean;
  readonly mounts: readonly {
    readonly source: string;
    readonly target: string;
    readonly readonly: boolean;
    readonly kind: 'host' | 'image';
  }[];
  readonly env: readonly Pair[];
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
}

export interface Pair {
  readonly name: string;
  readonly value: string;
}

export type ContainerAction = 'logs' | 'logsPanel' | 'browse' | 'inspect' | 'start' | 'stop' | 'remove' | 'copyId';

/** The log of a pod, or of one or some containers. */
export interface LogsView {
  readonly name: string;
  /** Of several: each line says whose it is. */
  readonly many: boolean;
}

/** What a logs page wants to read. Times are milliseconds since 1970, 0 for no bound. */
export interface LogsQuery {
  readonly follow: boolean;
  /** Lines from the end, before any filter; 0 for all. */
  readonly tailLines: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly stream: 'both' | 'stdout' | 'stderr';
  /** In RE2's syntax; '' for no filter. */
  readonly pattern: string;
}

/** Milliseconds since 1970, index of the source, 1 for stderr | 2 for a part of a line, text as the container wrote it. */
export type LogsLine = readonly [time: number, source: number, flags: number, text: string];

/** The answer to `read`. */
export interface LogsBatch {
  readonly lines: readonly LogsLine[];
  /** Names of containers, all that were seen in this reading. */
  readonly sources: readonly string[];
  /** False: the runtime knows no patterns, and the page has to filter. */
  readonly filtered: boolean;
  /** `hidden`: there is more, when the page is shown again. */
  readonly state: 'more' | 'hidden' | 'ended' | 'failed';
  /** Why it has failed. */
  readonly problem: string;
}

/** What the run page may suggest. */
export interface RunView {
  /** The image that it was opened for; '' for none. */
  readonly image: string;
  /** Names of all that are there. */
  readonly images: readonly string[];
}

/** The fields of the form as they are typed: lists have one entry a line. */
export interface RunForm {
  readonly image: string;
  readonly name: string;
  readonly command: string;
  readonly env: string;
  readonly ports: string;
  readonly mounts: string;
  readonly memory: string;
  readonly cpus: string;
  /** More flags of `docker run`. */
  readonly flags: string;
}

/** What is to run: the form, or a text (YAML of Kubernetes or CRI, a line for docker). */
export interface RunSource {
  readonly from: 'form' | 'text';
  readonly form: RunForm;
  readonly text: string;
}

/** The answer to `preview`. */
export interface RunPreview {
  /** What is wrong, by field; `text` for the text. Nothing runs while there is something. */
  readonly problems: Readonly<Record<string, string>>;
  /** CRI's configurations of the pod and its containers; '' while something is wrong. */
  readonly config: string;
  readonly name: string;
  readonly dropped: readonly { readonly path: string; readonly reason: string }[];
}

/** From the extension to a panel. Times are milliseconds since 1970, 0 for "never". */
export type ToPanel<View> =
  | { readonly type: 'keep'; readonly state: PanelState }
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'stale'; readonly seenAt: number; readonly reason: string }
  | { readonly type: 'gone' }
  | { readonly type: 'answer'; readonly question: number; readonly value: unknown }
  | { readonly type: 'refusal'; readonly question: number; readonly reason: string };

/** From a panel to the extension, which runs only the actions of the panel's kind. */
export type FromPanel<Action extends string = string> =
  | { readonly type: 'ready' }
  | { readonly type: 'action'; readonly action: Action }
  /** Answered once, by the panel's kind; numbers are never used again in a page. */
  | { readonly type: 'ask'; readonly question: number; readonly what: string; readonly about: unknown }
  | { readonly type: 'cancel'; readonly question: number };

/** What VS Code keeps of a panel over a reload of the window, beside what the page keeps for itself (`page`). */
export interface PanelState {
  /** The id of the runtime's target. */
  readonly target: string;
  readonly id: string;
  readonly name: string;
}
