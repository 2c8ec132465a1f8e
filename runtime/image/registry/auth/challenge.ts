/** What a WWW-Authenticate header asks for. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = /[\w!#$%&'*+.^`|~-]+/y;
const VALUE = /"((?:[^"\\]|\\.)*)"|([^\s,"]+)/y;
const MAX_HEADER_LENGTH = 8192;

/** Reads the challenges of a WWW-Authenticate header (RFC 9110, 11.6.1); what cannot be read is left out. */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, MAX_HEADER_LENGTH);
  const found: { scheme: string; parameters: Record<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    take(/[\s,]+/y);
    const word = take(TOKEN)?.[0];
    if (word === undefined) break;
    if (take(/\s*=\s*/y) === null) {
      found.push({ scheme: word.toLowerCase(), parameters: {} });
      continue;
    }
    const value = take(VALUE);
    if (value === null) break;
    const last = found.at(-1);
    if (last !== undefined) last.parameters[word.toLowerCase()] = value[2] ?? (value[1] ?? '').replace(/\\(.)/g, '$1');
  }
  return found;
}
