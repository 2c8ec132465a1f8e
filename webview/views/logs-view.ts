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
