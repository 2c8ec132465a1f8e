import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';

/** The plain files below a folder as a tar, by their paths in it. */
export async function* folderAsTar(folder: string): AsyncGenerator<Uint8Array, void, undefined> {
  const { pack } = await import('tar-stream');
  const tar = pack();
  const filling = fill(tar, folder).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const chunk of tar as AsyncIterable<Uint8Array>) yield chunk;
  } finally {
    tar.destroy();
    await filling;
  }
}

async function fill(tar: Pack, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const sink = tar.entry({ name: path.slice(folder.length + 1), size: (await stat(path)).size });
    await pipeline(createReadStream(path), sink as unknown as NodeJS.WritableStream);
  }
  tar.finalize();
}
