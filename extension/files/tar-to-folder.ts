import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes the plain files of a tar below a new folder, which must not be there yet. Throws EEXIST, and for a name that leads out of it. */
export async function tarToFolder(chunks: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  const { extract } = await import('tar-stream');
  await mkdir(folder);
  const tar = extract();
  const reading = pipeline(Readable.from(chunks), tar as unknown as NodeJS.WritableStream);
  const writing = (async () => {
    for await (const entry of tar) {
      const { name, type } = entry.header;
      const path = normalize(name);
      if (path.startsWith('..') || path.startsWith('/')) throw new Error(`the archive has a file outside of itself: ${name}`);
      if (type === 'file') {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await pipeline(entry as unknown as NodeJS.ReadableStream, createWriteStream(join(folder, path)));
      } else {
        entry.resume();
      }
    }
  })();
  await Promise.all([reading, writing]);
}
