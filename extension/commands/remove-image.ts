import type { SubjectOf } from '../tree/tree-node.ts';
import { count, sizeOf } from '../tree/words.ts';
import type { ConfirmOptions } from '../ui/ui.ts';
import type { CommandContext } from './command.ts';

export function confirmRemoveImage(subjects: readonly SubjectOf<'image'>[], { session }: CommandContext): ConfirmOptions {
  const images = [...new Map(subjects.map(({ image }) => [image.id, image])).values()];
  const inUse = new Set(session.images.snapshot.value?.inUse);
  const lines = images.map((image) => {
    const names = image.tags.length > 0 ? image.tags : image.digests;
    const used = inUse.has(image.id) || names.some((name) => inUse.has(name)) ? ', used by a container' : '';
    return `${names.join(', ')} (${sizeOf(image.sizeBytes)}${used})`;
  });
  const what = images.length === 1 ? (subjects[0]?.name ?? '') : count(images.length, 'image');
  return { question: `Remove ${what}?`, detail: `All names of an image go with it:\n${lines.join('\n')}`, action: 'Remove' };
}

/** Removes an image with all its names. */
export async function removeImage({ session }: CommandContext, { image }: SubjectOf<'image'>): Promise<void> {
  await session.client.removeImage(image.id);
}
