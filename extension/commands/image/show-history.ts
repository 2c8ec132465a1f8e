import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { ageOf, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

/** What made each layer of an image, the newest first, as a document. */
export async function showHistory({ session, ui }: CommandContext, { image, name }: SubjectOf<'image'>): Promise<void> {
  const entries = await session.client.imageHistory(image.id);
  const rows = entries.toReversed().map(({ created, createdBy, comment, layer, sizeBytes }) => {
    const age = ageOf(Date.parse(created) || 0, Date.now());
    const size = layer === '' ? '' : sizeOf(sizeBytes);
    return `${age.padStart(4)}  ${size.padStart(8)}  ${[createdBy.trim(), comment.trim()].filter((text) => text !== '').join('  # ')}`;
  });
  await ui.showText({ title: t('History of {0}', name), text: `${rows.join('\n')}\n`, language: 'shellscript' });
}
