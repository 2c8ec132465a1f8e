import { describe, expect, it } from 'vitest';
import { createFrameReader, type Frame } from '../../../../runtime/stream/spdy/frame-reader.ts';
import { dataHead, goAway, ping, rstStream, synReply } from '../../../../runtime/stream/spdy/frames.ts';

const SYN = Buffer.from('80030001' + '0100000e' + '00000003' + '00000000' + '0000' + 'deadbeef', 'hex');
const SETTINGS = Buffer.from('80030004' + '0000000c' + '00000001' + '00000007' + '00010000', 'hex');
const WINDOW = Buffer.from('80030009' + '00000008' + '00000001' + '00001000', 'hex');
const UNKNOWN = Buffer.from('80030063' + '00000001' + '00', 'hex');

describe('a reader of frames', () => {
  const session = Buffer.concat([
    SYN,
    SETTINGS,
    dataHead(3, { length: 5, last: false }),
    Buffer.from('hello'),
    WINDOW,
    ping(7),
    UNKNOWN,
    synReply(1, Buffer.from('b10c', 'hex')),
    rstStream(3, 5),
    dataHead(5, { length: 0, last: true }),
    goAway(3, 0),
  ]);
  const expected = [
    { kind: 'syn-stream', streamId: 3, last: true, headerBlock: Buffer.from('deadbeef', 'hex') },
    { kind: 'data', streamId: 3, data: Buffer.from('hello'), last: false },
    { kind: 'ping', id: 7 },
    { kind: 'headers', streamId: 1, last: false, headerBlock: Buffer.from('b10c', 'hex') },
    { kind: 'rst-stream', streamId: 3 },
    { kind: 'data', streamId: 5, data: Buffer.alloc(0), last: true },
    { kind: 'go-away' },
  ];

  it('knows all that matter, and passes over those that do not', () => {
    expect([...createFrameReader().read(session)]).toEqual(expected);
  });

  it.each([1, 2, 3, 7, 11, 64])('reads the same in pieces of %i bytes', (size) => {
    const reader = createFrameReader();
    const frames: Frame[] = [];
    for (let at = 0; at < session.length; at += size) frames.push(...reader.read(session.subarray(at, at + size)));
    expect(joined(frames)).toEqual(expected);
  });

  it('gives data as it comes, however long its frame is', () => {
    const reader = createFrameReader();
    const head = dataHead(1, { length: 0xffffff, last: true });
    const first = [...reader.read(Buffer.concat([head, Buffer.alloc(10, 1)]))];
    expect(first).toEqual([{ kind: 'data', streamId: 1, data: Buffer.alloc(10, 1), last: false }]);
    const rest = [...reader.read(Buffer.concat([Buffer.alloc(0xffffff - 10), ping(1)]))];
    expect(rest.map((frame) => frame.kind === 'data' && frame.last)).toEqual([true, false]);
  });

  it.each([
    ['of another version', '80020006' + '00000004' + '00000001'],
    ['of more than 64 KiB, before it has come', '80030001' + '00ffffff'],
    ['too short for SYN_STREAM', '80030001' + '00000004' + '00000001'],
    ['too short for RST_STREAM', '80030003' + '00000000'],
    ['too short for PING', '80030006' + '00000002' + '0000'],
    ['for stream 0', '00000000' + '00000001' + '00'],
    ['of HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n').toString('hex').replace(/^47/, 'c7')],
  ])('refuses a frame %s', (_what, hex) => {
    expect(() => [...createFrameReader().read(Buffer.from(hex, 'hex'))]).toThrow(
      expect.objectContaining({ name: 'SpdyError' }) as Error,
    );
  });

  it('never hangs or crashes by random bytes', () => {
    let state = 1;
    const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(Array.from({ length: next() }, next));
      // Often something that begins well.
      if (round % 2 === 0) Buffer.from([0x80, 3, 0, next() % 12, 0, 0, 0, next() % 40]).copy(bytes);
      const reader = createFrameReader();
      try {
        for (let at = 0; at < bytes.length; at += 50)
          for (const frame of reader.read(bytes.subarray(at, at + 50))) expect(frame.kind).toBeTypeOf('string');
      } catch (error) {
        expect(error).toMatchObject({ name: 'SpdyError' });
      }
    }
  });
});

/** Pieces of one data frame put together. */
function joined(frames: readonly Frame[]): Frame[] {
  const all: Frame[] = [];
  for (const frame of frames) {
    const before = all.at(-1);
    if (frame.kind !== 'data' || before?.kind !== 'data' || before.last || before.streamId !== frame.streamId) all.push(frame);
    else all[all.length - 1] = { ...frame, data: Buffer.concat([before.data, frame.data]) };
  }
  return all;
}
