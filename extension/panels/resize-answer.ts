import { RpcError } from '../client/rpc-error.ts';
import type { CommandContext } from '../commands/command.ts';
import { cpuQuotaOf, limitChange, limitTexts, memoryLimitOf } from '../convert/limits.ts';
import { t } from '../l10n.ts';
import type { LimitTexts } from '../../webview/protocol.ts';
import { requireTrust } from './require-trust.ts';
import type { Answer } from './panel-answers.ts';

/** The answer to `resize`: the container has the new limits, and the page gets those that the kernel has now. */
export function resizeAnswer(context: () => CommandContext): Answer {
  return async ({ session: { client }, id, about, signal }): Promise<LimitTexts> => {
    requireTrust(context());
    const texts = textsIn(about);
    if (cpuQuotaOf(texts.cpus, '') === undefined)
      throw new RpcError('invalid-argument', t('processors are a number from 0.01 on, or nothing for no limit'));
    if (memoryLimitOf(texts.memory, '') === undefined)
      throw new RpcError('invalid-argument', t('memory is a size as in 256Mi or 1G, or nothing for no limit'));
    const change = limitChange(texts, await client.containerResources(id, { signal }), '');
    // Not with the signal: who asked for it wants it, also when the page is hidden meanwhile.
    if (Object.keys(change).length > 0) await client.updateContainerResources(id, change);
    return limitTexts(await client.containerResources(id), '');
  };
}

function textsIn(about: unknown): LimitTexts {
  const { cpus, memory } = (typeof about === 'object' && about !== null ? about : {}) as Readonly<Record<string, unknown>>;
  if (typeof cpus !== 'string' || typeof memory !== 'string')
    throw new RpcError('invalid-argument', t('{0} has to be a text', 'cpus, memory'));
  return { cpus, memory };
}
