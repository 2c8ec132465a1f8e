import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Properties and arguments that a person reads. */
const SHOWN = new Set(['title', 'placeholder', 'prompt', 'label', 'question', 'detail', 'action', 'hint', 'tooltip', 'message']);
const SHOWING = new Set(['note', 'tell', 'beginTask', 'showError']);

/** In a page, what an element says and what a fact is called, too. */
const SHOWING_IN_PAGES = new Set(['section', 'nothing', 'badge']);
const SHOWN_IN_PAGES = new Set([...SHOWN, 'text', 'aria-label', 'name']);

/** Words from before there were two languages; none are added. */
const UNTRANSLATED = new Set(JSON.parse(readFileSync('test/extension/untranslated.json', 'utf8')) as readonly string[]);

/** The literals of words where a person reads them, and those that t() is given. */
function literalsIn(file: string): { readonly shown: readonly string[]; readonly translated: readonly string[] } {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const shown: string[] = [];
  const translated: string[] = [];
  const check = (node: ts.Node): void => {
    if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(check);
    else if (ts.isBinaryExpression(node)) [node.left, node.right].forEach(check);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) check(node.body);
    else if (isWords(textOf(node))) shown.push(textOf(node));
  };
  const [names, showing] = file.startsWith('webview/') ? [SHOWN_IN_PAGES, SHOWING_IN_PAGES] : [SHOWN, SHOWING];
  const nameOf = (name: ts.PropertyName): string => (ts.isStringLiteral(name) ? name.text : name.getText());
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && names.has(nameOf(node.name))) check(node.initializer);
    const [first, second] = ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
    if (ts.isNewExpression(node) && node.expression.getText() === 'RpcError' && second !== undefined) check(second);
    if (ts.isCallExpression(node) && first !== undefined) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
      if (showing.has(called)) check(first);
      if (called === 't' && !ts.isPropertyAccessExpression(node.expression))
        translated.push(ts.isStringLiteralLike(first) ? first.text : `${file}: t() of what is no literal`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { shown, translated };
}

function textOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node)
    ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('')
    : '';
}

/** Names, examples and addresses are nobody's language: words have a space beside them, or stand alone with a capital. */
function isWords(text: string): boolean {
  if (text === 'Slipway' || !/[A-Za-z]{3}/.test(text)) return false;
  return /[A-Za-z,;:] | [A-Za-z]/.test(text) || /^[A-Z][a-z]+…?$/.test(text);
}

const files = globSync(['extension/**/*.ts', 'webview/**/*.ts'], { exclude: ['*/l10n.ts'] }).map((file) => ({
  file,
  ...literalsIn(file),
}));
const bundles = globSync('extension/l10n/bundle.l10n.*.json');

describe('the words of the extension', () => {
  it.each(bundles)('are all in %s, and nothing else is', (bundle) => {
    const known = JSON.parse(readFileSync(bundle, 'utf8')) as Readonly<Record<string, string>>;
    const used = new Set(files.flatMap(({ translated }) => translated));
    expect([...used].filter((message) => known[message] === undefined)).toEqual([]);
    expect(Object.keys(known).filter((message) => !used.has(message))).toEqual([]);
  });

  it.each(bundles)('keep their places for values in %s', (bundle) => {
    const slots = (text: string): string[] => [...text.matchAll(/\{\d+\}/g)].map(([slot]) => slot).toSorted();
    const known = JSON.parse(readFileSync(bundle, 'utf8')) as Readonly<Record<string, string>>;
    expect(Object.entries(known).filter(([message, words]) => slots(message).join('') !== slots(words).join(''))).toEqual([]);
  });

  it('go through t() where a person reads them', () => {
    const bare = files.flatMap(({ file, shown }) => shown.map((text) => ({ file, text })));
    expect(bare.filter(({ text }) => !UNTRANSLATED.has(text))).toEqual([]);
  });
});
