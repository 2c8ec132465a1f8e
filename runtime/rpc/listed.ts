import { EncodedMessage } from '../../proto/encoded-message.ts';
import type { Codec, Input } from '../../proto/wire.ts';
import { CriError } from '../base/cri-error.ts';

/** A list item as bytes; it has none of the message's fields. */
export type Listed<Message> = Input<Message> & EncodedMessage;

/** The item of a record in a list. `version` is what it shows beside the record: another one makes it anew. */
export type Lister<Item extends object, Message> = (
  record: Item,
  version: string,
  message: () => Input<Message>,
) => Listed<Message>;

/** Encodes each record once: a record that changes is another object, and one that is removed takes its bytes along. */
export function createLister<Item extends object, Message>(codec: Codec<Message>): Lister<Item, Message> {
  const known = new WeakMap<Item, { readonly version: string; readonly item: Listed<Message> }>();
  return (record, version, message) => {
    const before = known.get(record);
    if (before?.version === version) return before.item;
    // Its own memory: a view would keep the larger buffer that it was written into.
    const item = new EncodedMessage(Uint8Array.from(codec.encode(message()))) as Listed<Message>;
    known.set(record, { version, item });
    return item;
  };
}

/** What a kubelet and crictl accept; gRPC would break the call there, without a word of what helps. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The items for one answer. Throws resource-exhausted when they are more than a client accepts; `instead` is the call that streams. */
export function inOneAnswer<Message>(items: readonly Listed<Message>[], instead: string): readonly Listed<Message>[] {
  const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
  if (bytes <= MAX_BYTES) return items;
  throw new CriError('resource-exhausted', `the list of ${items.length} has ${bytes} bytes, and an answer at most ${MAX_BYTES}`, {
    hint: `call ${instead}, or use a filter`,
  });
}

/** Far below gRPC's usual limit of 4 MiB for a message. */
const PIECE_BYTES = 1024 * 1024;
const PIECE_ITEMS = 100;

/** The items for the messages of a stream: none for an empty list. */
export function* inMessages<Message>(items: Iterable<Listed<Message>>): Generator<Listed<Message>[], void, undefined> {
  let piece: Listed<Message>[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (piece.length > 0 && (piece.length === PIECE_ITEMS || bytes + size > PIECE_BYTES)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(item);
    bytes += size;
  }
  if (piece.length > 0) yield piece;
}

/** With the tag and the length that stand before it. */
function sizeOf({ bytes }: EncodedMessage): number {
  return bytes.length + 6;
}
