/** One record of a CRI log file: `<RFC 3339 nano> <stdout|stderr> <tags> <text>`. */
export interface LogRecord {
  /** Nanoseconds since the epoch (as a double: exact to 256 ns). */
  readonly timeNs: number;
  readonly stream: 'stdout' | 'stderr';
  /** Without the newline; the container's own bytes. */
  readonly text: Buffer;
  /** The line goes on in the next record of this stream. */
  readonly partial: boolean;
}

const SPACE = 0x20;

/** Reads one line (without its newline); undefined for bytes that are no log record. */
export function parseLogRecord(line: Buffer): LogRecord | undefined {
  const afterTime = line.indexOf(SPACE);
  const afterStream = line.indexOf(SPACE, afterTime + 1);
  const afterTags = line.indexOf(SPACE, afterStream + 1);
  if (afterTime <= 0 || afterStream < 0) return undefined;
  const stream = line.toString('latin1', afterTime + 1, afterStream);
  if (stream !== 'stdout' && stream !== 'stderr') return undefined;
  const timeNs = parseTimeNs(line.toString('latin1', 0, afterTime));
  if (timeNs === undefined) return undefined;
  const tagsEnd = afterTags < 0 ? line.length : afterTags;
  const tags = line.toString('latin1', afterStream + 1, tagsEnd).split(':');
  return { timeNs, stream, text: line.subarray(Math.min(tagsEnd + 1, line.length)), partial: tags[0] === 'P' };
}

function parseTimeNs(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return undefined;
  const [, seconds = '', fraction = '', zone = ''] = match;
  const ms = millisecondsOf(seconds + zone);
  return Number.isNaN(ms) ? undefined : ms * 1e6 + Number(fraction.padEnd(9, '0'));
}

/** Most records are of the same second as the one before, and reading a date is most of the work. */
let last = { text: '', ms: Number.NaN };

function millisecondsOf(text: string): number {
  if (last.text !== text) last = { text, ms: Date.parse(text) };
  return last.ms;
}
