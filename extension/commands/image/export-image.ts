import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { ExportFormat } from '../../client/image-calls.ts';
import { RpcError } from '../../client/rpc-error.ts';
import { tarToFolder } from '../../files/tar-to-folder.ts';
import { writeStream } from '../../files/write-stream.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import { sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { containerNameOf } from './image-name.ts';
import { t } from '../../l10n.ts';

interface Form {
  readonly format: ExportFormat;
  readonly as: 'file' | 'folder';
}

/** Made when they are shown: the language is not known before. */
const forms = (): readonly { readonly label: string; readonly detail: string; readonly value: Form }[] => [
  {
    label: t('OCI image layout'),
    detail: t('A tar for skopeo, podman, ctr, umoci and Slipway'),
    value: { format: 'oci-layout', as: 'file' },
  },
  {
    label: t('OCI image layout in a folder'),
    detail: t('The same, unpacked: for skopeo and umoci (oci:)'),
    value: { format: 'oci-layout', as: 'folder' },
  },
  {
    label: t('Docker archive'),
    detail: t('A tar that docker load of any age reads, too'),
    value: { format: 'docker-archive', as: 'file' },
  },
];

/** Writes images into one archive or folder, which appears when it is whole. */
export async function exportImages({ session, ui }: CommandContext, subjects: readonly SubjectOf<'image'>[]): Promise<void> {
  const [first] = subjects;
  if (first === undefined) return;
  const form = await ui.pick({ title: t('Export'), placeholder: t('Choose a format'), items: forms() });
  if (form === undefined) return;
  const name = containerNameOf(first.name);
  const path = await ui.chooseTarget({ title: t('Export'), name: form.as === 'file' ? `${name}.tar` : name });
  if (path === undefined) return;
  if (form.as === 'folder' && existsSync(path))
    throw new RpcError('already-exists', t('{0} is there already', path), { hint: t('choose a name for a new folder') });
  const names = subjects.map((subject) => subject.name);
  await ui.progress({ title: t('Exporting {0}', names.join(', ')), cancellable: true }, async (report, signal) => {
    // A name that nobody else's file can have: it is removed, whatever happens.
    const part = `${path}.${randomUUID()}.part`;
    let total = 0;
    let done = 0;
    const hear = ({ bytes, totalBytes }: { readonly bytes: Uint8Array; readonly totalBytes: number }): void => {
      total ||= totalBytes;
      done += bytes.length;
      report({ message: `${sizeOf(done)} of ${sizeOf(total)}`, fraction: total === 0 ? undefined : done / total });
    };
    const pieces = session.client.exportImages(names, form.format, { signal });
    try {
      if (form.as === 'file') await writeStream(part, pieces, hear);
      else await tarToFolder(heard(pieces, hear), part);
      await rename(part, path);
    } finally {
      await rm(part, { force: true, recursive: true });
    }
  });
  ui.note(t('Exported to {0}', path));
}

async function* heard<Piece extends { readonly bytes: Uint8Array }>(
  pieces: AsyncIterable<Piece>,
  hear: (piece: Piece) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    hear(piece);
    yield piece.bytes;
  }
}
