import { isAbsolute } from 'node:path';
import { CriError } from '../base/cri-error.ts';
import { printable } from '../base/sanitize.ts';
import type { CommandStreams } from '../stream/server/offers.ts';

/** invalid-argument for one field of a request: `config.metadata.name is empty`. */
export function invalidField(field: string, problem: string, hint?: string): CriError {
  return new CriError('invalid-argument', `${field} ${problem}`, hint === undefined ? {} : { hint });
}

/** A sub-message that has to be there. */
export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw invalidField(field, 'is missing');
  return value;
}

/** A text that has to be there. Throws as well when it has a NUL, which no path, name or argument of the kernel can have. */
export function requiredText(value: string, field: string): string {
  if (value === '') throw invalidField(field, 'is empty');
  return text(value, field);
}

export function text(value: string, field: string): string {
  if (value.includes('\0')) throw invalidField(field, 'has a NUL byte');
  return value;
}

/** An absolute path, or ''. */
export function absolutePath(value: string, field: string): string {
  if (value !== '' && !isAbsolute(value)) throw invalidField(field, `is ${quoted(value)}, which is not an absolute path`);
  return text(value, field);
}

/** The plain name of an enum's number, from a table by number. */
export function enumName<Name extends string>(names: readonly Name[], number: number, field: string): Name {
  const name = names[number];
  if (name === undefined)
    throw invalidField(field, `is ${String(number)}, which this runtime does not know`, `use 0 to ${String(names.length - 1)}`);
  return name;
}

/** A whole number of 0 to `max`. */
export function bounded(value: number, max: number, field: string): number {
  if (value < 0 || value > max) throw invalidField(field, `is ${String(value)}, which is not within 0 to ${String(max)}`);
  return value;
}

export function quoted(value: string): string {
  return JSON.stringify(printable(value, 200));
}

/** Which streams a client of exec or attach wants. A terminal has one output for both. */
export function commandStreams({ stdin, stdout, stderr, tty }: CommandStreams): CommandStreams {
  if (!stdin && !stdout && !stderr) throw invalidField('stdin, stdout and stderr', 'are all false', 'ask for one at least');
  if (tty && stderr) throw invalidField('stderr', 'is true with tty', 'a terminal has one output: leave stderr out');
  return { stdin, stdout, stderr, tty };
}
