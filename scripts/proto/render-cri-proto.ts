import type { CriComments, CriSchema, SchemaEnum, SchemaField, SchemaMessage, SchemaService } from './cri-schema.ts';

/** cri.proto, from the facts of the API and our own comments. Throws when a service, call, message or enum has no comment, or a comment no owner. */
export function renderCriProto(schema: CriSchema, comments: CriComments): string {
  checkComments(schema, comments);
  const render = renderer(schema, comments);
  const options = Object.entries(schema.options).map(([name, value]) => `option ${name} = ${JSON.stringify(value)};`);
  return [
    `// The Container Runtime Interface (${schema.source.repo}, ${schema.source.describe}).`,
    '// Rendered by `npm run proto` from cri-schema.json and cri-comments.json: change those.',
    'syntax = "proto3";\n',
    `package ${schema.package};\n`,
    ...options,
    ...schema.services.map((service) => `\n${render.service(service)}`),
    ...schema.messages.map((message) => `\n${render.message(message)}`),
    ...schema.enums.filter((item) => !item.name.includes('.')).map((item) => `\n${render.enumeration(item, '')}`),
    '',
  ].join('\n');
}

interface Renderer {
  service(service: SchemaService): string;
  message(message: SchemaMessage): string;
  enumeration(item: SchemaEnum, indent: string): string;
}

function renderer(schema: CriSchema, comments: CriComments): Renderer {
  const comment = (key: string, indent: string): string[] =>
    comments[key] === undefined ? [] : wrap(comments[key]).map((line) => `${indent}// ${line}`);
  const enumeration = (item: SchemaEnum, indent: string): string =>
    [
      ...comment(item.name, indent),
      `${indent}enum ${lastPart(item.name)} {`,
      ...item.values.flatMap((value) => [
        ...comment(`${item.name}.${value.name}`, `${indent}  `),
        `${indent}  ${value.name} = ${value.number};`,
      ]),
      `${indent}}`,
    ].join('\n');
  return {
    enumeration,
    service: (service) =>
      [
        ...comment(service.name, ''),
        `service ${service.name} {`,
        ...service.rpcs.flatMap((rpc) => {
          const request = rpc.client_streaming ? `stream ${rpc.request}` : rpc.request;
          const response = rpc.server_streaming ? `stream ${rpc.response}` : rpc.response;
          return [...comment(`${service.name}.${rpc.name}`, '  '), `  rpc ${rpc.name}(${request}) returns (${response});`];
        }),
        '}',
      ].join('\n'),
    message: (message) => {
      const inner = schema.enums.filter((item) => item.name.startsWith(`${message.name}.`));
      const fields = message.fields.flatMap((field) => [
        ...comment(`${message.name}.${field.name}`, '  '),
        `  ${renderField(field)}`,
      ]);
      const body = [...inner.map((item) => enumeration(item, '  ')), ...fields];
      const open = `message ${message.name} {`;
      return [...comment(message.name, ''), ...(body.length === 0 ? [`${open}}`] : [open, ...body, '}'])].join('\n');
    },
  };
}

function renderField(field: SchemaField): string {
  const type = field.label === 'map' ? `map<${field.key_type ?? ''}, ${field.value_type ?? ''}>` : lastPart(field.type);
  const label = field.label === 'repeated' ? 'repeated ' : '';
  const options = [
    field.deprecated === true ? 'deprecated = true' : '',
    field.debug_redact === true ? 'debug_redact = true' : '',
  ];
  const set = options.filter((option) => option !== '').join(', ');
  return `${label}${type} ${field.name} = ${field.number}${set === '' ? '' : ` [${set}]`};`;
}

function checkComments(schema: CriSchema, comments: CriComments): void {
  const needed = [
    ...schema.services.flatMap((service) => [service.name, ...service.rpcs.map((rpc) => `${service.name}.${rpc.name}`)]),
    ...schema.messages.map((message) => message.name),
    ...schema.enums.map((item) => item.name),
  ];
  const known = new Set([
    ...needed,
    ...schema.messages.flatMap((message) => message.fields.map((field) => `${message.name}.${field.name}`)),
    ...schema.enums.flatMap((item) => item.values.map((value) => `${item.name}.${value.name}`)),
  ]);
  const missing = needed.filter((key) => comments[key] === undefined);
  const unknown = Object.keys(comments).filter((key) => !known.has(key));
  if (missing.length > 0) throw new Error(`cri-comments.json has nothing for ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`cri-comments.json speaks of what the schema does not have: ${unknown.join(', ')}`);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function wrap(text: string, width = 110): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
