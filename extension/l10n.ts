type Value = string | number;
type Translate = (message: string, ...values: Value[]) => string;

let translate: Translate = fill;
let language = 'en';

/**
 * The message in the language of the window, its `{0}`, `{1}` … replaced by the values. The first argument is a literal: a test
 * reads them all, and holds each against the bundles in extension/l10n/.
 */
export function t(message: string, ...values: Value[]): string {
  return translate(message, ...values);
}

/** A local date and time in the language of the window, which need not be the one of the machine. */
export function dateText(ms: number): string {
  return new Date(ms).toLocaleString(language);
}

/** A local time of day in the language of the window. */
export function timeText(ms: number): string {
  return new Date(ms).toLocaleTimeString(language);
}

/** Called once on activation with `vscode.l10n.t` and the window's language; until then, and in fast tests, messages stay as they are written. */
export function setTranslation(by: Translate, tag: string): void {
  translate = by;
  language = tag;
}

function fill(message: string, ...values: Value[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (slot, index: string) => String(values[Number(index)] ?? slot));
}
