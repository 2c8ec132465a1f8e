import type { SubjectOf } from '../tree/tree-node.ts';
import { count } from '../tree/words.ts';
import type { ConfirmOptions } from '../ui/ui.ts';
import type { CommandContext } from './command.ts';

export function confirmRemovePod(subjects: readonly SubjectOf<'pod'>[], { session }: CommandContext): ConfirmOptions {
  const containers = session.pods.snapshot.value?.containers ?? [];
  const lines = subjects.map(({ pod }) => {
    const own = containers.filter((container) => container.podId === pod.id);
    const names = own.map((container) => `${container.name}${container.state === 'running' ? ' (running: it is killed)' : ''}`);
    return `${pod.name}: ${own.length === 0 ? 'no containers' : names.join(', ')}`;
  });
  const what = subjects.length === 1 ? `pod ${subjects[0]?.pod.name ?? ''}` : count(subjects.length, 'pod');
  return {
    question: `Remove ${what}?`,
    detail: `${lines.join('\n')}\n\nTheir writable layers and logs go with them. Images stay.`,
    action: 'Remove',
  };
}

/** Stops and removes a pod with all its containers. */
export async function removePod({ session }: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  await session.client.stopPod(pod.id);
  await session.client.removePod(pod.id);
}
