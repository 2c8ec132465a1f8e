import { FLAG_FIN, FRAME, FRAME_HEAD_BYTES, LARGEST_ID } from './frames.ts';
import { SpdyError } from './spdy-error.ts';

/** What the other side has sent. Data frames come in the pieces in which they arrive. */
export type Frame =
  | { readonly kind: 'data'; readonly streamId: number; readonly data: Buffer; readonly last: boolean }
  | { readonly kind: 'syn-stream'; readonly streamId: number; readonly last: boolean; readonly headerBlock: Buffer }
  /** SYN_REPLY and HEADERS: of no interest here, but their header block changes how later ones are read. */
  | { readonly kind: 'headers'; readonly streamId: number; readonly last: boolean; readonly headerBlock: Buffer }
  | { readonly kind: 'rst-stream'; readonly streamId: number }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'go-away' };

/** Cuts a stream of bytes into frames, with a bound on what it keeps. */
export interface FrameReader {
  /** Throws a SpdyError; nothing can be read afterwards. */
  read(chunk: Buffer): Generator<Frame, void>;
}

/** Header blocks of real clients have some hundred bytes. */
const CONTROL_BYTES = 64 * 1024;
const CONTROL_BIT = 0x80000000;
const SPDY_3 = 3;
const NOTHING = Buffer.alloc(0);

interface Head {
  readonly first: number;
  readonly flags: number;
  /** Bytes of the frame that have not come yet. */
  left: number;
}

export function createFrameReader(): FrameReader {
  let head: Head | undefined;
  /** The beginning of a head or of a control frame. */
  let kept: Buffer = NOTHING;
  return {
    read: function* (chunk) {
      let rest = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
      kept = NOTHING;
      for (;;) {
        if (head === undefined) {
          if (rest.length < FRAME_HEAD_BYTES) break;
          head = readHead(rest);
          rest = rest.subarray(FRAME_HEAD_BYTES);
        }
        if (head.first < CONTROL_BIT) {
          if (rest.length === 0 && head.left > 0) break;
          const data = rest.subarray(0, head.left);
          rest = rest.subarray(data.length);
          head.left -= data.length;
          const { first: streamId, flags, left } = head;
          if (left === 0) head = undefined;
          yield { kind: 'data', streamId, data, last: left === 0 && (flags & FLAG_FIN) !== 0 };
        } else {
          if (rest.length < head.left) break;
          const frame = readControl(head, rest.subarray(0, head.left));
          rest = rest.subarray(head.left);
          head = undefined;
          if (frame !== undefined) yield frame;
        }
      }
      // A copy: the chunk may be a small part of a large buffer.
      kept = rest.length === 0 ? NOTHING : Buffer.from(rest);
    },
  };
}

function readHead(bytes: Buffer): Head {
  const first = bytes.readUInt32BE(0);
  const head = { first, flags: bytes.readUInt8(4), left: bytes.readUIntBE(5, 3) };
  if (first < CONTROL_BIT) {
    if (first === 0) throw new SpdyError('data for stream 0');
    return head;
  }
  const version = (first >>> 16) & 0x7fff;
  if (version !== SPDY_3) throw new SpdyError(`a frame of version ${String(version)}`);
  if (head.left > CONTROL_BYTES) throw new SpdyError(`a control frame of ${String(head.left)} bytes`);
  return head;
}

function readControl({ first, flags }: Head, body: Buffer): Frame | undefined {
  const type = first & 0xffff;
  const last = (flags & FLAG_FIN) !== 0;
  const idAt = (offset: number): number => {
    if (body.length < offset + 4) throw new SpdyError(`a frame of type ${String(type)} with ${String(body.length)} bytes`);
    return body.readUInt32BE(offset) & LARGEST_ID;
  };
  switch (type) {
    case FRAME.SYN_STREAM: {
      if (body.length < 10) throw new SpdyError(`a SYN_STREAM with ${String(body.length)} bytes`);
      return { kind: 'syn-stream', streamId: idAt(0), last, headerBlock: body.subarray(10) };
    }
    case FRAME.SYN_REPLY:
    case FRAME.HEADERS:
      return { kind: 'headers', streamId: idAt(0), last, headerBlock: body.subarray(4) };
    case FRAME.RST_STREAM:
      return { kind: 'rst-stream', streamId: idAt(0) };
    case FRAME.PING:
      idAt(0);
      return { kind: 'ping', id: body.readUInt32BE(0) };
    case FRAME.GOAWAY:
      return { kind: 'go-away' };
    // SETTINGS and WINDOW_UPDATE: the clients of this protocol have no windows. Unknown types are to be ignored.
    default:
      return undefined;
  }
}
