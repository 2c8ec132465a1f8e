import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Saves memory and files of a container into an archive; it goes on. */
export async function checkpointContainer({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const title = t('Checkpoint {0}', container.name);
  const location = await ui.chooseTarget({ title, name: `${container.name}.checkpoint.tar` });
  if (location === undefined) return;
  await ui.progress({ title, cancellable: true }, (_report, signal) =>
    session.client.checkpointContainer(container.id, location, { signal }),
  );
  ui.note(t('{0} is saved in {1}', container.name, location));
}
