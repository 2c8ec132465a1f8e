/** Numbers of SPDY/3.1, section 2.6 and its tables. */
export const FRAME = {
  SYN_STREAM: 1,
  SYN_REPLY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
  HEADERS: 8,
  WINDOW_UPDATE: 9,
} as const;

export const FLAG_FIN = 1;

/** Status codes of RST_STREAM. */
export const RESET = { PROTOCOL_ERROR: 1, INVALID_STREAM: 2, REFUSED_STREAM: 3, CANCEL: 5, STREAM_IN_USE: 8 } as const;

/** Status codes of GOAWAY. */
export const GOAWAY = { OK: 0, PROTOCOL_ERROR: 1 } as const;

export const FRAME_HEAD_BYTES = 8;
export const LARGEST_ID = 0x7fffffff;
const VERSION = 0x8003;

/** Head of a data frame; the data follows as it is. */
export function dataHead(streamId: number, { length, last }: { readonly length: number; readonly last: boolean }): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt32BE(length, 4);
  head[4] = last ? FLAG_FIN : 0;
  return head;
}

export function synReply(streamId: number, headerBlock: Buffer): Buffer {
  return control(FRAME.SYN_REPLY, [uint32(streamId), headerBlock]);
}

export function rstStream(streamId: number, status: number): Buffer {
  return control(FRAME.RST_STREAM, [uint32(streamId), uint32(status)]);
}

export function ping(id: number): Buffer {
  return control(FRAME.PING, [uint32(id)]);
}

export function goAway(lastStreamId: number, status: number): Buffer {
  return control(FRAME.GOAWAY, [uint32(lastStreamId), uint32(status)]);
}

function control(type: number, parts: readonly Buffer[]): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head.writeUInt16BE(VERSION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    4,
  );
  return Buffer.concat([head, ...parts]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value >>> 0, 0);
  return bytes;
}
