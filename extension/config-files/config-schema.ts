/** What is used of JSON schema (draft 7) in proto/gen/*.schema.json. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** The schemas of both kinds of configuration. */
export type Schemas = Readonly<Record<ConfigKind, Schema>>;
export type ConfigKind = 'pod' | 'container';

/** A schema without references; a description beside a reference stays. */
export function resolved(root: Schema, schema: Schema): Schema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference === undefined) return schema;
  const target = root.definitions?.[reference.slice('#/definitions/'.length)] ?? {};
  return { ...target, ...(schema.description === undefined ? {} : { description: schema.description }) };
}

/** A field of an object, by either spelling; undefined where it has none. */
export function fieldOf(root: Schema, object: Schema, key: string): Schema | undefined {
  const field = object.properties?.[key] ?? object.patternProperties?.[`^${key}$`] ?? object.additionalProperties;
  return field === undefined || field === false ? undefined : resolved(root, field);
}

/** The schema of a place: keys of objects, and '[]' for the entries of a list. */
export function schemaAt(root: Schema, path: readonly string[]): Schema | undefined {
  let at: Schema | undefined = root;
  for (const step of path) {
    if (at === undefined) return undefined;
    at = step === '[]' ? (at.items === undefined ? undefined : resolved(root, at.items)) : fieldOf(root, at, step);
  }
  return at;
}

/** "list of texts", "whole number": what belongs into a field, for people. */
export function typeName({ type, enum: values, items }: Schema): string {
  if (values !== undefined) return values.filter((value) => typeof value === 'string').join(' | ');
  if (type === 'array') return `[${items?.type ?? 'object'}]`;
  return type ?? '';
}
