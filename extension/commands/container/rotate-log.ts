import { access, rename } from 'node:fs/promises';
import { messageOf, RpcError } from '../../client/rpc-error.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Moves the log file of a container aside, by its time, and has the runtime go on in a new one, as a kubelet does. */
export async function rotateLog({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const { logPath } = await session.client.containerStatus(container.id);
  if (logPath === '') throw new RpcError('failed-precondition', t('container {0} keeps no log', container.name));
  const moved = `${logPath}.${new Date()
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .replace('T', '-')}`;
  try {
    await access(logPath);
    await rename(logPath, moved);
  } catch (cause) {
    throw new RpcError('permission-denied', t('log file {0} cannot be moved: {1}', logPath, messageOf(cause)), {
      hint: t('its directory belongs to the user that runs the runtime'),
      cause,
    });
  }
  await session.client.reopenContainerLog(container.id);
  ui.note(t('The log so far is in {0}', moved));
}
