import { parseLogRecord, type LogRecord } from './log-record.ts';

/** A record longer than this is no CRI log line: it is dropped rather than kept in memory. */
const MAX_LINE_BYTES = 1024 * 1024;

/** Cuts the bytes of a log file into records; what is no record is left out. */
export class LineSplitter {
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;

  /** The records that end in this chunk. They share its memory: it must not be written again. */
  split(chunk: Buffer): LogRecord[] {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const records: LogRecord[] = [];
    let start = 0;
    for (let end = data.indexOf(0x0a, start); end >= 0; end = data.indexOf(0x0a, start)) {
      const record = this.skipping ? undefined : parseLogRecord(data.subarray(start, end));
      this.skipping = false;
      if (record !== undefined) records.push(record);
      start = end + 1;
    }
    this.rest = data.subarray(start);
    if (this.rest.length > MAX_LINE_BYTES) {
      this.rest = Buffer.alloc(0);
      this.skipping = true;
    }
    return records;
  }

  /** Forgets a line that has begun. */
  reset(): void {
    this.rest = Buffer.alloc(0);
    this.skipping = false;
  }
}
