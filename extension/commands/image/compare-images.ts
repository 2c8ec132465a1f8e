import { RpcError, isRpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import { imageView, layerDigests } from '../../panels/image-view.ts';
import { imageFiles } from '../../panels/layer-changes.ts';
import type { ImageFiles } from '../../panels/layer-changes.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { shortId, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { differenceText, sizesOf } from './difference-text.ts';
import type { ComparedImage } from './difference-text.ts';
import { configLines, fileDifferences } from './image-differences.ts';
import type { FileDifference, FileDifferenceKind } from './image-differences.ts';

type ImageSubject = SubjectOf<'image'>;

/** About 100 MB for each image in the worst case. */
const MOST_FILES = 400_000;
/** More are in the text. */
const MOST_ITEMS = 1000;
const ICONS: Readonly<Record<FileDifferenceKind, string>> = {
  changed: 'diff-modified',
  retouched: 'diff-modified',
  added: 'diff-added',
  removed: 'diff-removed',
};

/** Two images: all differences as a text, or one file beside the other. With one image it asks for the other. */
export async function compareImages(context: CommandContext, subjects: readonly ImageSubject[]): Promise<void> {
  const [before, second] = subjects;
  if (before === undefined || subjects.length > 2)
    throw new RpcError('invalid-argument', t('two images can be compared, not {0}', subjects.length));
  const after = second ?? (await chooseOther(context, before));
  if (after === undefined) return;
  if (before.image.id === after.image.id) {
    context.ui.note(t('{0} and {1} are names of the same image', before.name, after.name));
    return;
  }
  const [one, other] = await context.ui.progress(
    { title: t('Comparing {0} with {1}', before.name, after.name), cancellable: true },
    async (_report, signal) => Promise.all([before, after].map((subject) => look(context, subject, signal))),
  );
  if (one === undefined || other === undefined) return;
  const differences = one.files === undefined || other.files === undefined ? [] : fileDifferences(one.files, other.files);
  const chosen = differences.length === 0 ? 'all' : await choose(context, { before, after, differences });
  if (chosen === 'all') {
    const title = t('{0} ↔ {1}', before.name, after.name);
    await context.ui.showText({ title, text: differenceText(one, other, differences), language: 'diff' });
  } else if (chosen !== undefined) await openDifference(context, { before, after, chosen });
}

async function chooseOther({ session, ui }: CommandContext, { image, name }: ImageSubject): Promise<ImageSubject | undefined> {
  const others = (session.images.snapshot.value?.images ?? []).filter(({ id }) => id !== image.id);
  if (others.length === 0) throw new RpcError('failed-precondition', t('there is no other image to compare it with'));
  return ui.pick({
    title: t('Compare {0}', name),
    placeholder: t('With which image?'),
    items: others.flatMap((other) =>
      (other.tags.length > 0 ? other.tags : [...other.digests, other.id].slice(0, 1)).map((label) => ({
        label,
        description: sizeOf(other.sizeBytes),
        icon: 'package',
        value: { kind: 'image' as const, image: other, name: label },
      })),
    ),
  });
}

async function look(
  { session: { client } }: CommandContext,
  { image, name }: ImageSubject,
  signal: AbortSignal,
): Promise<ComparedImage> {
  const details = await client.imageStatus(image.id, { signal });
  if (details === undefined) throw new RpcError('not-found', t('the image {0} is not there any more', name));
  const view = imageView({ name, image: details, history: undefined, users: [] });
  return { name, layers: layerDigests(details), config: configLines(view), files: await filesOf() };

  async function filesOf(): Promise<ImageFiles | undefined> {
    try {
      return await imageFiles(client.layerFiles(image.id, { signal }), MOST_FILES);
    } catch (error) {
      if (isRpcError(error, 'unimplemented')) return undefined;
      throw error;
    }
  }
}

interface Pair {
  readonly before: ImageSubject;
  readonly after: ImageSubject;
}

async function choose(
  { ui }: CommandContext,
  { before, after, differences }: Pair & { readonly differences: readonly FileDifference[] },
): Promise<FileDifference | 'all' | undefined> {
  const titles: Readonly<Record<FileDifferenceKind, string>> = {
    changed: t('changed'),
    added: t('added'),
    removed: t('removed'),
    retouched: t('another time'),
  };
  return ui.pick<FileDifference | 'all'>({
    title: t('{0} ↔ {1}', before.name, after.name),
    placeholder: t('All differences, or one file?'),
    items: [
      {
        label: t('All Differences'),
        description: t('{0} files, and the configuration', differences.length),
        icon: 'diff',
        value: 'all',
      },
      ...differences.slice(0, MOST_ITEMS).map((difference) => ({
        label: difference.path,
        description: `${titles[difference.kind]}, ${sizesOf(difference)}`,
        icon: ICONS[difference.kind],
        value: difference,
      })),
    ],
  });
}

/** What is in one image only has nothing to be compared with. */
async function openDifference(
  { documents }: CommandContext,
  { before, after, chosen: { path, kind } }: Pair & { readonly chosen: FileDifference },
): Promise<void> {
  const old = { image: shortId(before.image.id), path };
  const fresh = { image: shortId(after.image.id), path };
  if (kind === 'added') await documents.openFile(fresh);
  else if (kind === 'removed') await documents.openFile(old);
  else await documents.compareFiles(old, fresh, `${path} (${t('{0} ↔ {1}', before.name, after.name)})`);
}
