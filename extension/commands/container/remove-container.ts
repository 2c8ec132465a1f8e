import type { SubjectOf } from '../../tree/tree-node.ts';
import { count } from '../../tree/words.ts';
import type { ConfirmOptions } from '../../ui/ui.ts';
import type { CommandContext } from '../command.ts';

type Subjects = readonly SubjectOf<'container'>[];

export function confirmRemoveContainer(subjects: Subjects): ConfirmOptions {
  const lines = subjects.map(
    ({ container }) => `${container.name}${container.state === 'running' ? ' (running: it is killed)' : ''}`,
  );
  return {
    question: `Remove ${subjects.length === 1 ? `container ${lines[0] ?? ''}` : count(subjects.length, 'container')}?`,
    detail: `${lines.join('\n')}\n\nWritable layers go with them. Log files and images stay.`,
    action: 'Remove',
  };
}

/** Removes a container; a running one is killed. */
export async function removeContainer({ session }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.removeContainer(container.id);
}
