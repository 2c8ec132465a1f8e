import type { ImageHistoryRequest, ImageHistoryResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { requiredText } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function imageHistory(
  { images }: Pick<RuntimeParts, 'images'>,
  request: ImageHistoryRequest,
): Promise<Input<ImageHistoryResponse>> {
  const { steps, config, manifest } = await images.history(requiredText(request.image, 'image'));
  return {
    entries: steps.map(({ layer, ...step }) => ({
      ...step,
      ...(layer === undefined ? {} : { layerDigest: layer.digest, diffId: layer.diffId, sizeBytes: layer.sizeBytes }),
    })),
    configJson: config,
    manifestJson: manifest,
  };
}
