import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { askLimits } from './ask-limits.ts';

/** Changes what a container may use, while it runs. */
export async function setContainerLimits({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const { client } = session;
  const change = await askLimits(ui, t('Limits of {0}', container.name), await client.containerResources(container.id));
  if (change === undefined) return;
  await client.updateContainerResources(container.id, change);
  ui.note(t('{0} has its new limits', container.name));
}
