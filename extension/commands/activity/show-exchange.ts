import { crictlCommand } from '../../client/crictl-command.ts';
import { RpcError } from '../../client/rpc-error.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { t } from '../../l10n.ts';

/** The request and the reply of one call, as a document. */
export async function showExchange({ ui }: CommandContext, { call }: SubjectOf<'call'>): Promise<void> {
  const exchange = {
    method: `${call.service}/${call.method}`,
    at: new Date(call.startedAt).toISOString(),
    milliseconds: call.milliseconds,
    code: call.code ?? 'running',
    ...(call.message === '' ? {} : { message: call.message }),
    request: call.request,
    reply: call.reply,
  };
  const text = JSON.stringify(
    exchange,
    (_key, value: unknown) => (value instanceof Uint8Array ? `${value.length} bytes` : value),
    2,
  );
  await ui.showText({ title: call.method, text, language: 'json' });
}

/** Copies the same act as a crictl command. */
export async function copyAsCrictl({ ui, session }: CommandContext, { call }: SubjectOf<'call'>): Promise<void> {
  const line = crictlCommand(call.method, call.request, session.target.socket);
  if (line === undefined) throw new RpcError('unimplemented', t('crictl has no word for {0}', call.method));
  await ui.copy(line);
  ui.note(t('Copied: {0}', line.split('\n').at(-1) ?? ''));
}
