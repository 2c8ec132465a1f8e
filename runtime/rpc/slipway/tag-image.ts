import type { TagImageRequest, TagImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { requiredText } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

/** The name moves when another image has it. */
export function tagImage({ images }: Pick<RuntimeParts, 'images'>, request: TagImageRequest): Input<TagImageResponse> {
  const { image, movedFrom } = images.tag(requiredText(request.image, 'image'), requiredText(request.name, 'name'));
  return { image: toImage(image), movedFrom: movedFrom?.id ?? '' };
}
