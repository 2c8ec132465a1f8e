import { describe, expect, test } from 'vitest';
import protobuf from 'protobufjs';
import { EncodedMessage } from '../../proto/encoded-message.ts';
import { codec } from '../../proto/wire.ts';
import type { Codec, Input, WireReader, WireWriter } from '../../proto/wire.ts';

const { Reader, Writer } = protobuf;

interface One {
  int64: number;
  uint64: number;
  int32: number;
  uint32: number;
  double: number;
  text: string;
  raw: Uint8Array;
  map: Record<string, string>;
  inner: One | undefined;
  many: One[];
  packed: number[];
}

const One: Codec<One> = codec<One>(write, read);

function write(w: WireWriter, m: Input<One>): void {
  w.int64(8, m.int64);
  w.uint64(16, m.uint64);
  w.int32(24, m.int32);
  w.uint32(32, m.uint32);
  w.double(41, m.double);
  w.string(50, m.text);
  w.bytes(58, m.raw);
  w.stringMap(66, m.map);
  w.message(74, m.inner, write);
  w.messages(82, m.many, write);
  w.packedInt64(90, m.packed);
}

function read(r: WireReader, end: number): One {
  const m: One = {
    int64: 0,
    uint64: 0,
    int32: 0,
    uint32: 0,
    double: 0,
    text: '',
    raw: new Uint8Array(0),
    map: {},
    inner: undefined,
    many: [],
    packed: [],
  };
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.int64 = r.int64();
        break;
      case 16:
        m.uint64 = r.uint64();
        break;
      case 24:
        m.int32 = r.int32();
        break;
      case 32:
        m.uint32 = r.uint32();
        break;
      case 41:
        m.double = r.double();
        break;
      case 50:
        m.text = r.string();
        break;
      case 58:
        m.raw = r.bytes();
        break;
      case 66:
        r.stringMap(m.map);
        break;
      case 74:
        m.inner = r.message(read);
        break;
      case 82:
        m.many.push(r.message(read));
        break;
      case 90:
        r.packedInt64(m.packed);
        break;
      default:
        r.skip(tag);
    }
  }
  return m;
}

const roundTrip = (message: Input<One>): One => One.decode(One.encode(message));

describe('numbers', () => {
  const int64s = [
    0,
    1,
    -1,
    127,
    128,
    300,
    -300,
    2 ** 31,
    -(2 ** 31),
    2 ** 32 - 1,
    2 ** 32,
    2 ** 53,
    -(2 ** 53),
    1_763_892_345_123_000_064,
    2 ** 62,
    -(2 ** 63),
  ];
  test.each(int64s)('int64 %d has the bytes that protobufjs writes, and comes back', (value) => {
    const expected = value === 0 ? Buffer.alloc(0) : Buffer.from(Writer.create().uint32(8).int64(value).finish());
    expect(One.encode({ int64: value })).toEqual(expected);
    expect(roundTrip({ int64: value }).int64).toBe(value);
  });

  test.each([1, 2 ** 32, 2 ** 63, 2 ** 64 - 2048])('uint64 %d has the bytes that protobufjs writes, and comes back', (value) => {
    expect(One.encode({ uint64: value })).toEqual(Buffer.from(Writer.create().uint32(16).uint64(value).finish()));
    expect(roundTrip({ uint64: value }).uint64).toBe(value);
  });

  test('values beyond the range become the nearest bound instead of wrapping around', () => {
    const big = ({ low, high }: { low: number; high: number }): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
    const written = (message: Input<One>): string => {
      const reader = Reader.create(One.encode(message));
      return reader.uint32() >>> 3 === 1 ? String(BigInt.asIntN(64, big(reader.int64()))) : String(big(reader.uint64()));
    };
    expect(written({ int64: 2 ** 63 })).toBe('9223372036854775807');
    expect(written({ int64: -(2 ** 65) })).toBe('-9223372036854775808');
    expect(written({ uint64: Infinity })).toBe('18446744073709551615');
    expect(roundTrip({ uint64: -5 }).uint64).toBe(0);
    expect(roundTrip({ int64: Number.NaN }).int64).toBe(0);
  });

  test.each([-1, 2 ** 31 - 1, -(2 ** 31)])('int32 %d comes back, ten bytes long when negative', (value) => {
    const bytes = One.encode({ int32: value });
    expect(bytes).toEqual(Buffer.from(Writer.create().uint32(24).int32(value).finish()));
    expect(One.decode(bytes).int32).toBe(value);
  });

  test('uint32 and double come back', () => {
    expect(roundTrip({ uint32: 2 ** 32 - 1, double: -0.125 })).toMatchObject({ uint32: 2 ** 32 - 1, double: -0.125 });
  });

  test('packed numbers are read packed and one by one', () => {
    expect(roundTrip({ packed: [0, 1, -1, 2 ** 40] }).packed).toEqual([0, 1, -1, 2 ** 40]);
  });
});

describe('text, bytes and messages', () => {
  test.each([0, 1, 41, 42, 43, 44, 127, 128, 200, 16_383, 16_384, 300_000])(
    'a text of %d units comes back, of whatever alphabet',
    (length) => {
      for (const letter of ['a', 'é', '中', '😀']) {
        const text = letter.repeat(length);
        expect(roundTrip({ text }).text === text).toBe(true);
      }
    },
  );

  test.each([0, 1, 120, 126, 127, 128, 129, 16_380, 16_384, 70_000])(
    'a nested message of about %d bytes comes back',
    (length) => {
      const inner = { text: 'x'.repeat(length), int64: 7 };
      const message = roundTrip({ inner, many: [inner, {}, inner], uint32: 9 });
      expect(message.inner).toMatchObject(inner);
      expect(message.many.map((item) => item.text.length)).toEqual([length, 0, length]);
      expect(message.uint32).toBe(9);
    },
  );

  test('an empty sub-message is present, an absent one is undefined', () => {
    expect(roundTrip({ inner: {} }).inner).toMatchObject({ text: '' });
    expect(roundTrip({}).inner).toBeUndefined();
  });

  test('map keys that JavaScript treats specially are ordinary keys', () => {
    const map = JSON.parse('{"__proto__": "a", "constructor": "b", "": "c", "k": ""}') as Record<string, string>;
    const back = roundTrip({ map }).map;
    expect(Object.entries(back)).toEqual(Object.entries(map));
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  test('bytes are a view of what was received', () => {
    expect([...roundTrip({ raw: Uint8Array.of(0, 255, 10) }).raw]).toEqual([0, 255, 10]);
  });
});

describe('bytes that are no message', () => {
  const tagged = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);
  test.each([
    ['a number that never ends', tagged(8, ...Array.from({ length: 11 }, () => 255))],
    ['an end inside a number', tagged(8, 128)],
    ['a text longer than the message', tagged(50, 5, 65)],
    ['a nested message longer than its own length', tagged(74, 1, 50, 1, 65)],
    ['an end inside a double', tagged(41, 0, 0)],
    ['field number 0', tagged(0, 0)],
    ['a wire type that does not exist', tagged(0x0e)],
    ['a group', tagged(0x0b, 0x0c)],
    ['an end inside an unknown field', tagged(0x7d, 0, 0)],
  ])('%s is an error', (_name, bytes) => {
    expect(() => One.decode(bytes)).toThrow();
  });

  test('unknown fields of each wire type are skipped', () => {
    const writer = Writer.create()
      .uint32(120)
      .int64(-1)
      .uint32(121)
      .double(1)
      .uint32(122)
      .string('later')
      .uint32(125)
      .fixed32(1)
      .uint32(32)
      .uint32(5);
    expect(One.decode(writer.finish()).uint32).toBe(5);
  });

  test('a known field with another wire type is skipped', () => {
    expect(
      One.decode(Writer.create().uint32(10).string('text where a number belongs').uint32(32).uint32(5).finish()),
    ).toMatchObject({ int64: 0, uint32: 5 });
  });
});

test('a message that is encoded already is written as its fields would be, alone and among others', () => {
  const inner: Input<One> = { text: 'x'.repeat(300), int64: 5 };
  const encoded: Input<One> = new EncodedMessage(One.encode(inner)) as unknown as Input<One>;
  const empty: Input<One> = new EncodedMessage(new Uint8Array()) as unknown as Input<One>;
  expect(One.encode({ inner: encoded, many: [encoded, empty, inner] })).toEqual(One.encode({ inner, many: [inner, {}, inner] }));
});
