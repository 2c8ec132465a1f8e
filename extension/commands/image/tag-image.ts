import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem } from './image-name.ts';
import { t } from '../../l10n.ts';

/** Asks for one more name of an image; a name that another image has moves. */
export async function tagImage({ session, ui }: CommandContext, { image, name }: SubjectOf<'image'>): Promise<void> {
  const given = await ui.ask({
    title: t('Tag {0}', name),
    prompt: t('One more name for this image; it leaves the image that has it'),
    value: image.tags.includes(name) ? name : '',
    placeholder: 'registry.example.com/team/app:1.2',
    check: (text) => (text.includes('@') ? 'A digest cannot be given' : imageNameProblem(text)),
  });
  if (given === undefined) return;
  const movedFrom = await session.client.tagImage(image.id, given.trim());
  ui.note(t('{0} names this image now{1}', given.trim(), movedFrom === '' ? '' : ', no longer the one before'));
}

/** Takes this one name from its image. */
export async function untagImage({ session }: CommandContext, { name }: SubjectOf<'image'>): Promise<void> {
  await session.client.untagImage(name);
}
