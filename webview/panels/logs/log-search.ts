import type { LogStore } from './log-store.ts';

/** The lines of a store that hold a text, whatever its case. */
export interface LogSearch {
  /** In lower case. */
  readonly text: string;
  readonly count: number;
  /** Of all matches, from 1; 0 when the line is none. */
  position(number: number): number;
  set(text: string): void;
  /** Looks at what came since. */
  update(): void;
  /** The next match behind a line, or before it; goes round. Undefined where there is none. */
  next(from: number, direction: 1 | -1): number | undefined;
}

export function createLogSearch(store: LogStore): LogSearch {
  let text = '';
  let matches: number[] = [];
  let seen = 0;
  const update = (): void => {
    if (store.total < seen) [matches, seen] = [[], 0];
    const stale = matches.findIndex((number) => number >= store.dropped);
    if (stale !== 0) matches = stale < 0 ? [] : matches.slice(stale);
    if (text === '') return;
    for (seen = Math.max(seen, store.dropped); seen < store.total; seen += 1)
      if (store.line(seen)?.plain.toLowerCase().includes(text) === true) matches.push(seen);
  };
  return {
    get text() {
      return text;
    },
    get count() {
      return matches.length;
    },
    position: (number) => matches.indexOf(number) + 1,
    set: (wanted) => {
      text = wanted.toLowerCase();
      [matches, seen] = [[], 0];
      update();
    },
    update,
    next: (from, direction) =>
      direction === 1
        ? (matches.find((number) => number > from) ?? matches[0])
        : (matches.findLast((number) => number < from) ?? matches.at(-1)),
  };
}
