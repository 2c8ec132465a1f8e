import { rename, rm } from 'node:fs/promises';
import type { ExportFormat } from '../client/image-calls.ts';
import { writeStream } from '../files/write-stream.ts';
import type { SubjectOf } from '../tree/tree-node.ts';
import { sizeOf } from '../tree/words.ts';
import type { CommandContext } from './command.ts';
import { containerNameOf } from './image-name.ts';

const FORMATS: readonly { readonly label: string; readonly detail: string; readonly value: ExportFormat }[] = [
  { label: 'OCI image layout', detail: 'For skopeo, podman, ctr, umoci and Slipway', value: 'oci-layout' },
  { label: 'Docker archive', detail: 'The same, and what docker load of any age reads', value: 'docker-archive' },
];

/** Writes images into one archive; a file appears when it is whole. */
export async function exportImages({ session, ui }: CommandContext, subjects: readonly SubjectOf<'image'>[]): Promise<void> {
  const [first] = subjects;
  if (first === undefined) return;
  const format = await ui.pick({ title: 'Export', placeholder: 'Choose a format', items: FORMATS });
  if (format === undefined) return;
  const path = await ui.chooseTarget({ title: 'Export', name: `${containerNameOf(first.name)}.tar` });
  if (path === undefined) return;
  const names = subjects.map(({ name }) => name);
  await ui.progress({ title: `Exporting ${names.join(', ')}`, cancellable: true }, async (report, signal) => {
    const part = `${path}.part`;
    try {
      let total = 0;
      let done = 0;
      const pieces = session.client.exportImages(names, format, { signal });
      await writeStream(part, pieces, ({ bytes, totalBytes }) => {
        total ||= totalBytes;
        done += bytes.length;
        report({ message: `${sizeOf(done)} of ${sizeOf(total)}`, fraction: total === 0 ? undefined : done / total });
      });
      await rename(part, path);
    } finally {
      await rm(part, { force: true });
    }
  });
  ui.note(`Exported to ${path}`);
}
