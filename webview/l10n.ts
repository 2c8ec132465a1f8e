type Value = string | number;

let words: Readonly<Record<string, string>> | undefined;

/**
 * The message in the language of the window, its `{0}`, `{1}` … replaced by the values. As in the extension, the first argument is
 * a literal: a test reads them all, and holds each against the bundles in extension/l10n/.
 */
export function t(message: string, ...values: Value[]): string {
  words ??= wordsOfPage();
  return (words[message] ?? message).replaceAll(/\{(\d+)\}/g, (slot, index: string) => String(values[Number(index)] ?? slot));
}

/** The extension writes the bundle of the window's language into the page; none for English. */
function wordsOfPage(): Readonly<Record<string, string>> {
  // Words are also made outside pages, in tests.
  const text = 'document' in globalThis ? document.getElementById('root')?.dataset['words'] : undefined;
  return text === undefined ? {} : (JSON.parse(text) as Readonly<Record<string, string>>);
}
