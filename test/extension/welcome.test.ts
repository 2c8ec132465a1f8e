import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Welcome {
  readonly view: string;
  readonly when?: string;
  readonly contents: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: { readonly viewsWelcome: readonly Welcome[] };
};
const STATES = ['', 'connecting', 'stopped', 'unsupported', 'denied', 'broken', 'ready', 'degraded'];
const CASES = ['slipway.pods', 'slipway.images'].flatMap((view) =>
  STATES.flatMap((state) =>
    ['local', 'foreign'].flatMap((target) => [false, true].map((filtered) => [view, { state, target, filtered }] as const)),
  ),
);

/** The when clauses that are used here: `a == b`, `a != b`, `a`, `!a`, with && and || and brackets. */
function holds(when: string, values: Readonly<Record<string, string | boolean>>): boolean {
  const js = when.replaceAll(
    /(!?)([\w.]+)(?:\s*(==|!=)\s*([\w.]+))?/g,
    (_all, not: string, key: string, operator = '', value = '') => {
      const of = values[key] ?? '';
      const result = operator === '' ? Boolean(of) : operator === '==' ? String(of) === value : String(of) !== value;
      return String(not === '!' ? !result : result);
    },
  );
  if (!/^(true|false|[()&|!\s])*$/.test(js)) throw new Error(`cannot read ${when}`);
  return any(js.replaceAll(/\s/g, ''));
}

/** Brackets from the inside out, then and, then or. */
function any(text: string): boolean {
  let flat = text;
  while (flat.includes('(')) flat = flat.replaceAll(/\(([^()]*)\)/g, (_all, inner: string) => String(any(inner)));
  return flat.split('||').some((part) => part.split('&&').every((each) => each === 'true'));
}

describe('an empty list', () => {
  it.each(CASES)('of %s says one thing in the state %j', (view, { state, target, filtered }) => {
    const values = {
      'slipway.state': state,
      'slipway.target': target,
      [`${view}.filtered`]: filtered,
      'slipway.restricted': false,
    };
    const shown = contributes.viewsWelcome.filter(
      (each) => each.view === view && holds(each.when ?? '!slipway.restricted', values),
    );
    expect(shown.map(({ contents }) => contents)).toHaveLength(1);
  });

  it('says in Restricted Mode that nothing is changed', () => {
    const shown = contributes.viewsWelcome.filter(({ when = '' }) => when === 'slipway.restricted');
    expect(shown.map(({ view }) => view)).toEqual(['slipway.pods', 'slipway.images']);
  });
});
