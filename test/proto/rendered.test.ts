import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { renderAll } from '../../scripts/render-proto.ts';
import type { CriSchema } from '../../scripts/proto/cri-schema.ts';

const directory = join(import.meta.dirname, '../../proto');
const committed = (name: string): string => readFileSync(join(directory, name), 'utf8');

test.each([...renderAll(directory)])('%s is what `npm run proto` renders', (name, text) => {
  expect(committed(name) === text, `proto/${name} is out of date: npm run proto`).toBe(true);
});

test('cri.proto read by protobufjs has every type, number, label and option of the schema', () => {
  const schema = JSON.parse(committed('cri-schema.json')) as CriSchema;
  const { root } = protobuf.parse(committed('cri.proto'), new protobuf.Root(), { keepCase: true });
  root.resolveAll();
  for (const message of schema.messages) {
    const type = root.lookupType(message.full_name);
    const fields = type.fieldsArray.map((field) => ({
      name: field.name,
      number: field.id,
      label: field.map ? 'map' : field.repeated ? 'repeated' : 'singular',
      type: field.map ? 'map' : (field.resolvedType?.fullName.slice('.runtime.v1.'.length) ?? field.type),
      deprecated: field.options?.['deprecated'] === true,
      redacted: field.options?.['debug_redact'] === true,
    }));
    expect(fields, message.name).toEqual(
      message.fields.map((field) => ({
        name: field.name,
        number: field.number,
        label: field.label,
        type: field.type,
        deprecated: field.deprecated === true,
        redacted: field.debug_redact === true,
      })),
    );
  }
  expect(root.lookup('runtime.v1')).toHaveProperty(
    'nestedArray.length',
    schema.messages.length + schema.services.length + schema.enums.length - 1,
  );
});
