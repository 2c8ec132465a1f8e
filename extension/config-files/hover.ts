import type { Node } from 'yaml';
import type { Schema } from './config-schema.ts';
import { fieldOf, resolved, typeName } from './config-schema.ts';
import type { ConfigDocument, Span } from './config-text.ts';
import { keyOf, spanOf } from './config-text.ts';

export interface Explanation extends Span {
  /** As CRI names it: PodSandboxMetadata.name would be `metadata.name`. */
  readonly path: string;
  readonly type: string;
  readonly description: string;
}

/** What the field is whose key stands at an offset. */
export async function explainAt({ root }: ConfigDocument, schema: Schema, offset: number): Promise<Explanation | undefined> {
  const { isMap, isSeq } = await import('yaml');
  const walk = (node: Node | null, expected: Schema, path: readonly string[]): Explanation | undefined => {
    if (isSeq(node)) {
      for (const item of node.items) {
        const found = walk(item as Node | null, resolved(schema, expected.items ?? {}), path);
        if (found !== undefined) return found;
      }
    }
    if (!isMap(node)) return undefined;
    for (const pair of node.items) {
      const field = fieldOf(schema, expected, keyOf(pair));
      if (field === undefined) continue;
      const span = spanOf(pair.key);
      const here = [...path, keyOf(pair)];
      if (offset >= span.start && offset <= span.end)
        return { ...span, path: here.join('.'), type: typeName(field), description: field.description ?? '' };
      const found = walk(pair.value as Node | null, field, here);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return walk(root, schema, []);
}
