import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { askLimits } from '../container/ask-limits.ts';

/** Changes what all containers of a pod together may use. CRI does not tell what is in force: nothing is filled in. */
export async function setPodLimits({ session, ui }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const change = await askLimits(ui, t('Limits of pod {0}', pod.name), {});
  if (change === undefined) return;
  await session.client.updatePodResources(pod.id, change);
  ui.note(t('{0} has its new limits', pod.name));
}
