import type { LinePattern } from './line-pattern.ts';
import type { LogRecord } from './log-record.ts';

export interface LogFilterOptions {
  /** Leave out records before this. */
  readonly sinceTimeNs?: number | undefined;
  /** Leave out records after this. */
  readonly untilTimeNs?: number | undefined;
  /** Only records of this stream. */
  readonly stream?: LogRecord['stream'] | undefined;
  /** Only records with a match. */
  readonly pattern?: LinePattern | undefined;
  /** End after so many bytes of text; the last record may be cut. */
  readonly headBytes?: number | undefined;
}

/** Matching a chunk of the log may take long: so often, others have a turn. */
const TURN_MS = 5;

/** Chooses among the records of one reading. */
export class LogFilter {
  private readonly options: LogFilterOptions;
  private leftBytes: number;

  constructor(options: LogFilterOptions) {
    this.options = options;
    this.leftBytes = options.headBytes ?? Number.POSITIVE_INFINITY;
  }

  /** True once nothing more can be chosen. */
  get isFull(): boolean {
    return this.leftBytes <= 0;
  }

  async choose(records: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const { sinceTimeNs = 0, untilTimeNs = Number.POSITIVE_INFINITY, stream, pattern } = this.options;
    const chosen: LogRecord[] = [];
    let turnEnds = performance.now() + TURN_MS;
    for (const record of records) {
      if (this.isFull) break;
      if (record.timeNs < sinceTimeNs || record.timeNs > untilTimeNs) continue;
      if (stream !== undefined && record.stream !== stream) continue;
      if (pattern !== undefined) {
        if (performance.now() > turnEnds) {
          await new Promise(setImmediate);
          turnEnds = performance.now() + TURN_MS;
        }
        if (!pattern(record.text)) continue;
      }
      chosen.push(record.text.length <= this.leftBytes ? record : { ...record, text: record.text.subarray(0, this.leftBytes) });
      this.leftBytes -= record.text.length;
    }
    return chosen;
  }
}
