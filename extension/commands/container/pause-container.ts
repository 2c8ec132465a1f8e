import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Freezes all processes of a container. */
export async function pauseContainer({ session }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.pauseContainer(container.id);
}

/** Lets them go on. */
export async function resumeContainer({ session }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.resumeContainer(container.id);
}
