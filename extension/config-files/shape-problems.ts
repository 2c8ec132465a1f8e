import type { Node } from 'yaml';
import { t } from '../l10n.ts';
import type { Schema } from './config-schema.ts';
import { fieldOf, resolved, typeName } from './config-schema.ts';
import type { ConfigDocument, Span } from './config-text.ts';
import { keyOf, spanOf } from './config-text.ts';
import { nearest } from './nearest.ts';

/** Something that is wrong, or worth knowing. */
export interface Problem extends Span {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** What to write there instead. */
  readonly fix?: { readonly title: string; readonly text: string };
  /** An image that is not on the target. */
  readonly pull?: string;
}

/** What is no field of CRI, or has another type than it: the path of keys is checked against the schema. */
export async function shapeProblems({ root }: ConfigDocument, schema: Schema): Promise<readonly Problem[]> {
  const { isMap, isScalar, isSeq } = await import('yaml');
  const problems: Problem[] = [];
  const add = (node: unknown, problem: Omit<Problem, keyof Span>): void => {
    problems.push({ ...spanOf(node), ...problem });
  };
  const walk = (node: Node | null, expected: Schema, what: string): void => {
    if (node === null || (isScalar(node) && node.value === null)) return;
    if (expected.enum !== undefined) {
      const value = isScalar(node) ? node.value : undefined;
      if (!expected.enum.includes(value as string)) add(node, enumProblem(String(value), expected, what));
    } else if (expected.type === 'object') {
      if (!isMap(node)) {
        add(node, { severity: 'error', message: t('{0} has fields of its own', what) });
        return;
      }
      for (const pair of node.items) {
        const key = keyOf(pair);
        const field = fieldOf(schema, expected, key);
        if (field === undefined) add(pair.key, unknownField(key, expected, what));
        else walk(pair.value as Node | null, field, key);
      }
    } else if (expected.type === 'array') {
      if (!isSeq(node)) {
        add(node, { severity: 'error', message: t('{0} is a list', what) });
        return;
      }
      for (const item of node.items) walk(item as Node | null, resolved(schema, expected.items ?? {}), what);
    } else if (!isScalar(node)) {
      add(node, { severity: 'error', message: t('{0} is a single value: {1}', what, typeName(expected)) });
    } else {
      const problem = scalarProblem(node.value, expected, what);
      if (problem !== undefined) add(node, problem);
    }
  };
  walk(root, schema, schema.title ?? '');
  return problems;
}

function unknownField(key: string, { properties = {}, title }: Schema, what: string): Omit<Problem, keyof Span> {
  const meant = nearest(key, Object.keys(properties));
  const message = t('{0} is not a field of {1}', key, title ?? what);
  return meant === undefined
    ? { severity: 'error', message }
    : {
        severity: 'error',
        message: t('{0}; did you mean {1}?', message, meant),
        fix: { title: t('Change to {0}', meant), text: meant },
      };
}

function enumProblem(value: string, { enum: values = [] }: Schema, what: string): Omit<Problem, keyof Span> {
  const names = values.filter((each): each is string => typeof each === 'string');
  const meant = nearest(value, names);
  return {
    severity: 'error',
    message: t('{0} is one of {1}', what, names.join(', ')),
    ...(meant === undefined ? {} : { fix: { title: t('Change to {0}', meant), text: meant } }),
  };
}

function scalarProblem(value: unknown, { type, minimum }: Schema, what: string): Omit<Problem, keyof Span> | undefined {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return undefined;
      return {
        severity: 'error',
        message: t('{0} is a text: put it into quotes', what),
        fix: { title: t('Put it into quotes'), text: JSON.stringify(String(value)) },
      };
    case 'boolean':
      return typeof value === 'boolean' ? undefined : { severity: 'error', message: t('{0} is true or false', what) };
    case 'integer':
    case 'number':
      // Whole numbers of 64 bits may stand in quotes, as JSON of protobuf has them.
      if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value)))
        return minimum !== undefined && Number(value) < minimum
          ? { severity: 'error', message: t('{0} is not less than {1}', what, minimum) }
          : undefined;
      return { severity: 'error', message: t('{0} is a number', what) };
    default:
      return undefined;
  }
}
