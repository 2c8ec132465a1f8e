import type { LogRecord } from './log-record.ts';
import { RotatingLog, type LogBeginning } from './rotating-log.ts';

/** One log of those that are read together. */
export interface LogToRead {
  /** Given back with its records. */
  readonly key: string;
  /** Absolute path of the CRI log file. */
  readonly path: string;
  /** True once nothing more will be written; what is in the file by then is still read. */
  readonly ended: () => boolean;
}

export interface LaneBatch {
  readonly key: string;
  readonly records: readonly LogRecord[];
}

/** Logs that are read one after the other: the attempts of one container. */
export class LogLane {
  private readonly logs: { readonly log: LogToRead; readonly file: RotatingLog }[] = [];
  private readonly known = new Set<string>();

  /** Begins with the given logs, oldest first; with a tail, only as many of the last as it needs. */
  static async open(logs: readonly LogToRead[], begin: LogBeginning): Promise<LogLane> {
    const lane = new LogLane();
    for (const { key } of logs) lane.known.add(key);
    let found = 0;
    for (const log of logs.toReversed()) {
      const tailLines = begin.tailLines === undefined ? undefined : begin.tailLines - found;
      const opened = await RotatingLog.open(log.path, { ...begin, tailLines });
      lane.logs.unshift({ log, file: opened.log });
      found += opened.lines;
      if (begin.tailLines !== undefined && found >= begin.tailLines) break;
    }
    return lane;
  }

  /** Adds a later attempt; one that is known already is left alone. */
  async join(log: LogToRead): Promise<void> {
    if (this.known.has(log.key)) return;
    this.known.add(log.key);
    const { log: file } = await RotatingLog.open(log.path);
    this.logs.push({ log, file });
  }

  /** True when there is nothing more to come from the logs that it has. */
  get isDone(): boolean {
    return this.logs.length === 0;
  }

  /** The next records, never none; undefined when there are no more now. `mayEnd`: what is there now is all. */
  async read(mayEnd: boolean): Promise<LaneBatch | undefined> {
    for (let [first] = this.logs; first !== undefined; [first] = this.logs) {
      // Asked before the look, so that last words are not missed.
      const ended = mayEnd || first.log.ended();
      const records = await first.file.read();
      if (records !== undefined && records.length > 0) return { key: first.log.key, records };
      if (records !== undefined) continue;
      if (!ended) return undefined;
      this.logs.shift();
      await first.file.close();
    }
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.logs.map(({ file }) => file.close()));
  }
}
