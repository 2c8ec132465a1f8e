import { constants, createInflate } from 'node:zlib';
import { spdyDictionary } from './dictionary.ts';
import { SpdyError } from './spdy-error.ts';

export type Headers = ReadonlyMap<string, string>;

/** Reads the header blocks of one direction of a session: each goes on with the compression of the one before. */
export interface HeaderReader {
  /** One after another. Rejects with a SpdyError; nothing can be read afterwards. */
  read(block: Buffer): Promise<Headers>;
  close(): void;
}

/** Of one block, uncompressed: a real one has some hundred. */
const BLOCK_BYTES = 64 * 1024;
const MOST_HEADERS = 100;
const STORED_BYTES = 0xffff;
/** An empty block: some inflaters hold back what came before until they have seen one. */
const FLUSH = Buffer.of(0, 0, 0, 0xff, 0xff);

/** With or without the preset dictionary, as the other side likes. The caller closes it. */
export function createHeaderReader(): HeaderReader {
  const inflate = createInflate({
    dictionary: spdyDictionary(),
    flush: constants.Z_SYNC_FLUSH,
    finishFlush: constants.Z_SYNC_FLUSH,
  });
  let chunks: Buffer[] = [];
  let size = 0;
  const state: { failure: Error | undefined; reject: (error: Error) => void } = { failure: undefined, reject: () => undefined };
  const fail = (error: Error): void => {
    state.failure ??= error;
    state.reject(error);
    inflate.destroy();
  };
  inflate.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > BLOCK_BYTES) fail(new SpdyError(`a header block of more than ${String(BLOCK_BYTES)} bytes`));
    else chunks.push(chunk);
  });
  inflate.on('error', (cause) => {
    fail(new SpdyError(`a header block that is not compressed as it should be: ${cause.message}`));
  });
  // What comes after the end of the compressed data would never be read.
  inflate.on('end', () => {
    fail(new SpdyError('the compression of headers has ended'));
  });
  return {
    read: async (block) => {
      throwIf(state.failure);
      await new Promise<void>((resolve, reject) => {
        state.reject = reject;
        inflate.write(block, () => {
          resolve();
        });
      });
      throwIf(state.failure);
      const text = Buffer.concat(chunks);
      chunks = [];
      size = 0;
      return parseHeaders(text);
    },
    close: () => {
      inflate.destroy();
    },
  };
}

/**
 * Writes the header blocks of one direction: stored, which every inflater takes, because ours are nearly empty.
 */
export function createHeaderWriter(): (headers: Headers) => Buffer {
  let begin = Buffer.of(0x78, 0x01);
  return (headers) => {
    const text = formatHeaders(headers);
    if (text.length > STORED_BYTES) throw new RangeError(`headers of ${String(text.length)} bytes`);
    const stored = Buffer.alloc(5);
    stored.writeUInt16LE(text.length, 1);
    stored.writeUInt16LE(~text.length & STORED_BYTES, 3);
    const block = Buffer.concat([begin, stored, text, FLUSH]);
    begin = Buffer.alloc(0);
    return block;
  };
}

function throwIf(error: Error | undefined): void {
  if (error !== undefined) throw error;
}

function parseHeaders(block: Buffer): Headers {
  let at = 0;
  const number = (): number => {
    if (at + 4 > block.length) throw new SpdyError('a header block that ends too early');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = number();
    if (length > block.length - at) throw new SpdyError('a header block that ends too early');
    at += length;
    return block.toString('utf8', at - length, at);
  };
  const count = number();
  if (count > MOST_HEADERS) throw new SpdyError(`${String(count)} headers`);
  const headers = new Map<string, string>();
  for (let index = 0; index < count; index++) headers.set(text().toLowerCase(), text());
  return headers;
}

function formatHeaders(headers: Headers): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([number(bytes.length), bytes]);
  };
  return Buffer.concat([number(headers.size), ...[...headers].flatMap(([name, value]) => [text(name), text(value)])]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
