import { RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import type { Subject } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Copies a link that opens this thing in VS Code; for several, one on each line. */
export async function copyLinks({ documents, ui }: CommandContext, subjects: readonly Subject[]): Promise<void> {
  const links = subjects.flatMap((subject) => documents.linkTo(subject) ?? []);
  if (links.length === 0) throw new RpcError('failed-precondition', t('there is no link to this'));
  await ui.copy(links.join('\n'));
  ui.note(links.length === 1 ? t('Link copied') : t('{0} links copied', links.length));
}
