import { constants, createDeflate, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { spdyDictionary } from '../../../../runtime/stream/spdy/dictionary.ts';
import { createHeaderReader, createHeaderWriter } from '../../../../runtime/stream/spdy/header-block.ts';

/** Blocks as a client makes them, one after another by one compressor. */
function compressor(dictionary?: Buffer): (plain: Buffer) => Promise<Buffer> {
  const deflate = createDeflate({ ...(dictionary === undefined ? {} : { dictionary }), flush: constants.Z_SYNC_FLUSH });
  return async (plain) => {
    deflate.write(plain);
    await new Promise<void>((resolve) => {
      deflate.flush(() => {
        resolve();
      });
    });
    return deflate.read() as Buffer;
  };
}

function block(pairs: readonly (readonly [string, string])[], count = pairs.length): Buffer {
  const number = (value: number): Buffer => Buffer.from(value.toString(16).padStart(8, '0'), 'hex');
  const text = (value: string): Buffer => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([number(count), ...pairs.flatMap(([name, value]) => [text(name), text(value)])]);
}

describe('header blocks', () => {
  it.each([
    ['with', spdyDictionary()],
    ['without', undefined],
  ])('are read %s the preset dictionary, each by what came before', async (_how, dictionary) => {
    const compress = compressor(dictionary);
    const reader = createHeaderReader();
    for (const port of ['80', '8080', '80']) {
      const headers = [
        ['streamType', 'error'],
        ['port', port],
      ] as const;
      const read = await reader.read(await compress(block(headers)));
      expect([...read]).toEqual([
        ['streamtype', 'error'],
        ['port', port],
      ]);
    }
    reader.close();
  });

  it('use the dictionary of the protocol', () => {
    // zlib names the preset dictionary by its Adler-32 behind its two bytes of header.
    expect(deflateSync('', { dictionary: spdyDictionary() }).readUInt32BE(2)).toBe(0xe3c6a7c2);
  });

  it('that are written are read by zlib, one after another', () => {
    const write = createHeaderWriter();
    const [first, second] = [write(new Map([['status', '200 OK']])), write(new Map())];
    const plain = inflateSync(Buffer.concat([first, second]), { finishFlush: constants.Z_SYNC_FLUSH });
    expect(plain).toEqual(Buffer.concat([block([['status', '200 OK']]), block([])]));
    // Without this end kubectl waits for the next block before it reads this one.
    for (const written of [first, second]) expect(written.subarray(-5)).toEqual(Buffer.from('000000ffff', 'hex'));
  });

  it.each<[string, (compress: (plain: Buffer) => Promise<Buffer>) => Promise<Buffer> | Buffer]>([
    ['grow to a mebibyte', (compress) => compress(block([['a', 'x'.repeat(1024 * 1024)]]))],
    ['grow without end', () => deflateSync(Buffer.alloc(64 * 1024 * 1024), { finishFlush: constants.Z_SYNC_FLUSH })],
    ['promise more headers than there may be', (compress) => compress(block([], 0xffffffff))],
    ['promise more headers than they have', (compress) => compress(block([['a', 'b']], 2))],
    ['have a name that is longer than they are', (compress) => compress(Buffer.from('00000001fffffff0', 'hex'))],
    ['are empty', () => Buffer.alloc(0)],
    ['are not compressed', () => block([['a', 'b']])],
    ['end the compression', () => deflateSync(block([['a', 'b']]))],
    ['use another dictionary', () => deflateSync(block([['a', 'b']]), { dictionary: Buffer.from('another') })],
  ])('that %s end the session', async (_what, make) => {
    const reader = createHeaderReader();
    const bad = await make(compressor());
    // What ends the compression may be read once itself.
    await expect(reader.read(bad).then(() => reader.read(bad))).rejects.toThrow(
      expect.objectContaining({ name: 'SpdyError' }) as Error,
    );
    await expect(reader.read(bad)).rejects.toThrow(expect.objectContaining({ name: 'SpdyError' }) as Error);
    reader.close();
  });

  it('of random bytes never hang or crash', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const reader = createHeaderReader();
      const bytes = Buffer.concat([Buffer.of(0x78, 0x9c), randomBytes(seed, (seed * 37) % 300)]);
      await reader.read(seed % 2 === 0 ? bytes : bytes.subarray(2)).catch((error: unknown) => {
        expect(error).toMatchObject({ name: 'SpdyError' });
      });
      reader.close();
    }
  });
});

/** The same bytes for the same seed. */
function randomBytes(seed: number, length: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
}
