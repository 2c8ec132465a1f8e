import { isRpcError } from './rpc-error.ts';

/** A list by its one answer; in pieces where that would be longer than a message may be (10,000 containers and more). */
export async function listed<T>(
  whole: () => Promise<readonly T[]>,
  pieces: () => AsyncIterable<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await whole();
  } catch (error) {
    if (!isRpcError(error, 'resource-exhausted')) throw error;
    const all: T[] = [];
    try {
      for await (const piece of pieces()) all.push(...piece);
    } catch (second) {
      // A runtime without streams of lists has said it best the first time.
      throw isRpcError(second, 'unimplemented') ? error : second;
    }
    return all;
  }
}
