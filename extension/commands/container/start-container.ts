import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Starts a container that was created and not yet started. */
export async function startContainer({ session }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.startContainer(container.id);
}
