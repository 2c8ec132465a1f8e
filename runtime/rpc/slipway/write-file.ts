import type { WriteFileRequest, WriteFileResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { CriError } from '../../base/cri-error.ts';
import { writeFile as write } from '../../host/root-files/write-file.ts';
import type { Call } from '../call.ts';
import { bounded, invalidField } from '../fields.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { inPlace, toFileInfo } from './file-place.ts';

/** The header comes first, then the content in pieces; it is read as fast as it is written. */
export async function writeFile(
  parts: Pick<RuntimeParts, 'containers'>,
  requests: AsyncIterable<WriteFileRequest>,
  { signal }: Pick<Call, 'signal'>,
): Promise<Input<WriteFileResponse>> {
  const messages = requests[Symbol.asyncIterator]();
  const first = await messages.next();
  if (first.done === true || first.value.header === undefined) throw invalidField('header', 'is missing from the first message');
  const { place, onlyNew, onlyExisting, mode } = first.value.header;
  bounded(mode, 0o7777, 'header.mode');
  const content = untilLast(messages, first.value);
  return inPlace(parts, place, async ({ root, path }) => ({
    file: toFileInfo(await write(root, path, { content, onlyNew, onlyExisting, mode, signal })),
  }));
}

/** Throws cancelled when the client goes away before it says that this was all. */
async function* untilLast(
  messages: AsyncIterator<WriteFileRequest>,
  first: WriteFileRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let message = first; ;) {
    if (message.chunk.length > 0) yield message.chunk;
    if (message.last) return;
    const next = await messages.next();
    if (next.done === true) throw new CriError('cancelled', 'the file ended before its last piece', { hint: 'send it again' });
    message = next.value;
  }
}
