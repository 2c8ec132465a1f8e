import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export interface TailStart {
  readonly offset: number;
  /** How many lines follow; fewer than asked for when the file has no more. */
  readonly lines: number;
}

/** Where the last `lines` lines of a file begin; reads backwards from `size`, so that a large file costs only its end. */
export async function tailOffset(file: FileHandle, size: number, lines: number): Promise<TailStart> {
  if (lines <= 0 || size === 0) return { offset: size, lines: 0 };
  let found = 0;
  let end = size;
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  while (end > 0) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    for (let at = bytesRead - 1; at >= 0; at--) {
      // The newline that ends the file ends its last line; it does not begin another.
      if (block[at] !== NEWLINE || start + at === size - 1) continue;
      found++;
      if (found === lines) return { offset: start + at + 1, lines };
    }
    end = start;
  }
  return { offset: 0, lines: found + 1 };
}
