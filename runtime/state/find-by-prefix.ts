import { CriError } from '../base/cri-error.ts';
import type { RecordTable } from '../base/record-table.ts';

/**
 * The record whose id is `text`, or the only one whose id begins with it; undefined when there is none.
 * Throws invalid-argument, with the candidates, when several begin with it, and for an empty `text`.
 */
export function findByPrefix<Id extends string, Item extends { readonly id: Id }>(
  table: Pick<RecordTable<Id, Item>, 'get' | 'list'>,
  text: string,
): Item | undefined {
  if (text === '') throw new CriError('invalid-argument', 'the id is empty', { hint: 'give an id or a unique beginning of one' });
  const exact = table.get(text as Id);
  if (exact !== undefined) return exact;
  const candidates = table.list().filter((item) => item.id.startsWith(text));
  if (candidates.length < 2) return candidates[0];
  const shown = candidates.slice(0, 5).map((item) => item.id.slice(0, Math.max(12, text.length + 4)));
  const more = candidates.length > shown.length ? ` and ${String(candidates.length - shown.length)} more` : '';
  throw new CriError('invalid-argument', `id ${text} is ambiguous: ${shown.join(', ')}${more}`, {
    hint: 'give more digits of the id',
  });
}
