import type { LogsBatch } from '../../protocol.ts';
import { plainText } from '../../components/plain-text.ts';

/** One line as the page keeps it. */
export interface StoredLine {
  /** Counts from 0 for the first one of the reading, and stays the line's. */
  readonly number: number;
  readonly time: number;
  readonly source: string;
  readonly isError: boolean;
  /** Without control sequences: what is searched and copied. */
  readonly plain: string;
  /** With its colours; equal to `plain` where it has none. */
  readonly coloured: string;
}

/** The newest lines of a log: with the limit passed, the oldest ones go. */
export interface LogStore {
  /** What is kept; `dropped` is the number of the first one. */
  readonly length: number;
  readonly dropped: number;
  /** All lines that ever came. */
  readonly total: number;
  /** By number; undefined for one that is not kept. */
  line(number: number): StoredLine | undefined;
  add(batch: Pick<LogsBatch, 'lines' | 'sources'>): void;
  clear(): void;
  /** The number of the first line at or after a time, milliseconds since 1970; the next one's when there is none. */
  at(time: number): number;
}

export interface LogStoreOptions {
  readonly limit: number;
  /** Leaves out what the runtime could not. */
  readonly wanted?: (plain: string) => boolean;
}

const STDERR = 1;
const PARTIAL = 2;
/** Parts of a line are put together up to this; what a container writes without any end must not fill the page. */
const LONGEST = 64 * 1024;

export function createLogStore({ limit, wanted = () => true }: LogStoreOptions): LogStore {
  /** By number modulo the limit. */
  let ring: StoredLine[] = [];
  let total = 0;
  /** Lines whose end has not come yet, by source and stream. */
  const open = new Map<string, string>();
  const length = (): number => Math.min(total, limit);
  const put = (line: Omit<StoredLine, 'number'>): void => {
    ring[total % limit] = { ...line, number: total };
    total += 1;
  };
  const line = (number: number): StoredLine | undefined =>
    number < total - length() || number >= total ? undefined : ring[number % limit];
  return {
    get length() {
      return length();
    },
    get dropped() {
      return total - length();
    },
    get total() {
      return total;
    },
    line,
    add: ({ lines, sources }) => {
      for (const [time, from, flags, text] of lines) {
        const key = `${String(from)} ${String(flags & STDERR)}`;
        const before = open.get(key);
        const coloured = before === undefined ? text : before + text;
        if ((flags & PARTIAL) !== 0 && coloured.length < LONGEST) {
          open.set(key, coloured);
          continue;
        }
        if (before !== undefined) open.delete(key);
        const plain = plainText(coloured);
        if (wanted(plain)) put({ time, source: sources[from] ?? '', isError: (flags & STDERR) !== 0, plain, coloured });
      }
    },
    clear: () => {
      ring = [];
      total = 0;
      open.clear();
    },
    at: (time) => {
      let [low, high] = [total - length(), total];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((line(middle)?.time ?? 0) < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
