import { t } from '../l10n.ts';

/** "12 s", "3 min", "2 h 5 min", "4 d 1 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('{0} h {1} min', hours, minutes % 60);
  return t('{0} d {1} h', Math.floor(hours / 24), hours % 24);
}

/** A local date and time; '' for 0. */
export function when(ms: number): string {
  return ms === 0 ? '' : new Date(ms).toLocaleString();
}
