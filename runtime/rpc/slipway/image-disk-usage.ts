import type { ImageDiskUsageRequest, ImageDiskUsageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

export async function imageDiskUsage(
  { images }: Pick<RuntimeParts, 'images'>,
  _request: ImageDiskUsageRequest,
): Promise<Input<ImageDiskUsageResponse>> {
  const use = await images.use();
  return {
    ...use,
    images: use.images.map(({ image, uniqueBytes, sharedBytes, containers }) => ({
      image: toImage(image),
      uniqueBytes,
      sharedBytes,
      containerIds: containers,
    })),
  };
}
