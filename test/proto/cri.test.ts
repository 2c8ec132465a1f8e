import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import * as cri from '../../proto/gen/cri.ts';
import type { AnyCodec, ServiceTable } from '../../proto/services.ts';
import type { CriSchema, SchemaField, SchemaMessage } from '../../scripts/proto/cri-schema.ts';
import { camelCase } from '../../scripts/proto/render-codecs.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../proto/cri-schema.json'), 'utf8')) as CriSchema;
const generated = cri as unknown as Readonly<Record<string, unknown>>;
interface LooseCodec extends AnyCodec {
  encode(message: object): Buffer;
  decode(bytes: Uint8Array): Record<string, unknown>;
}
const codecOf = (name: string): LooseCodec => generated[name] as LooseCodec;
const messages = new Map(schema.messages.map((message) => [message.name, message]));

/** The wire format of every scalar type, as protobufjs (not our code) writes it. */
const SCALARS: Readonly<Record<string, { wire: number; sample: unknown; write: (writer: protobuf.Writer) => void }>> = {
  string: {
    wire: 2,
    sample: 'text é',
    write: (w) => {
      w.string('text é');
    },
  },
  bytes: {
    wire: 2,
    sample: Buffer.of(1, 0, 255),
    write: (w) => {
      w.bytes(Buffer.of(1, 0, 255));
    },
  },
  bool: {
    wire: 0,
    sample: true,
    write: (w) => {
      w.bool(true);
    },
  },
  int32: {
    wire: 0,
    sample: -5,
    write: (w) => {
      w.int32(-5);
    },
  },
  uint32: {
    wire: 0,
    sample: 4_000_000_000,
    write: (w) => {
      w.uint32(4_000_000_000);
    },
  },
  int64: {
    wire: 0,
    sample: -(2 ** 40),
    write: (w) => {
      w.int64(-(2 ** 40));
    },
  },
  uint64: {
    wire: 0,
    sample: 2 ** 50,
    write: (w) => {
      w.uint64(2 ** 50);
    },
  },
  double: {
    wire: 1,
    sample: 0.75,
    write: (w) => {
      w.double(0.75);
    },
  },
};

interface FieldCase {
  readonly value: unknown;
  readonly bytes: Buffer;
}

function caseOf(field: SchemaField): FieldCase {
  const writer = protobuf.Writer.create();
  const tag = (wire: number): void => {
    writer.uint32((field.number << 3) | wire);
  };
  if (field.label === 'map') {
    expect([field.key_type, field.value_type]).toEqual(['string', 'string']);
    tag(2);
    writer.fork().uint32(10).string('k').uint32(18).string('v').ldelim();
    return { value: { k: 'v' }, bytes: Buffer.from(writer.finish()) };
  }
  const repeat = field.label === 'repeated';
  if (field.kind === 'message') {
    expect(messages.has(field.type)).toBe(true);
    tag(2);
    writer.uint32(0);
    const empty = codecOf(field.type).decode(new Uint8Array(0));
    return { value: repeat ? [empty] : empty, bytes: Buffer.from(writer.finish()) };
  }
  const scalar = SCALARS[field.kind === 'enum' ? 'int32' : field.type];
  if (scalar === undefined) throw new Error(`no sample for ${field.type}`);
  if (field.packed === true) {
    tag(2);
    writer.fork();
    scalar.write(writer);
    scalar.write(writer);
    writer.ldelim();
    return { value: [scalar.sample, scalar.sample], bytes: Buffer.from(writer.finish()) };
  }
  tag(scalar.wire);
  scalar.write(writer);
  return { value: repeat ? [scalar.sample] : scalar.sample, bytes: Buffer.from(writer.finish()) };
}

const defaultOf = (field: SchemaField): unknown => {
  if (field.label === 'map') return {};
  if (field.label === 'repeated') return [];
  if (field.kind === 'message') return undefined;
  if (field.kind === 'enum') return 0;
  return { string: '', bytes: new Uint8Array(0), bool: false }[field.type] ?? 0;
};

describe('messages', () => {
  test('every message of the schema is generated, and no field beside those of the schema', () => {
    expect(schema.messages).toHaveLength(175);
    for (const message of schema.messages) {
      const expected = Object.fromEntries(message.fields.map((field) => [camelCase(field.name), defaultOf(field)]));
      expect(codecOf(message.name).decode(new Uint8Array(0)), message.name).toEqual(expected);
    }
  });

  test.each(schema.messages.map((message): [string, SchemaMessage] => [message.name, message]))(
    '%s: each field has its number, wire type and label on the wire, both ways',
    (name, message) => {
      for (const field of message.fields) {
        const { value, bytes } = caseOf(field);
        const key = camelCase(field.name);
        expect(codecOf(name).encode({ [key]: value }), `${name}.${field.name} written`).toEqual(bytes);
        expect(codecOf(name).decode(bytes)[key], `${name}.${field.name} read`).toEqual(value);
      }
    },
  );

  test('all fields of a message at once come back', () => {
    for (const message of schema.messages) {
      const all = Object.fromEntries(message.fields.map((field) => [camelCase(field.name), caseOf(field).value]));
      expect(codecOf(message.name).decode(codecOf(message.name).encode(all)), message.name).toEqual(all);
    }
  });

  test('a repeated number is also read when a sender does not pack it', () => {
    const bytes = protobuf.Writer.create().uint32(16).int32(80).uint32(16).int32(443).finish();
    expect(cri.PortForwardRequest.decode(bytes).port).toEqual([80, 443]);
  });

  test('names that are not in snake case keep their form', () => {
    const mapping = { hostId: 1, containerId: 2, length: 3 };
    expect(cri.Mount.decode(cri.Mount.encode({ uidMappings: [mapping], gidMappings: [mapping] }))).toMatchObject({
      uidMappings: [mapping],
      gidMappings: [mapping],
    });
    expect(cri.ContainerConfig.decode(cri.ContainerConfig.encode({ CDIDevices: [{ name: 'v/c=d' }] })).CDIDevices).toEqual([
      { name: 'v/c=d' },
    ]);
    expect(cri.PsiStats.decode(cri.PsiStats.encode({ Full: { Total: 1, Avg10: 2 }, Some: {} })).Full).toMatchObject({
      Total: 1,
      Avg10: 2,
    });
  });
});

test('every enum has its values', () => {
  expect(schema.enums).toHaveLength(11);
  for (const item of schema.enums) {
    const expected = Object.fromEntries(item.values.map((value) => [value.name, value.number]));
    expect(generated[item.name.replace('.', '_')], item.name).toEqual(expected);
  }
});

describe('services', () => {
  test.each(schema.services)('$name has its calls, with paths, kinds and messages', (service) => {
    const table = generated[service.name] as ServiceTable;
    expect(Object.keys(table)).toEqual(service.rpcs.map((rpc) => rpc.name));
    for (const rpc of service.rpcs) {
      const method = table[rpc.name];
      expect(method?.path).toBe(rpc.path);
      expect(method?.kind).toBe(rpc.server_streaming ? 'serverStream' : 'unary');
      expect(rpc.client_streaming).toBe(false);
      expect(method?.request).toBe(generated[rpc.request]);
      expect(method?.response).toBe(generated[rpc.response]);
    }
  });
});
