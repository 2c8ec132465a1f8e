import { open } from 'node:fs/promises';

/** Writes pieces into a new file, one after the other; `seen` hears of each. */
export async function writeStream<T extends { readonly bytes: Uint8Array }>(
  path: string,
  pieces: AsyncIterable<T>,
  seen: (piece: T) => void,
): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece.bytes);
      seen(piece);
    }
  } finally {
    await file.close();
  }
}
