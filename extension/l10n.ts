type Value = string | number;
type Translate = (message: string, ...values: Value[]) => string;

let translate: Translate = fill;

/**
 * The message in the language of the window, its `{0}`, `{1}` … replaced by the values. The first argument is a literal: a test
 * reads them all, and holds each against the bundles in extension/l10n/.
 */
export function t(message: string, ...values: Value[]): string {
  return translate(message, ...values);
}

/** Called once on activation with `vscode.l10n.t`; until then, and in fast tests, messages stay as they are written. */
export function setTranslation(by: Translate): void {
  translate = by;
}

function fill(message: string, ...values: Value[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (slot, index: string) => String(values[Number(index)] ?? slot));
}
