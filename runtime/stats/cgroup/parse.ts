import type { Pressure, PressureLine } from './group-usage.ts';

/** `key value` lines (memory.stat, cpu.stat); a key that is absent counts as 0. */
export function flatKeyed(text: string | undefined): (key: string) => number {
  const values = new Map<string, number>();
  for (const line of (text ?? '').split('\n')) {
    const at = line.indexOf(' ');
    if (at > 0) values.set(line.slice(0, at), Number(line.slice(at + 1)));
  }
  return (key) => values.get(key) ?? 0;
}

/** The largest value a v1 limit can hold means none; its last bits depend on the page size. */
const NO_LIMIT = 2 ** 62;

/** One number; `max` and what v1 writes for "no limit" are Infinity. undefined when the file is absent. */
export function singleNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  return trimmed === 'max' ? Infinity : orInfinity(Number(trimmed));
}

export function orInfinity(limit: number): number {
  return limit >= NO_LIMIT ? Infinity : limit;
}

/** A pressure file: `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`, the same for full (absent for cpu on older kernels). */
export function pressure(text: string | undefined): Pressure | undefined {
  if (text === undefined || text === '') return undefined;
  return { some: pressureLine(text, 'some'), full: pressureLine(text, 'full') };
}

function pressureLine(text: string, kind: string): PressureLine {
  const line = text.split('\n').find((each) => each.startsWith(`${kind} `)) ?? '';
  const value = (key: string): number => Number(new RegExp(`${key}=([\\d.]+)`).exec(line)?.[1] ?? 0);
  return { totalNs: value('total') * 1000, avg10: value('avg10'), avg60: value('avg60'), avg300: value('avg300') };
}
