import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Byte offset at which the last `lines` lines of a file begin; reads backwards from `size`, so a large file costs only its end. */
export async function tailOffset(file: FileHandle, size: number, lines: number): Promise<number> {
  if (lines <= 0) return size;
  let left = lines;
  let end = size;
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  while (end > 0) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    for (let at = bytesRead - 1; at >= 0; at--) {
      // The newline that ends the file ends its last line; it does not begin another.
      if (block[at] !== NEWLINE || start + at === size - 1) continue;
      left--;
      if (left === 0) return start + at + 1;
    }
    end = start;
  }
  return 0;
}
