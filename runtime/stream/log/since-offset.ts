import type { FileHandle } from 'node:fs/promises';
import { parseLogRecord } from './log-record.ts';

/** Longer than any record that conmon writes, so that a block has the whole of one. */
const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** An offset, at the beginning of a line, before the first record of `sinceTimeNs` or later, and near it: a search by halves, as a log is in the order of time. */
export async function sinceOffset(file: FileHandle, size: number, sinceTimeNs: number): Promise<number> {
  let low = 0;
  let high = size;
  while (high - low > BLOCK_BYTES) {
    const middle = low + Math.floor((high - low) / 2);
    const found = await firstRecordAt(file, middle);
    if (found === undefined || found.offset >= high || found.timeNs >= sinceTimeNs) high = middle;
    else low = found.offset;
  }
  return low;
}

/** The first whole record that begins after `offset`; undefined when its block has none. */
async function firstRecordAt(file: FileHandle, offset: number): Promise<{ offset: number; timeNs: number } | undefined> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, offset);
  const data = block.subarray(0, bytesRead);
  for (let start = data.indexOf(NEWLINE) + 1; start > 0;) {
    const end = data.indexOf(NEWLINE, start);
    if (end < 0) return undefined;
    const record = parseLogRecord(data.subarray(start, end));
    if (record !== undefined) return { offset: offset + start, timeNs: record.timeNs };
    start = end + 1;
  }
  return undefined;
}
