import { t } from '../../l10n.ts';
import { sizeOf } from '../../tree/words.ts';
import type { PickItem } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem } from './image-name.ts';

export interface ChooseImageOptions {
  readonly title: string;
  readonly placeholder?: string;
  readonly step?: { readonly at: number; readonly of: number };
}

/** An image that is here, or the name of one to pull; undefined when dismissed. */
export async function chooseImage(
  { session, ui }: CommandContext,
  { title, placeholder = t('Choose an image, or type the name of one to pull'), step }: ChooseImageOptions,
): Promise<string | undefined> {
  await session.images.refresh();
  const images = session.images.snapshot.value?.images ?? [];
  const items = images.flatMap((image) =>
    (image.tags.length > 0 ? image.tags : image.digests).map((name): PickItem<string> => ({
      label: name,
      description: sizeOf(image.sizeBytes),
      icon: 'package',
      value: name,
    })),
  );
  return ui.pick({
    title,
    placeholder,
    items,
    free: (text) =>
      imageNameProblem(text) === undefined
        ? { label: text.trim(), description: t('pull and run'), icon: 'cloud-download', value: text.trim() }
        : undefined,
    ...(step === undefined ? {} : { step }),
  });
}
