import type { LogsQuery } from '../../protocol.ts';

/** What somebody has chosen in a logs page; kept over a reload of the window. */
export interface LogsSettings extends Omit<LogsQuery, 'follow'> {
  readonly wrap: boolean;
  readonly timestamps: boolean;
}

export const FIRST_SETTINGS: LogsSettings = {
  tailLines: 10_000,
  sinceMs: 0,
  untilMs: 0,
  stream: 'both',
  pattern: '',
  wrap: false,
  timestamps: false,
};

/** What was kept, as far as it is what this version keeps. */
export function settingsFrom(kept: unknown): LogsSettings {
  if (typeof kept !== 'object' || kept === null) return FIRST_SETTINGS;
  const entries = Object.entries(FIRST_SETTINGS).map(([name, first]): [string, unknown] => {
    const value: unknown = Reflect.get(kept, name);
    return [name, typeof value === typeof first ? value : first];
  });
  return Object.fromEntries(entries) as unknown as LogsSettings;
}

/** For an input of the type datetime-local; '' for 0. */
export function localTime(ms: number): string {
  if (ms === 0) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** The reverse; 0 for what is no time. */
export function timeFrom(local: string): number {
  const ms = new Date(local).getTime();
  return Number.isNaN(ms) ? 0 : ms;
}
