import type { RemoveImageRequest, RemoveImageResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { required, requiredText } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Removes it with all its names; success also when it is absent. */
export async function removeImage({ images }: RuntimeParts, request: RemoveImageRequest): Promise<Input<RemoveImageResponse>> {
  await images.remove(requiredText(required(request.image, 'image').image, 'image.image'));
  return {};
}
