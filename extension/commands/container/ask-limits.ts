import type { ResourceChange } from '../../client/runtime-calls.ts';
import { quantity } from '../../convert/quantity.ts';
import { t } from '../../l10n.ts';
import type { Ui } from '../../ui/ui.ts';

/** Microseconds: the kernel's own default. */
const DEFAULT_PERIOD = 100_000;
const MIN_QUOTA = 1000;
const NO_LIMIT = -1;
/** The largest first. */
const BINARY = ['Ti', 'Gi', 'Mi', 'Ki'] as const;

/**
 * Asks for limits of processor and memory in two steps, each filled with what is in force. What is left as it was is not in the answer;
 * undefined when dismissed, or when nothing is to be changed.
 */
export async function askLimits(ui: Ui, title: string, current: ResourceChange): Promise<ResourceChange | undefined> {
  const none = t('none');
  const { cpuPeriod = DEFAULT_PERIOD, cpuQuota = NO_LIMIT, memoryLimitBytes = NO_LIMIT } = current;
  const cpuBefore = cpuQuota <= 0 ? none : String(cpuQuota / cpuPeriod);
  const cpu = await ui.ask({
    title,
    prompt: t('Processors that it may use at most: 0.5, 2, or "{0}"', none),
    value: cpuBefore,
    step: { at: 1, of: 2 },
    check: (text) => (cpuQuotaOf(text, none, cpuPeriod) === undefined ? t('A number from 0.01 on, or "{0}"', none) : undefined),
  });
  if (cpu === undefined) return undefined;
  const memoryBefore = memoryLimitBytes <= 0 ? none : quantityText(memoryLimitBytes);
  const memory = await ui.ask({
    title,
    prompt: t('Memory that it may use at most: 256Mi, 1Gi, or "{0}"', none),
    value: memoryBefore,
    step: { at: 2, of: 2 },
    check: (text) => (memoryOf(text, none) === undefined ? t('A size as in 256Mi or 1G, or "{0}"', none) : undefined),
  });
  if (memory === undefined) return undefined;
  const change = {
    ...(cpu.trim() === cpuBefore ? {} : { cpuQuota: cpuQuotaOf(cpu, none, cpuPeriod), cpuPeriod }),
    ...(memory.trim() === memoryBefore ? {} : { memoryLimitBytes: memoryOf(memory, none) }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

/** Microseconds in each period; undefined for what is no number of processors. */
function cpuQuotaOf(text: string, none: string, period: number): number | undefined {
  if (text.trim() === none) return NO_LIMIT;
  const quota = /^\d+(\.\d+)?$/.test(text.trim()) ? Math.round(Number(text) * period) : 0;
  return quota >= MIN_QUOTA ? quota : undefined;
}

/** A Kubernetes quantity in bytes; undefined for what is none. */
function memoryOf(text: string, none: string): number | undefined {
  if (text.trim() === none) return NO_LIMIT;
  const bytes = Math.round(quantity(text) ?? 0);
  return bytes > 0 ? bytes : undefined;
}

/** "256Mi": in the largest unit that is exact. */
function quantityText(bytes: number): string {
  const exact = BINARY.find((unit) => bytes % (quantity(`1${unit}`) ?? 1) === 0);
  return exact === undefined ? String(bytes) : `${String(bytes / (quantity(`1${exact}`) ?? 1))}${exact}`;
}
