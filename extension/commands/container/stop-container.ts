import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Sends the stop signal, then waits as long as the settings say before the container is killed. */
export async function stopContainer({ session, settings }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await session.client.stopContainer(container.id, { timeoutSeconds: settings.stopTimeoutSeconds });
}
