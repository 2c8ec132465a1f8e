import { t } from '../l10n.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "<1m", "3m", "2h", "5d": how long ago, in its largest unit. Never seconds: a line that changes while its menu is open loses the click. */
export function ageOf(thenMs: number, nowMs: number): string {
  if (thenMs <= 0) return '';
  const seconds = Math.max(0, Math.floor((nowMs - thenMs) / 1000));
  if (seconds < MINUTE) return t('<1m');
  if (seconds < HOUR) return t('{0}m', Math.floor(seconds / MINUTE));
  if (seconds < DAY) return t('{0}h', Math.floor(seconds / HOUR));
  return t('{0}d', Math.floor(seconds / DAY));
}

/** "1.2 MB": decimal units, as registries count. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** "<1 %", "7 %", "135 %" of one core, in steps that grow, so that a busy line does not change all the time. */
export function cpuOf(cores: number): string {
  const percent = cores * 100;
  if (percent < 1) return '<1 %';
  const step = percent < 10 ? 1 : percent < 100 ? 5 : 10;
  return `${String(Math.round(percent / step) * step)} %`;
}

/** The first 12 characters of an id, without its algorithm. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** "3 pods", "1 pod". */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** Text for a Markdown table cell or line: nothing in it can become markup. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}

/** A two-column Markdown table of the rows that have a value. */
export function factTable(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.filter(([, value]) => value !== '').map(([name, value]) => `| ${plain(name)} | ${plain(value)} |`);
  return ['| | |', '|:--|:--|', ...lines].join('\n');
}
