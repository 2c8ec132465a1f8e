import protobuf from 'protobufjs';
import type { Enum, Field, Method, Namespace, Service, Type } from 'protobufjs';

export interface ProtoFile {
  /** `cri` for cri.proto. */
  readonly name: string;
  readonly text: string;
}

/** TypeScript for each file: interfaces, codecs, enums and service tables. A later file may use the types of earlier ones. */
export function renderCodecs(files: readonly ProtoFile[]): [path: string, text: string][] {
  const root = new protobuf.Root();
  const owners = new Map<string, string>();
  const packages = files.map(({ name, text }) => {
    const parsed = protobuf.parse(text, root, { keepCase: true, alternateCommentMode: true });
    const scope = root.lookup(parsed.package ?? '');
    if (!(scope instanceof protobuf.Namespace)) throw new Error(`${name}.proto has no package`);
    for (const item of flatten(scope)) owners.set(item.fullName, name);
    return { name, scope };
  });
  root.resolveAll();
  return packages.map(({ name, scope }) => [`gen/${name}.ts`, renderFile(name, flatten(scope), owners)]);
}

type Item = Type | Enum | Service;

function flatten(scope: Namespace): Item[] {
  return scope.nestedArray.flatMap((item): Item[] => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- protobufjs declares its classes as assignable to each other
    if (item instanceof protobuf.Type) return [item, ...flatten(item)];
    return item instanceof protobuf.Enum || item instanceof protobuf.Service ? [item] : [];
  });
}

function renderFile(file: string, items: readonly Item[], owners: ReadonlyMap<string, string>): string {
  const foreign = new Map<string, Set<string>>();
  const use: Use = (item, half) => {
    const owner = owners.get(item.fullName) ?? file;
    const name = typeName(item);
    if (owner === file) return half === undefined ? name : `${half}${name}`;
    foreign.set(owner, (foreign.get(owner) ?? new Set()).add(name));
    return half === undefined ? name : `${name}.${half}`;
  };
  // Services last: their tables are evaluated when the module is, and need the codecs.
  const ranked = [protobuf.Enum, protobuf.Type, protobuf.Service].flatMap((kind) => items.filter((item) => item instanceof kind));
  const body = ranked.map((item) => {
    if (item instanceof protobuf.Enum) return renderEnum(item);
    return item instanceof protobuf.Service ? renderService(item, use) : renderMessage(item, use);
  });
  const kinds = new Set(items.flatMap((item) => (item instanceof protobuf.Service ? item.methodsArray.map(kindOf) : [])));
  return [
    `// Rendered by \`npm run proto\` from proto/${file}.proto.`,
    "import { codec } from '../wire.ts';",
    "import type { Codec, Input, WireReader, WireWriter } from '../wire.ts';",
    ...(kinds.size === 0 ? [] : [`import { ${[...kinds].sort().join(', ')} } from '../services.ts';`]),
    ...[...foreign].map(([owner, names]) => `import { ${[...names].sort().join(', ')} } from './${owner}.ts';`),
    ...body,
    '',
  ].join('\n');
}

/** The name of a type here, or of one of its halves. */
type Use = (item: Type | Enum, half?: 'write' | 'read') => string;

function renderEnum(item: Enum): string {
  const name = typeName(item);
  const values = Object.entries(item.values).map(([key, number]) =>
    [...doc(item.comments[key] ?? null, '  '), `  ${key}: ${number},`].join('\n'),
  );
  return [
    '',
    ...doc(item.comment, ''),
    `export const ${name} = {`,
    ...values,
    '} as const;',
    `export type ${name} = (typeof ${name})[keyof typeof ${name}];`,
  ].join('\n');
}

function renderService(service: Service, use: Use): string {
  const rpcs = service.methodsArray.map((method) => {
    const path = `/${service.fullName.slice(1)}/${method.name}`;
    return [
      ...doc(method.comment, '  '),
      `  ${method.name}: ${kindOf(method)}({ path: '${path}', request: ${use(method.resolvedRequestType as Type)}, response: ${use(method.resolvedResponseType as Type)} }),`,
    ].join('\n');
  });
  return ['', ...doc(service.comment, ''), `export const ${service.name} = {`, ...rpcs, '} as const;'].join('\n');
}

function kindOf(method: Method): string {
  if (method.requestStream === true && method.responseStream === true)
    throw new Error(`${method.fullName}: streams both ways are not rendered`);
  if (method.requestStream === true) return 'clientStream';
  return method.responseStream === true ? 'serverStream' : 'unary';
}

function renderMessage(type: Type, use: Use): string {
  const name = typeName(type);
  const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id);
  const shapes = fields.map((field) => shapeOf(field, use));
  const lines = (pick: (shape: Shape) => string, indent: string): string[] => shapes.map((shape) => indent + pick(shape));
  const empty = fields.length === 0;
  return [
    '',
    ...doc(type.comment, ''),
    ...(empty
      ? [`export type ${name} = Record<string, never>;`]
      : [
          `export interface ${name} {`,
          ...fields.flatMap((field, index) => [...doc(field.comment, '  '), `  ${shapes[index]?.property ?? ''}`]),
          '}',
        ]),
    empty
      ? `function write${name}(): void {}`
      : `function write${name}(w: WireWriter, m: Input<${name}>): void {\n${lines((shape) => shape.write, '  ').join('\n')}\n}`,
    `function read${name}(r: WireReader, end: number): ${name} {`,
    `  const m: ${name} = {${empty ? '' : `\n${lines((shape) => shape.initial, '    ').join('\n')}\n  `}};`,
    '  while (r.position < end) {',
    '    const tag = r.tag();',
    ...(empty
      ? ['    r.skip(tag);']
      : [
          '    switch (tag) {',
          ...shapes.flatMap((shape) => shape.read).map((line) => `      ${line}`),
          '      default: r.skip(tag);',
          '    }',
        ]),
    '  }',
    '  return m;',
    '}',
    `export const ${name}: Codec<${name}> = /* @__PURE__ */ codec<${name}>(write${name}, read${name});`,
  ].join('\n');
}

interface Shape {
  readonly property: string;
  readonly initial: string;
  readonly write: string;
  readonly read: readonly string[];
}

const SCALARS: Readonly<Record<string, { type: string; initial: string; wire: number }>> = {
  string: { type: 'string', initial: "''", wire: 2 },
  bytes: { type: 'Uint8Array', initial: 'new Uint8Array(0)', wire: 2 },
  bool: { type: 'boolean', initial: 'false', wire: 0 },
  int32: { type: 'number', initial: '0', wire: 0 },
  uint32: { type: 'number', initial: '0', wire: 0 },
  int64: { type: 'number', initial: '0', wire: 0 },
  uint64: { type: 'number', initial: '0', wire: 0 },
  double: { type: 'number', initial: '0', wire: 1 },
};

function shapeOf(field: Field, use: Use): Shape {
  const name = camelCase(field.name);
  const tag = (wire: number): number => ((field.id << 3) | wire) >>> 0;
  const shape: MakeShape = ([type, initial], write, read) => ({
    property: `${name}: ${type};`,
    initial: `${name}: ${initial},`,
    write: `w.${write};`,
    read,
  });
  const sized = tag(2);
  if (field.map) {
    if (field.type !== 'string' || !(field instanceof protobuf.MapField) || field.keyType !== 'string')
      throw new Error(`${field.fullName}: this map is not rendered`);
    return shape(['Record<string, string>', '{}'], `stringMap(${sized}, m.${name})`, [
      `case ${sized}: r.stringMap(m.${name}); break;`,
    ]);
  }
  const resolved = field.resolvedType;
  if (resolved instanceof protobuf.Type) {
    const type = use(resolved);
    const write = use(resolved, 'write');
    const read = `r.message(${use(resolved, 'read')})`;
    return field.repeated
      ? shape([`${type}[]`, '[]'], `messages(${sized}, m.${name}, ${write})`, [`case ${sized}: m.${name}.push(${read}); break;`])
      : shape([`${type} | undefined`, 'undefined'], `message(${sized}, m.${name}, ${write})`, [
          `case ${sized}: m.${name} = ${read}; break;`,
        ]);
  }
  if (resolved instanceof protobuf.Enum) {
    if (field.repeated) throw new Error(`${field.fullName}: repeated enums are not rendered`);
    const type = use(resolved);
    return shape([type, '0'], `int32(${tag(0)}, m.${name})`, [`case ${tag(0)}: m.${name} = r.int32() as ${type}; break;`]);
  }
  return scalarShape(field, { name, tag, shape });
}

/** From type and initial value, the call that writes it, and the cases that read it. */
type MakeShape = (value: readonly [type: string, initial: string], write: string, read: readonly string[]) => Shape;

interface ScalarContext {
  readonly name: string;
  readonly tag: (wire: number) => number;
  readonly shape: MakeShape;
}

function scalarShape(field: Field, { name, tag, shape }: ScalarContext): Shape {
  const scalar = SCALARS[field.type];
  if (scalar === undefined) throw new Error(`${field.fullName}: the type ${field.type} is not rendered`);
  const one = tag(scalar.wire);
  if (!field.repeated) {
    return shape([scalar.type, scalar.initial], `${field.type}(${one}, m.${name})`, [
      `case ${one}: m.${name} = r.${field.type}(); break;`,
    ]);
  }
  if (field.type === 'string') {
    return shape(['string[]', '[]'], `strings(${one}, m.${name})`, [`case ${one}: m.${name}.push(r.string()); break;`]);
  }
  if (field.type !== 'int32' && field.type !== 'int64')
    throw new Error(`${field.fullName}: repeated ${field.type} is not rendered`);
  const packed = `packed${field.type === 'int32' ? 'Int32' : 'Int64'}`;
  return shape(['number[]', '[]'], `${packed}(${tag(2)}, m.${name})`, [
    `case ${one}: m.${name}.push(r.${field.type}()); break;`,
    `case ${tag(2)}: r.${packed}(m.${name}); break;`,
  ]);
}

/** protobuf's JSON name: an underscore goes and makes the next letter large; nothing else changes. */
export function camelCase(name: string): string {
  return name.replace(/_+(.)/g, (_all, next: string) => next.toUpperCase());
}

/** `SecurityProfile.ProfileType` → `SecurityProfile_ProfileType`. */
function typeName(item: Type | Enum): string {
  return item.parent instanceof protobuf.Type ? `${typeName(item.parent)}_${item.name}` : item.name;
}

function doc(comment: string | null, indent: string): string[] {
  if (comment === null || comment === '') return [];
  return [`${indent}/** ${comment.replaceAll('\n', ' ').replaceAll('*/', '* /')} */`];
}
