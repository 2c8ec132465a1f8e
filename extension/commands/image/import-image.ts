import { createReadStream } from 'node:fs';
import { RpcError } from '../../client/rpc-error.ts';
import { folderAsTar } from '../../files/folder-as-tar.ts';
import { count, sizeOf } from '../../tree/words.ts';
import type { PickItem } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { imageNameProblem } from './image-name.ts';
import { t } from '../../l10n.ts';

/** Made when they are shown: the language is not known before. */
const kinds = (): readonly PickItem<'file' | 'folder'>[] => [
  {
    label: t('Archive…'),
    detail: t('A tar of docker save, podman save, ctr, skopeo or Slipway, compressed or not'),
    value: 'file',
  },
  { label: t('Folder…'), detail: t('An OCI image layout, or what skopeo copies to dir:'), value: 'folder' },
];

/** Loads the images of an archive or a folder; asks for a name for those that bring none. */
export async function importImages({ session, ui }: CommandContext): Promise<void> {
  const kind = await ui.pick({ title: t('Import Images'), placeholder: t('Choose what to import'), items: kinds() });
  if (kind === undefined) return;
  const path = await ui.chooseSource({ title: t('Import Images'), action: t('Import'), kind });
  if (path === undefined) return;
  const name = await ui.ask({
    title: t('Import Images'),
    prompt: t('A name in case the archive brings none; may be left empty'),
    placeholder: 'localhost/app:1.0',
    check: (text) => (text.trim() === '' ? undefined : imageNameProblem(text)),
  });
  if (name === undefined) return;
  const names = name.trim() === '' ? [] : [name.trim()];
  const images = await ui.progress({ title: t('Importing {0}', path), cancellable: true }, async (report, signal) => {
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
  ui.tell(t('Imported {0}: {1}', count(images.length, 'image'), tags.join(', ')));
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
    throw new RpcError('invalid-argument', t('cannot be read: {0}', error instanceof Error ? error.message : String(error)), {
      cause: error,
    });
  }
}
