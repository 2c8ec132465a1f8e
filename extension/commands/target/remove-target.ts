import { RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { pickTarget } from './pick-target.ts';

/** Forgets runtimes that somebody has named. Nothing happens to them, or to what runs there. */
export async function removeTarget(context: CommandContext, subjects: readonly SubjectOf<'target'>[]): Promise<void> {
  const all = subjects.length === 0 ? [undefined] : subjects;
  for (const subject of all) {
    const target = await pickTarget(context, subject, ({ kind }) => kind === 'foreign');
    if (target === undefined) return;
    if (target.kind !== 'foreign') throw new RpcError('failed-precondition', t('{0} is always there', target.label));
    await context.targets.remove(target.id);
    context.ui.note(t('{0} is forgotten; what runs there runs on', target.label));
  }
}
