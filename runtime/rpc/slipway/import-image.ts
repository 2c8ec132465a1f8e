import type { ImportImageRequest, ImportImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { Call } from '../call.ts';
import { invalidField } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { toImage } from '../to-image.ts';

/** The header comes first, then the archive in pieces; it is read as fast as it is unpacked. */
export async function importImage(
  { images }: Pick<RuntimeParts, 'images'>,
  requests: AsyncIterable<ImportImageRequest>,
  call: Call,
): Promise<Input<ImportImageResponse>> {
  const messages = requests[Symbol.asyncIterator]();
  const first = await messages.next();
  if (first.done === true || first.value.header === undefined) throw invalidField('header', 'is missing from the first message');
  const { names } = first.value.header;
  const records = await images.importArchive({ archive: pieces(messages, first.value.chunk), names, signal: call.signal });
  return { images: records.map(toImage) };
}

async function* pieces(
  messages: AsyncIterator<ImportImageRequest>,
  first: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (first.length > 0) yield first;
  for (let next = await messages.next(); next.done !== true; next = await messages.next()) yield next.value.chunk;
}
