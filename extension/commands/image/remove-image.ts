import type { Image } from '../../client/types.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { sizeOf } from '../../tree/words.ts';
import type { ConfirmOptions } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** All names that go with the images, and the containers that were made from them, which keep their layers. */
export async function confirmRemoveImage(
  subjects: readonly SubjectOf<'image'>[],
  { session }: CommandContext,
): Promise<ConfirmOptions> {
  const images = [...new Map(subjects.map(({ image }) => [image.id, image])).values()];
  const containers = await session.client.listContainers();
  const lines = images.map((image) => {
    const users = containers.filter((container) => isOf(image, [container.imageId, container.image]));
    const used =
      users.length === 0 ? '' : `\n    ${t('used by {0}', users.map(({ name, state }) => `${name} (${state})`).join(', '))}`;
    return `${namesOf(image).join(', ')} (${sizeOf(image.sizeBytes)}${image.pinned ? `, ${t('pinned')}` : ''})${used}`;
  });
  const what = images.length === 1 ? (subjects[0]?.name ?? '') : t('{0} images', images.length);
  return {
    question: t('Remove {0}?', what),
    detail: t('All names of an image go with it:\n{0}', lines.join('\n')),
    action: t('Remove'),
  };
}

/** Removes an image with all its names. */
export async function removeImage({ session }: CommandContext, { image }: SubjectOf<'image'>): Promise<void> {
  await session.client.removeImage(image.id);
}

const namesOf = ({ tags, digests, id }: Image): readonly string[] =>
  tags.length > 0 ? tags : digests.length > 0 ? digests : [id];

function isOf(image: Image, names: readonly string[]): boolean {
  return names.some((name) => name === image.id || image.tags.includes(name) || image.digests.includes(name));
}
