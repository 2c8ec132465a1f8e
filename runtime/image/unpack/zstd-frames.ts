const MAGIC = 0xfd2fb528;
/** The last four bits are free. */
const SKIPPABLE = 0x184d2a50;
const RLE_BLOCK = 1;
const CHECKSUM_BYTES = 4;

type Phase = 'magic' | 'skippable size' | 'descriptor' | 'block' | 'unknown';

const HEADER_BYTES: Readonly<Record<Phase, number>> = {
  magic: 4,
  'skippable size': 4,
  descriptor: 1,
  block: 3,
  unknown: Infinity,
};

/**
 * Cuts a zstd stream (RFC 8878) where its frames end, because Node.js drops what it is given beyond the end of one. Layers made for partial
 * downloads have a frame per file. What is no zstd passes through: reading it is not the task here.
 */
export class ZstdFrames {
  private phase: Phase = 'magic';
  private header: number[] = [];
  /** Bytes that are of no interest, before the next header or the end of the frame. */
  private skip = 0;
  private isEnding = false;
  private hasChecksum = false;

  /** The same bytes, in pieces none of which goes beyond the end of a frame. */
  *split(chunk: Buffer): Generator<Buffer> {
    let start = 0;
    for (let at = 0; at < chunk.length;) {
      if (this.skip === 0) this.takeHeader(chunk[at++] ?? 0);
      const step = Math.min(this.skip, chunk.length - at);
      at += step;
      this.skip -= step;
      if (this.skip > 0 || !this.isEnding) continue;
      this.isEnding = false;
      yield chunk.subarray(start, at);
      start = at;
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }

  private takeHeader(byte: number): void {
    this.header.push(byte);
    if (this.header.length < HEADER_BYTES[this.phase]) return;
    const value = this.header.reduceRight((sum, part) => sum * 256 + part, 0);
    this.header = [];
    switch (this.phase) {
      case 'magic':
        if (value === MAGIC) this.phase = 'descriptor';
        else this.phase = value >= SKIPPABLE && value < SKIPPABLE + 16 ? 'skippable size' : 'unknown';
        return;
      case 'skippable size':
        this.end(value);
        return;
      case 'descriptor':
        this.phase = 'block';
        this.hasChecksum = (value & 4) !== 0;
        this.skip = restOfFrameHeader(value);
        return;
      case 'block': {
        const content = ((value >> 1) & 3) === RLE_BLOCK ? 1 : value >> 3;
        if ((value & 1) === 0) this.skip = content;
        else this.end(content + (this.hasChecksum ? CHECKSUM_BYTES : 0));
        return;
      }
      case 'unknown':
    }
  }

  private end(skip: number): void {
    this.skip = skip;
    this.isEnding = true;
    this.phase = 'magic';
  }
}

/** Window, dictionary and content size, as the descriptor announces them. */
function restOfFrameHeader(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionary + contentSize;
}
