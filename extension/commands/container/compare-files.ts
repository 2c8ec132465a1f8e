import { RpcError, isRpcError } from '../../client/rpc-error.ts';
import type { FileChange } from '../../client/container-calls.ts';
import type { Container } from '../../client/types.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { shortId, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';

/** One of the files that a container has changed, beside the one in its image. */
export async function compareFiles(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const { session, ui, documents } = context;
  const changes = await ui.progress(
    { title: t('Comparing {0} with its image', container.name), cancellable: true },
    (_report, signal) => session.client.containerChanges(container.id, { signal }),
  );
  const files = changes.filter(({ directory }) => !directory).toSorted(worthSeeingFirst);
  if (files.length === 0) {
    ui.note(t('{0} has changed no file', container.name));
    return;
  }
  const titles = { added: t('added'), modified: t('changed'), deleted: t('deleted') };
  const chosen = await ui.pick({
    title: t('Compare Files of {0} with Its Image', container.name),
    placeholder: t('Which file?'),
    items: files.map((file) => ({
      label: `/${file.path}`,
      description: file.kind === 'deleted' ? titles.deleted : `${titles[file.kind]}, ${sizeOf(file.sizeBytes)}`,
      icon: ICONS[file.kind],
      value: file,
    })),
  });
  if (chosen === undefined) return;
  const path = `/${chosen.path}`;
  // What is on one side only has nothing to be compared with.
  if (chosen.kind === 'added') await documents.openFile({ containerId: shortId(container.id), path });
  else if (chosen.kind === 'deleted') await documents.openFile({ image: shortId(container.imageId), path });
  else await openBoth(context, container, path);
}

/** A line of the Files view: a file of a container, beside the one in its image. */
export async function compareEntry(context: CommandContext, { place }: SubjectOf<'entry'>): Promise<void> {
  const { session, ui } = context;
  const id = 'containerId' in place ? place.containerId : '';
  const container = session.pods.snapshot.value?.containers.find((each) => id !== '' && each.id.startsWith(id));
  if (container === undefined) throw new RpcError('not-found', t('the container {0} is not there any more', id));
  try {
    await session.client.statFile({ image: shortId(container.imageId), path: place.path });
  } catch (error) {
    if (!isRpcError(error, 'not-found')) throw error;
    ui.note(t('{0} is not in the image of {1}', place.path, container.name));
    return;
  }
  await openBoth(context, container, place.path);
}

const ICONS: Readonly<Record<FileChange['kind'], string>> = {
  added: 'diff-added',
  modified: 'diff-modified',
  deleted: 'diff-removed',
};

async function openBoth({ documents }: CommandContext, container: Container, path: string): Promise<void> {
  const before = { image: shortId(container.imageId), path };
  const after = { containerId: shortId(container.id), path };
  await documents.compareFiles(before, after, t('{0} (image ↔ {1})', path, container.name));
}

/** What can be compared, then what is new, then what is gone. */
function worthSeeingFirst(one: FileChange, other: FileChange): number {
  const order: readonly FileChange['kind'][] = ['modified', 'added', 'deleted'];
  return order.indexOf(one.kind) - order.indexOf(other.kind);
}
