import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { debugShellOf } from './open-shell.ts';

/** A terminal with a shell of another image beside the container, with its processes and its network. */
export async function debugContainer(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const shell = await debugShellOf(context, container, t('Debug {0}', container.name));
  if (shell !== undefined) context.ui.openStream({ name: t('Debug {0}', container.name), icon: 'debug-alt', ...shell });
}
