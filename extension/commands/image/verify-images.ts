import type { ImageFinding } from '../../client/image-calls.ts';
import { count, sizeOf } from '../../tree/words.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** Reads every blob and layer and holds it against its digest; what can be made again from what is here is, and the rest is told. */
export async function verifyImages({ session, ui }: CommandContext): Promise<void> {
  const findings = await ui.progress({ title: t('Verifying images'), cancellable: true }, (report, signal) =>
    session.client.verifyImages({
      signal,
      onProgress: (doneBytes, totalBytes) => {
        report({
          message: `${sizeOf(doneBytes)} of ${sizeOf(totalBytes)}`,
          fraction: totalBytes === 0 ? undefined : doneBytes / totalBytes,
        });
      },
    }),
  );
  if (findings.length === 0) {
    ui.tell(t('All images are as their digests say'));
    return;
  }
  await ui.showText({
    title: t('Images that were damaged'),
    text: findings.map(paragraphOf).join('\n\n'),
    language: 'plaintext',
  });
  const repaired = findings.filter((finding) => finding.repaired).length;
  const left = findings.length - repaired;
  ui.tell(t('{0} repaired{1}', repaired, left === 0 ? '' : `; ${count(left, 'finding')} to be looked after`));
}

function paragraphOf({ digest, detail, repaired, advice, images }: ImageFinding): string {
  return [`${digest}: ${detail}`, `  needed by ${images.join(', ')}`, `  ${repaired ? 'repaired' : advice}`].join('\n');
}
