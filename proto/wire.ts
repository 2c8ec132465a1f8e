import { EncodedMessage } from './encoded-message.ts';
import { varintLength } from './varint-length.ts';

/** Encodes and decodes one message type. */
export interface Codec<Message> {
  /** Fields that are absent or have their default value take no bytes. */
  encode(message: Input<Message>): Buffer;
  /** Unknown fields are skipped. Throws RangeError or TypeError on bytes that are no such message. */
  decode(bytes: Uint8Array): Message;
  /** The halves, for messages that contain this one. */
  readonly write: Write<Message>;
  readonly read: Read<Message>;
}

/** What a sender gives: the same shape with every field optional. */
export type Input<T> = T extends string | number | boolean | Uint8Array
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Input<Item>[]
    : { readonly [Key in keyof T]?: Input<T[Key]> | undefined };

export type Write<Message> = (writer: WireWriter, message: Input<Message>) => void;
export type Read<Message> = (reader: WireReader, end: number) => Message;

/** Joins the generated halves of one message type. */
export function codec<Message>(write: Write<Message>, read: Read<Message>): Codec<Message> {
  return {
    encode: (message) => {
      const writer = new WireWriter();
      write(writer, message);
      return writer.finish();
    },
    decode: (bytes) => read(new WireReader(bytes), bytes.length),
    write,
    read,
  };
}

const TWO_32 = 0x1_0000_0000;
const INT64_LIMIT = 2 ** 63;
const UINT64_LIMIT = 2 ** 64;

/**
 * Writes fields in the protobuf wire format. Each method takes the whole tag (number and wire type) and writes nothing
 * for an absent or default value. 64-bit numbers are doubles; those beyond the type's range become its nearest bound.
 */
export class WireWriter {
  private buffer = Buffer.allocUnsafe(256);
  private position = 0;

  finish(): Buffer {
    return this.buffer.subarray(0, this.position);
  }

  string(tag: number, value: string | undefined): void {
    if (value === undefined || value === '') return;
    this.varint(tag);
    this.text(value);
  }

  strings(tag: number, values: readonly string[] | undefined): void {
    if (values === undefined) return;
    for (const value of values) {
      this.varint(tag);
      this.text(value);
    }
  }

  bytes(tag: number, value: Uint8Array | undefined): void {
    if (value === undefined || value.length === 0) return;
    this.varint(tag);
    this.copy(value);
  }

  bool(tag: number, value: boolean | undefined): void {
    if (value !== true) return;
    this.varint(tag);
    this.varint(1);
  }

  uint32(tag: number, value: number | undefined): void {
    if (!value) return;
    this.varint(tag);
    this.varint(value >>> 0);
  }

  /** Also for enums. */
  int32(tag: number, value: number | undefined): void {
    if (!value) return;
    this.varint(tag);
    this.signed(value | 0);
  }

  int64(tag: number, value: number | undefined): void {
    if (!value) return;
    this.varint(tag);
    this.signed(value);
  }

  uint64(tag: number, value: number | undefined): void {
    if (!value) return;
    this.varint(tag);
    if (value >= UINT64_LIMIT) this.halves(0xffff_ffff, 0xffff_ffff);
    else this.whole(Math.max(0, value));
  }

  double(tag: number, value: number | undefined): void {
    if (value === undefined || Object.is(value, 0)) return;
    this.varint(tag);
    this.reserve(8);
    this.position = this.buffer.writeDoubleLE(value, this.position);
  }

  packedInt32(tag: number, values: readonly number[] | undefined): void {
    this.packed(tag, values, (value) => {
      this.signed(value | 0);
    });
  }

  packedInt64(tag: number, values: readonly number[] | undefined): void {
    this.packed(tag, values, (value) => {
      this.signed(value);
    });
  }

  message<T>(tag: number, value: T | undefined, write: (writer: WireWriter, value: T) => void): void {
    if (value === undefined) return;
    this.varint(tag);
    if (value instanceof EncodedMessage) {
      this.copy(value.bytes);
      return;
    }
    const start = this.open();
    write(this, value);
    this.close(start);
  }

  messages<T>(tag: number, values: readonly T[] | undefined, write: (writer: WireWriter, value: T) => void): void {
    if (values === undefined) return;
    for (const value of values) this.message(tag, value, write);
  }

  stringMap(tag: number, map: Readonly<Record<string, string | undefined>> | undefined): void {
    if (map === undefined) return;
    for (const [key, value] of Object.entries(map)) {
      if (value === undefined) continue;
      this.varint(tag);
      const start = this.open();
      this.string(10, key);
      this.string(18, value);
      this.close(start);
    }
  }

  private packed(tag: number, values: readonly number[] | undefined, write: (value: number) => void): void {
    if (values === undefined || values.length === 0) return;
    this.varint(tag);
    const start = this.open();
    values.forEach(write);
    this.close(start);
  }

  private copy(value: Uint8Array): void {
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.position);
    this.position += value.length;
  }

  /** Begins what its length stands before. One byte is kept for that; `close` moves the content when it needs more. */
  private open(): number {
    this.reserve(1);
    return ++this.position;
  }

  private close(start: number): void {
    const length = this.position - start;
    const extra = varintLength(length) - 1;
    if (extra > 0) {
      this.reserve(extra);
      this.buffer.copyWithin(start + extra, start, this.position);
    }
    this.position = start - 1;
    this.varint(length);
    this.position += length;
  }

  private text(value: string): void {
    // Three bytes per UTF-16 unit are the most; short texts take the room and move at most once.
    if (value.length <= 42) {
      this.reserve(1 + value.length * 3);
      const length = this.buffer.write(value, this.position + 1, 'utf8');
      this.buffer[this.position] = length;
      this.position += 1 + length;
      return;
    }
    const length = Buffer.byteLength(value, 'utf8');
    this.varint(length);
    this.reserve(length);
    this.position += this.buffer.write(value, this.position, 'utf8');
  }

  /** An unsigned number below 2^32. */
  private varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 127) {
      this.buffer[this.position++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.position++] = rest;
  }

  private signed(value: number): void {
    if (value >= INT64_LIMIT) this.halves(0xffff_ffff, 0x7fff_ffff);
    else if (value < -INT64_LIMIT) this.halves(0, 0x8000_0000);
    else this.whole(value);
  }

  private whole(value: number): void {
    const integer = Math.trunc(value);
    const high = Math.floor(integer / TWO_32);
    this.halves(integer - high * TWO_32, high >>> 0);
  }

  private halves(lowHalf: number, highHalf: number): void {
    this.reserve(10);
    let low = lowHalf;
    let high = highHalf;
    while (high > 0 || low > 127) {
      this.buffer[this.position++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.buffer[this.position++] = low;
  }

  private reserve(count: number): void {
    const needed = this.position + count;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.position);
    this.buffer = larger;
  }
}

/** Reads the protobuf wire format. 64-bit numbers become doubles (exact up to 2^53). */
export class WireReader {
  position = 0;
  private readonly buffer: Buffer;
  private low = 0;
  private high = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The tag of the next field. */
  tag(): number {
    return this.uint32();
  }

  uint32(): number {
    const first = this.buffer[this.position];
    if (first !== undefined && first < 128) {
      this.position++;
      return first;
    }
    this.varint();
    return this.low;
  }

  /** Also for enums. */
  int32(): number {
    return this.uint32() | 0;
  }

  bool(): boolean {
    this.varint();
    return this.low !== 0 || this.high !== 0;
  }

  int64(): number {
    this.varint();
    return (this.high | 0) * TWO_32 + this.low;
  }

  uint64(): number {
    this.varint();
    return this.high * TWO_32 + this.low;
  }

  double(): number {
    const value = this.buffer.readDoubleLE(this.position);
    this.position += 8;
    return value;
  }

  string(): string {
    const end = this.end();
    const text = this.buffer.toString('utf8', this.position, end);
    this.position = end;
    return text;
  }

  /** A view of the bytes that were given to the reader. */
  bytes(): Uint8Array {
    const end = this.end();
    const view = this.buffer.subarray(this.position, end);
    this.position = end;
    return view;
  }

  message<T>(read: Read<T>): T {
    const end = this.end();
    const message = read(this, end);
    if (this.position !== end) throw new RangeError(`a message ends at byte ${this.position} instead of ${end}`);
    return message;
  }

  packedInt32(into: number[]): void {
    for (const end = this.end(); this.position < end;) into.push(this.int32());
  }

  packedInt64(into: number[]): void {
    for (const end = this.end(); this.position < end;) into.push(this.int64());
  }

  stringMap(into: Record<string, string>): void {
    let key = '';
    let value = '';
    for (const end = this.end(); this.position < end;) {
      const tag = this.tag();
      if (tag === 10) key = this.string();
      else if (tag === 18) value = this.string();
      else this.skip(tag);
    }
    // Defined, not assigned: the key may be "__proto__".
    if (key === '__proto__') Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
    else into[key] = value;
  }

  skip(tag: number): void {
    if (tag >>> 3 === 0) throw new TypeError('a field has the number 0');
    switch (tag & 7) {
      case 0:
        this.varint();
        break;
      case 1:
        this.advance(8);
        break;
      case 2:
        this.position = this.end();
        break;
      case 5:
        this.advance(4);
        break;
      default:
        throw new TypeError(`a field has the wire type ${tag & 7}`);
    }
  }

  private end(): number {
    const length = this.uint32();
    return this.advanced(length);
  }

  private advance(count: number): void {
    this.position = this.advanced(count);
  }

  private advanced(count: number): number {
    const to = this.position + count;
    if (to > this.buffer.length) throw new RangeError(`a field reaches to byte ${to} of ${this.buffer.length}`);
    return to;
  }

  private varint(): void {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.buffer[this.position++];
      if (byte === undefined) throw new RangeError('the message ends inside a number');
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 128) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw new RangeError('a number is longer than ten bytes');
  }
}
