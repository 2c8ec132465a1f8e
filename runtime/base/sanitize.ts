/** Text safe to show: control characters (terminal escapes among them) become spaces, and the length is bounded. */
export function printable(text: string, maxLength = 400): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return clean.length <= maxLength ? clean : `${clean.slice(0, maxLength - 1)}…`;
}

/** A URL for messages: without user, password, query and fragment. */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return printable(url, 200);
  return printable(`${parsed.protocol}//${parsed.host}${parsed.pathname}`, 200);
}
