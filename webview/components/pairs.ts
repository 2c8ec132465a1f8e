import type { Pair } from '../protocol.ts';
import { nothing } from './section.ts';
import { table } from './table.ts';
import { t } from '../l10n.ts';

/** Names and values as a table, or a quiet line for none. */
export function pairTable(heading: string, list: readonly Pair[], none: string): HTMLElement {
  if (list.length === 0) return nothing(none);
  return table(
    [heading, t('Value')],
    list.map(({ name, value }) => ({ key: name, cells: [name, value] })),
  );
}
