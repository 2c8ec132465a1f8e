import type { ResourceChange } from '../client/runtime-calls.ts';
import { quantity } from './quantity.ts';

/** Microseconds: the kernel's own default. */
const DEFAULT_PERIOD = 100_000;
const MIN_QUOTA = 1000;
/** As CRI says it. */
const NO_LIMIT = -1;
/** The largest first. */
const BINARY = ['Ti', 'Gi', 'Mi', 'Ki'] as const;

/** Limits as a person reads and writes them. */
export interface LimitTexts {
  /** "0.5" */
  readonly cpus: string;
  /** "256Mi" */
  readonly memory: string;
}

/** What is in force; `none` stands for no limit. */
export function limitTexts(
  { cpuPeriod = DEFAULT_PERIOD, cpuQuota = NO_LIMIT, memoryLimitBytes = NO_LIMIT }: ResourceChange,
  none: string,
): LimitTexts {
  return {
    cpus: cpuQuota <= 0 ? none : String(cpuQuota / cpuPeriod),
    memory: memoryLimitBytes <= 0 ? none : quantityText(memoryLimitBytes),
  };
}

/** Microseconds of each period; undefined for what is no number of processors from 0.01 on. */
export function cpuQuotaOf(text: string, none: string, period = DEFAULT_PERIOD): number | undefined {
  if (text.trim() === none) return NO_LIMIT;
  const quota = /^\d+(\.\d+)?$/.test(text.trim()) ? Math.round(Number(text) * period) : 0;
  return quota >= MIN_QUOTA ? quota : undefined;
}

/** A Kubernetes quantity in bytes; undefined for what is none. */
export function memoryLimitOf(text: string, none: string): number | undefined {
  if (text.trim() === none) return NO_LIMIT;
  const bytes = Math.round(quantity(text) ?? 0);
  return bytes > 0 ? bytes : undefined;
}

/** What has to be changed for these texts, which are good; what is left as it was is not in it. */
export function limitChange(texts: LimitTexts, current: ResourceChange, none: string): ResourceChange {
  const before = limitTexts(current, none);
  const { cpuPeriod = DEFAULT_PERIOD } = current;
  return {
    ...(texts.cpus.trim() === before.cpus ? {} : { cpuQuota: cpuQuotaOf(texts.cpus, none, cpuPeriod), cpuPeriod }),
    ...(texts.memory.trim() === before.memory ? {} : { memoryLimitBytes: memoryLimitOf(texts.memory, none) }),
  };
}

/** "256Mi": in the largest unit that is exact. */
function quantityText(bytes: number): string {
  const exact = BINARY.find((unit) => bytes % (quantity(`1${unit}`) ?? 1) === 0);
  return exact === undefined ? String(bytes) : `${String(bytes / (quantity(`1${exact}`) ?? 1))}${exact}`;
}
