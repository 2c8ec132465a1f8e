import { element } from './element.ts';

export interface TableRow {
  readonly key: string;
  /** Text, or an element of its own. */
  readonly cells: readonly (string | HTMLElement)[];
}

/** A plain table; every cell is text in the editor's font. */
export function table(headings: readonly string[], rows: readonly TableRow[]): HTMLElement {
  const head = element(
    'tr',
    {},
    headings.map((text) => element('th', { text, attributes: { scope: 'col' } })),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      { attributes: { 'data-key': row.key } },
      row.cells.map((cell) => (typeof cell === 'string' ? element('td', { text: cell }) : element('td', {}, [cell]))),
    ),
  );
  return element('table', {}, [element('thead', {}, [head]), element('tbody', {}, body)]);
}
