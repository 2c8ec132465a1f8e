import type { SubjectOf } from '../../tree/tree-node.ts';
import type { ConfirmOptions } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

type Subjects = readonly SubjectOf<'container'>[];

export function confirmRemoveContainer(subjects: Subjects): ConfirmOptions {
  const lines = subjects.map(({ container }) =>
    container.state === 'running' ? t('{0} (running: it is killed)', container.name) : container.name,
  );
  return {
    question: t('Remove {0}?', subjects.length === 1 ? t('container {0}', lines[0] ?? '') : t('{0} containers', subjects.length)),
    detail: t('{0}\n\nWritable layers go with them. Log files and images stay.', lines.join('\n')),
    action: t('Remove'),
  };
}

/** Removes a container; a running one is killed. */
export async function removeContainer({ session }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.removeContainer(container.id);
}
