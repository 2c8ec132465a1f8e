import type { UntagImageRequest, UntagImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { requiredText } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

/** Success also when no image has the name. */
export function untagImage({ images }: Pick<RuntimeParts, 'images'>, request: UntagImageRequest): Input<UntagImageResponse> {
  const image = images.untag(requiredText(request.name, 'name'));
  return image === undefined ? {} : { image: toImage(image) };
}
