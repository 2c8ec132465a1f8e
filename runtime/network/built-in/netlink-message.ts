/**
 * Messages of netlink(7) as bytes: header, a fixed part of the family, attributes. Numbers are in the order of the machine, which is
 * little-endian on all that we run on.
 */
export interface NetlinkMessage {
  readonly type: number;
  readonly flags: number;
  /** ifinfomsg, ifaddrmsg, rtmsg … */
  readonly fixed: Uint8Array;
  readonly attributes: readonly Attribute[];
}

/** A value, or attributes in it, which may begin with a fixed part. */
export type Attribute = readonly [type: number, value: Uint8Array | readonly (Attribute | Uint8Array)[]];

export interface NetlinkReply {
  /** Number of the message that it answers, from 1. */
  readonly sequence: number;
  readonly type: number;
  /** errno of a message that failed, 0 for one that was done; undefined for a reply with content. */
  readonly errno: number | undefined;
  readonly content: Buffer;
}

export const NLM = { REQUEST: 1, ACK: 4, REPLACE: 0x100, EXCL: 0x200, CREATE: 0x400, DUMP: 0x300 } as const;

const HEADER_BYTES = 16;
const ATTRIBUTE_HEADER_BYTES = 4;
const NESTED = 0x8000;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;

/** Messages in a row, numbered from 1. */
export function encodeMessages(messages: readonly NetlinkMessage[]): Buffer {
  return Buffer.concat(
    messages.map(({ type, flags, fixed, attributes }, index) => {
      const body = Buffer.concat([padded(fixed), ...attributes.map(encodeAttribute)]);
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32LE(HEADER_BYTES + body.length, 0);
      header.writeUInt16LE(type, 4);
      header.writeUInt16LE(flags | NLM.REQUEST, 6);
      header.writeUInt32LE(index + 1, 8);
      return Buffer.concat([header, body]);
    }),
  );
}

/** Throws RangeError for bytes that are no messages. */
export function decodeReplies(bytes: Uint8Array): NetlinkReply[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const replies: NetlinkReply[] = [];
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at);
    if (length < HEADER_BYTES || at + length > all.length) throw new RangeError(`a netlink message of ${length} bytes`);
    const type = all.readUInt16LE(at + 4);
    const content = all.subarray(at + HEADER_BYTES, at + length);
    const isEnd = type === NLMSG_ERROR || type === NLMSG_DONE;
    replies.push({
      sequence: all.readUInt32LE(at + 8),
      type,
      errno: isEnd ? Math.abs(content.readInt32LE(0)) : undefined,
      content,
    });
    at += align(length);
  }
  return replies;
}

/** Attributes of a reply after its fixed part; of two with one type the last. */
export function decodeAttributes(content: Buffer, fixedBytes: number): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>();
  for (let at = align(fixedBytes); at + ATTRIBUTE_HEADER_BYTES <= content.length;) {
    const length = content.readUInt16LE(at);
    if (length < ATTRIBUTE_HEADER_BYTES) throw new RangeError(`a netlink attribute of ${length} bytes`);
    attributes.set(content.readUInt16LE(at + 2) & ~NESTED, content.subarray(at + ATTRIBUTE_HEADER_BYTES, at + length));
    at += align(length);
  }
  return attributes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function encodeAttribute([type, value]: Attribute): Uint8Array {
  const isNested = !(value instanceof Uint8Array);
  const body = isNested
    ? Buffer.concat(value.map((part) => (part instanceof Uint8Array ? padded(part) : encodeAttribute(part))))
    : value;
  const header = Buffer.alloc(ATTRIBUTE_HEADER_BYTES);
  header.writeUInt16LE(ATTRIBUTE_HEADER_BYTES + body.length, 0);
  header.writeUInt16LE(isNested ? type | NESTED : type, 2);
  return padded(Buffer.concat([header, body]));
}

function padded(bytes: Uint8Array): Uint8Array {
  const missing = align(bytes.length) - bytes.length;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}

function align(length: number): number {
  return (length + 3) & ~3;
}
