import { t } from '../../l10n.ts';
import { containerLogId } from '../../logs/log-subject.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** The logs of all chosen containers in one panel. */
export async function showLogsPanel({ documents }: CommandContext, subjects: readonly SubjectOf<'container'>[]): Promise<void> {
  const containers = subjects.map(({ container }) => container);
  const [first] = containers;
  if (first === undefined) return;
  const name =
    containers.length === 1 ? t('{0} — logs', first.name) : t('{0} and {1} more — logs', first.name, containers.length - 1);
  await documents.openPanel('logs', { id: containerLogId(containers.map(({ id }) => id)), name });
}
