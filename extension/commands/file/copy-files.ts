import { posix } from 'node:path';
import type { FilePlace } from '../../client/file-calls.ts';
import { copyIn, copyOut, type Copied, type CopyOptions } from '../../files/copy-tree.ts';
import { t } from '../../l10n.ts';
import { count, sizeOf } from '../../tree/words.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Asks what to copy from this machine, and where in the container. */
export async function copyToContainer(context: CommandContext, { container, dropped }: SubjectOf<'container'>): Promise<void> {
  const sources = dropped ?? (await chooseSources(context, container.name));
  if (sources.length === 0) return;
  const path = await askPath(context, t('The folder in {0} to copy into', container.name), '/');
  if (path !== undefined) await copyAllIn(context, sources, { containerId: container.id, path });
}

/** Asks for a file or folder in the container, and for a folder of this machine. */
export async function copyFromContainer(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const path = await askPath(context, t('The file or folder in {0} to copy', container.name), '');
  if (path !== undefined) await copyAllOut(context, [{ containerId: container.id, path }]);
}

/** The same from a line of the Files view. */
export async function copyInto(context: CommandContext, { place, name, dropped }: SubjectOf<'entry'>): Promise<void> {
  const sources = dropped ?? (await chooseSources(context, name));
  if (sources.length > 0) await copyAllIn(context, sources, place);
}

export function copyEntriesOut(context: CommandContext, entries: readonly SubjectOf<'entry'>[]): Promise<void> {
  return copyAllOut(
    context,
    entries.map(({ place }) => place),
  );
}

/** Files and folders of this machine into a folder of a container. */
async function copyAllIn(context: CommandContext, sources: readonly string[], directory: FilePlace): Promise<void> {
  await copy(context, {
    title: t('Copying into {0}', directory.path),
    sources,
    one: (source, options) => copyIn(source, directory, options),
  });
  context.documents.refreshFiles();
}

async function copyAllOut(context: CommandContext, places: readonly FilePlace[]): Promise<void> {
  const directory = await context.ui.chooseSource({ title: t('Copy to Folder'), action: t('Copy Here'), kind: 'folder' });
  if (directory === undefined) return;
  await copy(context, {
    title: t('Copying to {0}', directory),
    sources: places,
    one: (place, options) => copyOut(place, directory, options),
  });
}

interface Copying<Source> {
  readonly title: string;
  readonly sources: readonly Source[];
  readonly one: (source: Source, options: CopyOptions) => Promise<Copied>;
}

async function copy<Source>({ session, ui }: CommandContext, { title, sources, one }: Copying<Source>): Promise<void> {
  const all = await ui.progress({ title, cancellable: true }, async (report, signal) => {
    const done: Copied[] = [];
    let before = 0;
    for (const source of sources) {
      const onProgress = (name: string, bytes: number): void => {
        report({ message: `${posix.basename(name)} · ${sizeOf(before + bytes)}` });
      };
      const copied = await one(source, { client: session.client, signal, onProgress });
      before += copied.bytes;
      done.push(copied);
    }
    return done;
  });
  const files = all.reduce((sum, copied) => sum + copied.files, 0);
  const bytes = all.reduce((sum, copied) => sum + copied.bytes, 0);
  const skipped = all.flatMap((copied) => copied.skipped);
  const words = t('Copied {0}, {1}', count(files, 'file'), sizeOf(bytes));
  if (skipped.length === 0) ui.note(words);
  else ui.tell(t('{0}. Left out, as neither file nor folder: {1}', words, someOf(skipped)));
}

function someOf(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ');
  return paths.length > 5 ? t('{0} and {1} more', shown, paths.length - 5) : shown;
}

async function chooseSources({ ui }: CommandContext, onto: string): Promise<readonly string[]> {
  const kind = await ui.pick<'file' | 'folder'>({
    title: t('Copy to {0}', onto),
    placeholder: t('Choose what to copy'),
    items: [
      { label: t('File…'), icon: 'file', value: 'file' },
      { label: t('Folder…'), icon: 'folder', value: 'folder' },
    ],
  });
  if (kind === undefined) return [];
  const source = await ui.chooseSource({ title: t('Copy to {0}', onto), action: t('Copy'), kind });
  return source === undefined ? [] : [source];
}

async function askPath({ ui }: CommandContext, prompt: string, value: string): Promise<string | undefined> {
  const path = await ui.ask({
    title: t('Path in the Container'),
    prompt,
    value,
    placeholder: '/etc/app',
    check: (text) => (text.trim().startsWith('/') ? undefined : t('An absolute path, like /etc/app')),
  });
  return path?.trim();
}
