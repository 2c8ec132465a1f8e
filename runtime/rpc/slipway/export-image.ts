import type { ExportImageRequest, ExportImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { Call } from '../call.ts';
import { enumName, invalidField } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function* exportImage(
  { images }: Pick<RuntimeParts, 'images'>,
  request: ExportImageRequest,
  { signal }: Pick<Call, 'signal'>,
): AsyncGenerator<Input<ExportImageResponse>, void, undefined> {
  if (request.images.length === 0) throw invalidField('images', 'is empty');
  const format = enumName(['oci-layout', 'docker-archive'] as const, request.format, 'format');
  for await (const { bytes, totalBytes = 0 } of images.exportImages({ images: request.images, format, signal }))
    yield { chunk: bytes, totalBytes };
}
