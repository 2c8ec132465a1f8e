import type { ResourceChange } from '../../client/runtime-calls.ts';
import { cpuQuotaOf, limitChange, limitTexts, memoryLimitOf } from '../../convert/limits.ts';
import { t } from '../../l10n.ts';
import type { Ui } from '../../ui/ui.ts';

/**
 * Asks for limits of processor and memory in two steps, each filled with what is in force. What is left as it was is not in the answer;
 * undefined when dismissed, or when nothing is to be changed.
 */
export async function askLimits(ui: Ui, title: string, current: ResourceChange): Promise<ResourceChange | undefined> {
  const none = t('none');
  const before = limitTexts(current, none);
  const cpus = await ui.ask({
    title,
    prompt: t('Processors that it may use at most: 0.5, 2, or "{0}"', none),
    value: before.cpus,
    step: { at: 1, of: 2 },
    check: (text) => (cpuQuotaOf(text, none) === undefined ? t('A number from 0.01 on, or "{0}"', none) : undefined),
  });
  if (cpus === undefined) return undefined;
  const memory = await ui.ask({
    title,
    prompt: t('Memory that it may use at most: 256Mi, 1Gi, or "{0}"', none),
    value: before.memory,
    step: { at: 2, of: 2 },
    check: (text) => (memoryLimitOf(text, none) === undefined ? t('A size as in 256Mi or 1G, or "{0}"', none) : undefined),
  });
  if (memory === undefined) return undefined;
  const change = limitChange({ cpus, memory }, current, none);
  return Object.keys(change).length === 0 ? undefined : change;
}
