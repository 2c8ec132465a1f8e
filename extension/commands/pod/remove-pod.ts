import type { SubjectOf } from '../../tree/tree-node.ts';
import { mayRemoveLogs, ownLogDirectory, removePodLogs } from '../../logs/pod-logs.ts';
import type { ConfirmOptions } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

export function confirmRemovePod(subjects: readonly SubjectOf<'pod'>[], { session }: CommandContext): ConfirmOptions {
  const containers = session.pods.snapshot.value?.containers ?? [];
  const lines = subjects.map(({ pod }) => {
    const own = containers.filter((container) => container.podId === pod.id);
    const names = own.map((container) =>
      container.state === 'running' ? t('{0} (running: it is killed)', container.name) : container.name,
    );
    return `${pod.name}: ${own.length === 0 ? t('no containers') : names.join(', ')}`;
  });
  const what = subjects.length === 1 ? t('pod {0}', subjects[0]?.pod.name ?? '') : t('{0} pods', subjects.length);
  return {
    question: t('Remove {0}?', what),
    detail: `${lines.join('\n')}\n\n${whatGoes(subjects)}`,
    action: t('Remove'),
  };
}

/** Stops and removes a pod with all its containers, then the log directory that Run Image chose for it. */
export async function removePod({ session, ui }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  await session.client.stopPod(pod.id);
  await session.client.removePod(pod.id);
  const left = await removePodLogs(pod);
  if (left !== undefined) ui.note(t('Its log files stay in {0}', left));
}

/** CRI leaves log files to whoever chose their directory: for pods of Run Image that is Slipway itself. */
function whatGoes(subjects: readonly SubjectOf<'pod'>[]): string {
  const own = subjects.filter(({ pod }) => ownLogDirectory(pod) !== undefined).length;
  const rest = t('Images stay.');
  if (own === subjects.length && mayRemoveLogs()) return `${t('Writable layers and log files go with them.')} ${rest}`;
  if (own === 0 || !mayRemoveLogs()) return `${t('Writable layers go with them. Log files stay where they are.')} ${rest}`;
  return `${t('Writable layers go with them, and log files of pods that Run Image made; other log files stay.')} ${rest}`;
}
