import { Readable, type Duplex } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import { detectCompression } from '../media-types.ts';
import { archiveTooLarge } from '../tar/tar-error.ts';

interface PlainBytesOptions {
  readonly archive: AsyncIterable<Uint8Array>;
  /** Hears how much of the archive as given has been read. */
  readonly onBytes: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

/** Large enough to be quick, small enough that its digest does not hold anybody up. */
const PIECE_BYTES = 256 * 1024;
const MAGIC_BYTES = 4;
const MIN_RAW_BOUND = 1 << 30;
const MAX_RATIO = 250;

/** The archive without its compression, in pieces of at most 256 KiB. Throws data-loss, resource-exhausted, or the signal's reason. */
export async function* plainBytes(options: PlainBytesOptions): AsyncGenerator<Buffer> {
  let given = 0;
  const counted = (async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of abortable(options.archive, options.signal)) {
      given += chunk.length;
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      options.onBytes(given);
    }
  })();
  const { head, all } = await withHead(counted);
  const compression = detectCompression(head);
  if (compression === 'none') {
    for await (const chunk of all) yield* pieces(chunk);
    return;
  }
  let raw = 0;
  const inflate =
    compression === 'gzip' ? createGunzip({ chunkSize: PIECE_BYTES }) : createZstdDecompress({ chunkSize: PIECE_BYTES });
  for await (const chunk of inflated(all, inflate)) {
    options.signal.throwIfAborted();
    raw += chunk.length;
    if (raw > Math.max(MIN_RAW_BOUND, given * MAX_RATIO)) throw archiveTooLarge('bytes in one archive', raw);
    yield chunk;
  }
}

function* pieces(chunk: Buffer): Generator<Buffer> {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

async function withHead(chunks: AsyncGenerator<Buffer>): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* chunks;
  };
  return { head, all: all() };
}

async function* inflated(chunks: AsyncIterable<Buffer>, inflate: Duplex): AsyncGenerator<Buffer> {
  const source = Readable.from(chunks);
  // A stream's pipe does not pass errors on.
  source.on('error', (error) => {
    inflate.destroy(error);
  });
  try {
    for await (const chunk of source.pipe(inflate) as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    const errno = errnoOf(error) ?? '';
    if (!errno.startsWith('Z_') && !errno.startsWith('ZSTD_') && errno !== 'ERR_ZLIB_INITIALIZATION_FAILED') throw error;
    throw new CriError('data-loss', 'the archive is damaged: its compression is broken', {
      cause: error,
      hint: 'save the image again',
    });
  } finally {
    source.destroy();
  }
}

/** Ends with the signal's reason even while the source says nothing. */
async function* abortable(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const onAbort = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const iterator = source[Symbol.asyncIterator]();
  let isDone = false;
  try {
    signal.throwIfAborted();
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A generator that waits for its own source answers later, or never.
    if (!isDone) Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
