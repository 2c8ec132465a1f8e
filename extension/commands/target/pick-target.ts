import { RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import type { Target } from '../../target/target.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** The runtime that a command was called on, or one from a picker. Undefined when dismissed. */
export async function pickTarget(
  { targets, ui }: CommandContext,
  subject: SubjectOf<'target'> | undefined,
  accepts: (target: Target) => boolean = () => true,
): Promise<Target | undefined> {
  if (subject?.target !== undefined) return subject.target;
  const fitting = targets.list.filter(accepts);
  if (fitting.length === 0)
    throw new RpcError('not-found', t('there is no other runtime'), { hint: t('name one with Slipway: Add Target') });
  return ui.pick({
    title: t('Targets'),
    placeholder: t('Choose a runtime'),
    items: fitting.map((target) => ({
      label: target.label,
      description: target.socket,
      icon: target.id === targets.chosen.id ? 'check' : 'vm',
      value: target,
    })),
  });
}
