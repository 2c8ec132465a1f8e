import { t } from '../../l10n.ts';
import type { FileChange } from '../../client/container-calls.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

const SIGNS: Readonly<Record<FileChange['kind'], string>> = { added: '+', modified: '!', deleted: '-' };

/** What a container has added to, changed in and deleted from the files of its image. */
export async function showChanges({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const changes = await ui.progress(
    { title: t('Comparing {0} with its image', container.name), cancellable: true },
    (_report, signal) => session.client.containerChanges(container.id, { signal }),
  );
  if (changes.length === 0) {
    ui.note(t('{0} has changed nothing', container.name));
    return;
  }
  const lines = changes.map(({ path, kind, sizeBytes, directory }) => {
    const size = directory || kind === 'deleted' ? '' : sizeOf(sizeBytes);
    return `${SIGNS[kind]} ${size.padStart(8)}  /${path}${directory ? '/' : ''}`;
  });
  await ui.showText({ title: t('Changes of {0}', container.name), text: `${lines.join('\n')}\n`, language: 'diff' });
}
