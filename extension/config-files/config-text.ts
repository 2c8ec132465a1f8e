import type { Document, Node, Pair } from 'yaml';
import type { ConfigKind } from './config-schema.ts';

/** One configuration of a file, with the nodes of its text. */
export interface ConfigDocument {
  readonly kind: ConfigKind;
  readonly root: Node;
  readonly value: Readonly<Record<string, unknown>>;
  readonly document: Document;
}

/** Offsets into the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ConfigText {
  readonly documents: readonly ConfigDocument[];
  /** What is no YAML, and so no JSON. */
  readonly errors: readonly (Span & { readonly message: string })[];
}

const POD_FILE = /(\.pod|(^|\/)(pod|sandbox|pod-sandbox)-config)\.(ya?ml|json)$/i;
const CONTAINER_FILE = /(\.container|(^|\/)container-config)\.(ya?ml|json)$/i;

/** What a file holds by its name, as users of crictl call them; undefined for files that are none of ours. */
export function kindOfFile(path: string): ConfigKind | undefined {
  if (CONTAINER_FILE.test(path)) return 'container';
  return POD_FILE.test(path) ? 'pod' : undefined;
}

/** Reads the configurations of a YAML or JSON text. A document with an image is a container, one without is what the file is. */
export async function readConfigText(text: string, kind: ConfigKind): Promise<ConfigText> {
  const { isMap, parseAllDocuments } = await import('yaml');
  const parsed = parseAllDocuments(text, { prettyErrors: false });
  const all = Array.isArray(parsed) ? parsed : [];
  return {
    errors: all.flatMap((document) =>
      document.errors.map(({ pos: [start, end], message }) => ({ start, end: Math.max(end, start + 1), message })),
    ),
    documents: all.flatMap((document): ConfigDocument[] => {
      const root = document.contents;
      if (!isMap(root)) return [];
      const value = document.toJS() as Readonly<Record<string, unknown>>;
      const own = 'image' in value ? 'container' : all.length > 1 ? 'pod' : kind;
      return [{ kind: own, root, value, document }];
    }),
  };
}

/** Where a node stands in the text. */
export function spanOf(node: unknown): Span {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range;
  return range === undefined || range === null
    ? { start: 0, end: 1 }
    : { start: range[0], end: Math.max(range[1], range[0] + 1) };
}

/** The key of a pair as text. */
export function keyOf(pair: Pair): string {
  const key = pair.key as { readonly value?: unknown } | string | null;
  return typeof key === 'object' && key !== null ? String(key.value) : String(key);
}
