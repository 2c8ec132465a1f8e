import { createReadStream } from 'node:fs';
import { RpcError } from '../../client/rpc-error.ts';
import { folderAsTar } from '../../files/folder-as-tar.ts';
import { count, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem } from './image-name.ts';

const KINDS = [
  {
    label: 'Archive…',
    detail: 'A tar of docker save, podman save, ctr, skopeo or Slipway, compressed or not',
    value: 'file' as const,
  },
  { label: 'Folder…', detail: 'An OCI image layout, or what skopeo copies to dir:', value: 'folder' as const },
];

/** Loads the images of an archive or a folder; asks for a name for those that bring none. */
export async function importImages({ session, ui }: CommandContext): Promise<void> {
  const kind = await ui.pick({ title: 'Import Images', placeholder: 'Choose what to import', items: KINDS });
  if (kind === undefined) return;
  const path = await ui.chooseSource({ title: 'Import Images', action: 'Import', kind });
  if (path === undefined) return;
  const name = await ui.ask({
    title: 'Import Images',
    prompt: 'A name in case the archive brings none; may be left empty',
    placeholder: 'localhost/app:1.0',
    check: (text) => (text.trim() === '' ? undefined : imageNameProblem(text)),
  });
  if (name === undefined) return;
  const names = name.trim() === '' ? [] : [name.trim()];
  const images = await ui.progress({ title: `Importing ${path}`, cancellable: true }, async (report, signal) => {
    const source = kind === 'folder' ? folderAsTar(path) : (createReadStream(path) as AsyncIterable<Uint8Array>);
    return session.client.importImages(
      counted(source, (done) => {
        report({ message: sizeOf(done) });
      }),
      names,
      { signal },
    );
  });
  const tags = images.flatMap((image) => (image.tags.length > 0 ? image.tags : [image.id]));
  ui.tell(`Imported ${count(images.length, 'image')}: ${tags.join(', ')}`);
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  hear: (done: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let done = 0;
  try {
    for await (const chunk of source) {
      done += chunk.length;
      hear(done);
      yield chunk;
    }
  } catch (error) {
    throw new RpcError('invalid-argument', `cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
