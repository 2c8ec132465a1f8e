import { RpcError } from '../client/rpc-error.ts';
import type { CommandContext } from '../commands/command.ts';
import { t } from '../l10n.ts';

/** Throws failed-precondition in a workspace that is not trusted: there pages change nothing. */
export function requireTrust({ trusted }: Pick<CommandContext, 'trusted'>): void {
  if (!trusted)
    throw new RpcError('failed-precondition', t('this workspace is in Restricted Mode: nothing is changed'), {
      hint: t('trust it with Workspaces: Manage Workspace Trust'),
    });
}
