// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { plainText } from '../../webview/components/plain-text.ts';
import { styledText } from '../../webview/panels/logs/ansi-text.ts';
import { createLogSearch } from '../../webview/panels/logs/log-search.ts';
import { createLogStore } from '../../webview/panels/logs/log-store.ts';
import type { StoredLine } from '../../webview/panels/logs/log-store.ts';
import { contrast, readable } from '../../webview/panels/logs/readable-colours.ts';
import { renderLine } from '../../webview/panels/logs/render-line.ts';
import { FIRST_SETTINGS, localTime, settingsFrom, timeFrom } from '../../webview/panels/logs/settings.ts';
import type { LogsLine } from '../../webview/protocol.ts';

const ESCAPE = '\u001b';
const STDERR = 1;
const PARTIAL = 2;
const batch = (...lines: LogsLine[]): { lines: LogsLine[]; sources: string[] } => ({ lines, sources: ['web', 'db'] });
const said = (store: ReturnType<typeof createLogStore>): string[] =>
  Array.from({ length: store.length }, (_, at) => store.line(store.dropped + at)?.plain ?? '?');

describe('the lines that a logs page keeps', () => {
  it('are the newest ones up to its limit, under numbers that stay', () => {
    const store = createLogStore({ limit: 3 });
    for (let n = 0; n < 5; n += 1) store.add(batch([n, 0, 0, `line ${String(n)}`]));
    expect(said(store)).toEqual(['line 2', 'line 3', 'line 4']);
    expect([store.length, store.dropped, store.total]).toEqual([3, 2, 5]);
    expect([store.line(1), store.line(5)]).toEqual([undefined, undefined]);
  });

  it('put parts of a line together, each source and stream for itself, and not without end', () => {
    const store = createLogStore({ limit: 10 });
    store.add(batch([1, 0, PARTIAL, 'one '], [1, 1, 0, 'other'], [1, 0, PARTIAL | STDERR, 'err '], [2, 0, 0, 'two']));
    store.add(batch([3, 0, STDERR, 'or']));
    expect(said(store)).toEqual(['other', 'one two', 'err or']);
    store.add(batch([4, 0, PARTIAL, 'x'.repeat(70_000)]));
    expect(store.length).toBe(4);
  });

  it('are found by their time', () => {
    const store = createLogStore({ limit: 3 });
    for (const time of [10, 20, 30, 40]) store.add(batch([time, 0, 0, '']));
    expect([0, 20, 25, 40, 41].map((time) => store.at(time))).toEqual([1, 1, 2, 3, 4]);
  });

  it('are searched whatever their case, also those that come later, and round the end', () => {
    const store = createLogStore({ limit: 4 });
    const search = createLogSearch(store);
    store.add(batch([1, 0, 0, 'Error one'], [2, 0, 0, 'fine']));
    search.set('ERROR');
    store.add(batch([3, 0, 0, 'an error']));
    search.update();
    expect([search.count, search.next(-1, 1), search.next(0, 1), search.next(2, 1), search.next(0, -1)]).toEqual([2, 0, 2, 0, 2]);
    store.add(batch([4, 0, 0, 'a'], [5, 0, 0, 'b']));
    search.update();
    expect([search.count, search.position(2)]).toEqual([1, 1]);
  });
});

describe('a line of a logs page', () => {
  it('keeps its colours and loses all else that moves a terminal', () => {
    const line = `${ESCAPE}[2J${ESCAPE}]0;title\u0007${ESCAPE}[1;31mred${ESCAPE}[m plain ${ESCAPE}[38;5;196mtable${ESCAPE}[0m\r`;
    expect(plainText(line)).toBe('red plain table');
    expect(styledText(line).map(({ text, classes, color }) => [text, classes, color])).toEqual([
      ['red', ['ansi-red', 'ansi-bold'], ''],
      [' plain ', [], ''],
      ['table', [], 'rgb(255 0 0)'],
    ]);
  });

  it('is text, whatever a container writes', () => {
    const made = renderLine(stored('<img src=x onerror=alert(1)> <b>'), options());
    expect(made.querySelector('img, b')).toBeNull();
    expect(made.textContent).toBe('<img src=x onerror=alert(1)> <b>');
  });

  it('marks what is searched across colours', () => {
    const made = renderLine(stored(`an ${ESCAPE}[31merr${ESCAPE}[0mor here`), options({ search: 'error' }));
    expect([...made.querySelectorAll('mark')].map((mark) => [mark.textContent, mark.className])).toEqual([
      ['err', 'ansi-red'],
      ['or', ''],
    ]);
    expect(made.textContent).toBe('an error here');
  });

  it('has free colours that can be read, and leaves those alone that stand on one of their own', () => {
    const readable = (): string => 'rgb(1, 2, 3)';
    const made = renderLine(stored(`${ESCAPE}[38;5;208ma${ESCAPE}[48;5;17mb${ESCAPE}[0m`), options({ readable }));
    expect([...made.querySelectorAll('span')].map(({ style }) => style.color)).toEqual(['rgb(1, 2, 3)', 'rgb(255 135 0)']);
  });

  it('says when and whose it is where that is wanted', () => {
    const made = renderLine(stored('x'), options({ timestamps: true, sources: true }));
    expect(made.textContent).toMatch(/^2026-01-0\d \d\d:\d\d:\d\d\.678 web x$/);
  });
});

describe('a colour of a log', () => {
  it.each([
    ['red on black', [205, 49, 49], [18, 19, 20]],
    ['blue on dark grey', [0, 0, 238], [31, 31, 31]],
    ['yellow on white', [229, 229, 16], [255, 255, 255]],
    ['white on white', [255, 255, 255], [250, 250, 250]],
  ] as const)('can be read: %s', (_name, color, background) => {
    expect(contrast(color, background)).toBeLessThan(4.5);
    expect(contrast(readable(color, background), background)).toBeGreaterThanOrEqual(4.5);
  });

  it('is the theme’s own where that can be read', () => {
    expect(readable([255, 128, 128], [0, 0, 0])).toEqual([255, 128, 128]);
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  });
});

describe('what somebody chose in a logs page', () => {
  it('comes back after a reload, without what this version does not know', () => {
    expect(settingsFrom({ ...FIRST_SETTINGS, wrap: true, tailLines: 'many', more: 1 })).toEqual({
      ...FIRST_SETTINGS,
      wrap: true,
    });
    expect([undefined, null, 'x'].map(settingsFrom)).toEqual(Array(3).fill(FIRST_SETTINGS));
    expect(timeFrom(localTime(1_767_323_045_000))).toBe(1_767_323_045_000);
    expect([timeFrom(''), localTime(0)]).toEqual([0, '']);
  });
});

function stored(coloured: string): StoredLine {
  const time = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  return { number: 0, time, source: 'web', isError: false, plain: plainText(coloured), coloured };
}

function options(given: Partial<Parameters<typeof renderLine>[1]> = {}): Parameters<typeof renderLine>[1] {
  return { timestamps: false, sources: false, readable: (color) => color, search: '', current: false, ...given };
}
