import type { ListImagesRequest, ListImagesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toImage } from './to-image.ts';

/** All images, or the one that the filter names. */
export function listImages({ images }: RuntimeParts, { filter }: ListImagesRequest): Input<ListImagesResponse> {
  return { images: images.list(filter?.image?.image).map(toImage) };
}
