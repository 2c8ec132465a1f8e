import { posix } from 'node:path';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { count } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

type Entry = SubjectOf<'entry'>;

/** An empty file in a folder, opened. */
export async function newFile(context: CommandContext, entry: Entry): Promise<void> {
  const path = await askName(context, entry, { title: t('New File'), value: '' });
  if (path === undefined) return;
  const place = { ...entry.place, path };
  await context.session.client.writeFile(place, [], { onlyNew: true });
  context.documents.refreshFiles();
  await context.documents.openFile(place);
}

export async function newFolder(context: CommandContext, entry: Entry): Promise<void> {
  const path = await askName(context, entry, { title: t('New Folder'), value: '' });
  if (path === undefined) return;
  await context.session.client.makeDirectory({ ...entry.place, path });
  context.documents.refreshFiles();
}

export async function renameEntry(context: CommandContext, { place, name }: Entry): Promise<void> {
  const parent = { place: { ...place, path: posix.dirname(place.path) } };
  const path = await askName(context, parent, { title: t('Rename {0}', name), value: name });
  if (path === undefined || path === place.path) return;
  await context.session.client.renameFile(place, path, { overwrite: false });
  context.documents.refreshFiles();
}

export async function deleteEntry({ session, documents }: CommandContext, { place }: Entry): Promise<void> {
  await session.client.removeFile(place, { recursive: true });
  documents.refreshFiles();
}

/** Says what goes: there is no bin in a container. */
export function confirmDelete(entries: readonly Entry[]): {
  readonly question: string;
  readonly detail: string;
  readonly action: string;
} {
  const [first] = entries;
  const folders = entries.filter(({ directory }) => directory).length;
  return {
    question:
      entries.length === 1 && first !== undefined
        ? t('Delete {0} for good?', first.place.path)
        : t('Delete {0} for good?', count(entries.length, 'file')),
    detail: [
      ...(entries.length === 1 ? [] : entries.map(({ place }) => place.path)),
      ...(folders === 0 ? [] : [t('Folders go with all that is in them.')]),
    ].join('\n'),
    action: t('Delete'),
  };
}

async function askName(
  { ui }: CommandContext,
  { place }: Pick<Entry, 'place'>,
  { title, value }: { readonly title: string; readonly value: string },
): Promise<string | undefined> {
  const name = await ui.ask({
    title,
    prompt: t('In {0}', place.path),
    value,
    check: (text) =>
      text === '' || text === '.' || text === '..' || text.includes('/') ? t('A name without a slash') : undefined,
  });
  return name === undefined ? undefined : posix.join(place.path, name);
}
