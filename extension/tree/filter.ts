import { t } from '../l10n.ts';

/** One condition; all of a filter hold together. */
interface Term {
  readonly key: 'state' | 'label' | 'image' | 'ns' | 'text';
  readonly value: string;
  /** `-state:running`: it must not hold. */
  readonly not: boolean;
}

export interface Filter {
  readonly terms: readonly Term[];
}

/** What of a thing a filter looks at. */
export interface Facts {
  /** Names and ids. */
  readonly text: readonly string[];
  readonly states: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly images: readonly string[];
  readonly namespace: string;
}

const KEYS: readonly string[] = ['state', 'label', 'image', 'ns'];

/** Reads `state:running label:app=web image:nginx ns:default words`; a `-` before a term turns it round. Upper and lower case are alike. */
export function parseFilter(text: string): Filter {
  return { terms: wordsOf(text).map(termOf) };
}

/** Why a text is no filter; undefined for one that is. */
export function filterProblem(text: string): string | undefined {
  const empty = parseFilter(text).terms.find((term) => term.key !== 'text' && term.value === '');
  if (empty !== undefined) return t('{0}: needs a value, as in state:running', empty.key);
  return undefined;
}

/** True when every term holds. */
export function matches({ terms }: Filter, facts: Facts): boolean {
  return terms.every((term) => holds(term, facts) !== term.not);
}

function holds({ key, value }: Term, facts: Facts): boolean {
  switch (key) {
    case 'state':
      return facts.states.some((state) => state.startsWith(value));
    case 'image':
      return facts.images.some((image) => image.toLowerCase().includes(value));
    case 'ns':
      return facts.namespace.toLowerCase().includes(value);
    case 'label':
      return Object.entries(facts.labels).some(([name, of]) => hasLabel(`${name}=${of}`.toLowerCase(), value));
    case 'text':
      return [...facts.text, ...facts.images].some((each) => each.toLowerCase().includes(value));
  }
}

/** `app=web` is the whole label; `app` any part of its name. */
function hasLabel(label: string, value: string): boolean {
  return value.includes('=') ? label === value : label.slice(0, label.indexOf('=')).includes(value);
}

function termOf(word: string): Term {
  const not = word.startsWith('-') && word.length > 1;
  const rest = (not ? word.slice(1) : word).toLowerCase();
  const colon = rest.indexOf(':');
  const key = rest.slice(0, Math.max(colon, 0));
  return isKey(key) ? { key, value: rest.slice(colon + 1), not } : { key: 'text', value: rest, not };
}

function isKey(word: string): word is Exclude<Term['key'], 'text'> {
  return KEYS.includes(word);
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
