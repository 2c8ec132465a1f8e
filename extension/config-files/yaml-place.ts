/** Where somebody writes in a YAML text in block style. */
export interface YamlPlace {
  /** Keys from the root, '[]' for an entry of a list: of the object whose key is written, or of the field whose value is. */
  readonly path: readonly string[];
  readonly writes: 'key' | 'value';
  /** Keys that the object has already. */
  readonly taken: readonly string[];
  /** Where the word begins that is being written; an offset. */
  readonly start: number;
}

interface Line {
  readonly indent: number;
  readonly key: string | undefined;
  /** Indents of the dashes before the key. */
  readonly dashes: readonly number[];
}

/** The place of an offset by the indents around it: what is being written is seldom whole, so no parser can tell. */
export function yamlPlace(text: string, offset: number): YamlPlace {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  const current = lines.at(-1) ?? '';
  const written = /^(\s*(?:-\s+)*)(?:([^\s:#]+):\s+)?(\S*)$/.exec(current);
  const [, lead = '', key, word = ''] = written ?? [];
  const indent = lead.length;
  const path = pathAbove(lines, { indent, dashes: dashesIn(lead) });
  const start = offset - word.length;
  if (key !== undefined) return { path: [...path, key], writes: 'value', taken: [], start };
  return { path, writes: 'key', taken: keysBeside(text, lines.length - 1, indent), start };
}

function dashesIn(lead: string): readonly number[] {
  return [...lead.matchAll(/-/g)].map(({ index }) => index);
}

function lineOf(text: string): Line | undefined {
  const match = /^(\s*(?:-\s+)*)([^\s:#][^:]*)?:(\s|$)/.exec(text);
  if (match === null) return undefined;
  const [, lead = '', key] = match;
  return { indent: lead.length, key: key?.replaceAll(/^["']|["']$/g, ''), dashes: dashesIn(lead) };
}

function pathAbove(
  lines: readonly string[],
  from: { readonly indent: number; readonly dashes: readonly number[] },
): readonly string[] {
  const path: string[] = [];
  let { indent } = from;
  // An entry of a list that begins on this very line.
  let dash = from.dashes.at(-1);
  for (let at = lines.length - 2; at >= 0; at -= 1) {
    const raw = lines[at] ?? '';
    if (raw.trim() === '---') break;
    const line = lineOf(raw);
    if (line === undefined || line.key === undefined) continue;
    if (dash === undefined && line.indent === indent && line.dashes.length > 0) {
      // The line that begins the entry this one is in.
      dash = line.dashes.at(-1);
      continue;
    }
    const below = dash ?? indent;
    // A list may stand as deep as its key.
    const isParent = line.indent < below || (dash !== undefined && line.indent === below && line.dashes.length === 0);
    if (!isParent) continue;
    if (dash !== undefined) path.unshift('[]');
    path.unshift(line.key);
    indent = line.indent;
    dash = line.dashes.at(-1);
  }
  return path;
}

/** Keys of the same object above and below a line. */
function keysBeside(text: string, at: number, indent: number): readonly string[] {
  const lines = text.split('\n');
  const keys: string[] = [];
  const look = (from: number, step: 1 | -1): void => {
    for (let n = from; n >= 0 && n < lines.length; n += step) {
      const raw = lines[n] ?? '';
      if (raw.trim() === '---') return;
      const line = lineOf(raw);
      if (line?.key === undefined) continue;
      const outer = line.dashes.at(-1) ?? line.indent;
      if (line.indent < indent || (step === 1 && line.dashes.length > 0 && outer < indent)) return;
      if (line.indent === indent) keys.push(line.key);
      // The first key of an entry stands behind its dash.
      if (step === -1 && line.indent === indent && line.dashes.length > 0) return;
    }
  };
  look(at - 1, -1);
  look(at + 1, 1);
  return keys;
}
