import { element } from '../../components/element.ts';
import { styledText } from './ansi-text.ts';
import type { StyledText } from './ansi-text.ts';
import type { StoredLine } from './log-store.ts';

export interface LineOptions {
  readonly timestamps: boolean;
  /** Whether each line says whose it is. */
  readonly sources: boolean;
  /** In lower case; '' for none. */
  readonly search: string;
  /** The same colour of CSS, or one that can be read on the page's background. */
  readonly readable: (color: string) => string;
  /** The line that the search stands on. */
  readonly current: boolean;
}

/** Colours for names of containers: as many as a terminal has that are neither black nor white nor the red of errors. */
const SOURCE_COLOURS = 5;

/** One line; all of it is text, and colours are classes. */
export function renderLine(line: StoredLine, options: LineOptions): HTMLElement {
  const parts: Node[] = [];
  if (options.timestamps)
    parts.push(element('span', { className: 'time', text: timeOf(line.time) }), document.createTextNode(' '));
  if (options.sources)
    parts.push(
      element('span', { className: `source source-${String(hash(line.source) % SOURCE_COLOURS)}`, text: line.source }),
      document.createTextNode(' '),
    );
  parts.push(...piecesOf(line, options));
  const className = `line${line.isError ? ' error' : ''}${options.current ? ' current' : ''}`;
  return element('div', { className }, parts);
}

function piecesOf(line: StoredLine, { search, readable }: LineOptions): readonly Node[] {
  const marks = search === '' ? [] : matchesIn(line.plain.toLowerCase(), search);
  const made: Node[] = [];
  let at = 0;
  for (const styled of styledText(line.coloured)) {
    const isPlain = styled.color === '' || styled.background !== '' || styled.classes.some((name) => name.startsWith('ansi-on-'));
    const piece = isPlain ? styled : { ...styled, color: readable(styled.color) };
    const cuts = marks.flatMap((start) => [start, start + search.length]).map((cut) => cut - at);
    const inside = cuts.filter((cut) => cut > 0 && cut < piece.text.length);
    let from = 0;
    for (const to of [...inside, piece.text.length]) {
      const isMark = marks.some((start) => at + from >= start && at + from < start + search.length);
      made.push(pieceOf({ ...piece, text: piece.text.slice(from, to) }, isMark));
      from = to;
    }
    at += piece.text.length;
  }
  return made;
}

function pieceOf({ text, classes, color, background }: StyledText, isMark: boolean): Node {
  if (!isMark && classes.length === 0 && color === '' && background === '') return document.createTextNode(text);
  const made = element(isMark ? 'mark' : 'span', { className: classes.join(' '), text });
  if (color !== '') made.style.color = color;
  if (background !== '') made.style.backgroundColor = background;
  return made;
}

/** Where the search begins in a line; they do not overlap. */
function matchesIn(text: string, search: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + search.length)) found.push(at);
  return found;
}

/** Local, to the millisecond: "2026-01-02 03:04:05.678". */
export function timeOf(ms: number): string {
  if (ms === 0) return '';
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at += 1) value = (value * 31 + text.charCodeAt(at)) >>> 0;
  return value;
}
