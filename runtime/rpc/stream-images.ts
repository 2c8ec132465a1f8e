import type { StreamImagesRequest, StreamImagesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { toImage } from './to-image.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamImages(
  { images }: RuntimeParts,
  { filter }: StreamImagesRequest,
): AsyncGenerator<Input<StreamImagesResponse>, void, undefined> {
  for (const piece of inPieces(images.list(filter?.image?.image))) yield { images: piece.map(toImage) };
}
