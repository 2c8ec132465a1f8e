import { t } from '../../l10n.ts';
import type { Session } from '../../target/session.ts';
import { isOwned } from '../../tree/pod-node.ts';
import type { CommandContext } from '../command.ts';

/** Whether a kubelet has made pods of this runtime, as far as the list tells. */
export function isKubelets(session: Session): boolean {
  return session.pods.snapshot.value?.pods.some(isOwned) ?? false;
}

/** Asks before a pod is made where a kubelet will remove it. True when the person goes on, and where no kubelet is. */
export async function mayRunPods({ session, ui }: CommandContext): Promise<boolean> {
  if (session.pods.snapshot.value === undefined) await session.pods.refresh();
  if (!isKubelets(session)) return true;
  return ui.confirm({
    question: t('Run a pod on a runtime that a kubelet owns?'),
    detail: kubeletWarning(session),
    action: t('Run Anyway'),
  });
}

/** What a kubelet does to pods that it did not make. */
export function kubeletWarning({ target }: Session): string {
  return t('A kubelet makes the pods of {0}. It removes pods that it did not make, and what they have written.', target.label);
}
