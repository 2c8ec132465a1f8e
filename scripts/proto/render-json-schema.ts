import type { CriComments, CriSchema, SchemaField } from './cri-schema.ts';

type Json = Readonly<Record<string, unknown>>;

const INTEGERS = new Set(['int32', 'int64', 'uint32', 'uint64']);

/** A JSON schema (draft 7) of one message of CRI as people write it for crictl: snake_case, which is offered, or camelCase, which is taken. */
export function renderJsonSchema(schema: CriSchema, comments: CriComments, message: string): string {
  const definitions: Record<string, Json> = {};
  const define = (name: string): Json => {
    if (!(name in definitions)) {
      definitions[name] = {};
      definitions[name] = messageSchema(name);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const messageSchema = (name: string): Json => {
    const found = schema.messages.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no message ${name}`);
    const fields = found.fields.map((field): [string, Json] => [
      field.name,
      withText(fieldSchema(field), `${name}.${field.name}`),
    ]);
    const offered = fields.filter(([key]) => key !== 'windows');
    const others = fields.flatMap(([key, value]): [string, Json][] =>
      key === 'windows' ? [[key, value]] : camelCase(key) === key ? [] : [[camelCase(key), value]],
    );
    return {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(offered),
      // Known, and not offered: one spelling is enough, and these are machines with Linux.
      patternProperties: Object.fromEntries(others.map(([key, value]) => [`^${key}$`, value])),
      ...(comments[name] === undefined ? {} : { description: comments[name] }),
    };
  };
  const withText = (value: Json, key: string): Json => {
    const description = comments[key];
    if (description === undefined) return value;
    return '$ref' in value ? { allOf: [value], description } : { ...value, description };
  };
  const fieldSchema = (field: SchemaField): Json => {
    if (field.label === 'map') return { type: 'object', additionalProperties: typeSchema(field.value_type ?? 'string') };
    const one = typeSchema(field.type);
    return field.label === 'repeated' ? { type: 'array', items: one } : one;
  };
  const typeSchema = (type: string): Json => {
    if (type === 'string' || type === 'bytes') return { type: 'string' };
    if (type === 'bool') return { type: 'boolean' };
    if (INTEGERS.has(type)) return { type: 'integer', ...(type.startsWith('u') ? { minimum: 0 } : {}) };
    if (type === 'float' || type === 'double') return { type: 'number' };
    const named = schema.enums.find(({ name }) => name === type);
    if (named !== undefined) return { enum: named.values.flatMap(({ name, number }) => [name, number]) };
    return define(type);
  };
  const root = messageSchema(message);
  const whole = { $schema: 'http://json-schema.org/draft-07/schema#', title: message, ...root, definitions };
  return `${JSON.stringify(whole, undefined, 1)}\n`;
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}
