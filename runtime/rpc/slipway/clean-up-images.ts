import type { CleanUpImagesRequest, CleanUpImagesResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { fromCleanUpRules, toKept } from './clean-up-rules.ts';
import { invalidField } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

/** A request with neither rules nor ids is a mistake, not an order. */
export async function cleanUpImages(
  { images }: Pick<RuntimeParts, 'images'>,
  request: CleanUpImagesRequest,
): Promise<Input<CleanUpImagesResponse>> {
  if (request.rules === undefined && request.imageIds.length === 0)
    throw invalidField('rules', 'is missing, and so are image_ids');
  const { removed, kept, freedBytes } = await images.cleanUp({
    rules: fromCleanUpRules(request.rules),
    images: request.imageIds,
  });
  return { removed: removed.map(toImage), kept: kept.map(toKept), freedBytes };
}
