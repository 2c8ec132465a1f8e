import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { serveSpdy, type Receiver, type SpdySession, type SpdyStream } from '../../../../runtime/stream/spdy/session.ts';
import { speakSpdy, type ClientStream, type SpdyClient } from '../../../support/streaming/spdy-client.ts';

interface Bed {
  readonly client: SpdyClient;
  readonly session: SpdySession;
  readonly streams: SpdyStream[];
  /** What came, in order: `data 1 5`, `end 1`, `reset 1`. */
  readonly events: string[];
  /** Makes the streams hold up the client. */
  full: boolean;
}

function createBed(mostStreams = 10): Bed {
  const [near, far] = duplexPair();
  const bed: Bed = {
    client: speakSpdy(far),
    streams: [],
    events: [],
    full: false,
    session: serveSpdy(near, {
      mostStreams,
      onMoved: () => undefined,
      onStream: (stream) => {
        if (stream.headers.get('refuse') !== undefined) return false;
        bed.streams.push(stream);
        const name = stream.headers.get('name') ?? '';
        const receiver: Receiver = {
          data: (data) => {
            bed.events.push(`data ${name} ${String(data.length)}`);
            return !bed.full;
          },
          end: () => void bed.events.push(`end ${name}`),
          reset: () => void bed.events.push(`reset ${name}`),
        };
        stream.receive(receiver);
        return true;
      },
    }),
  };
  return bed;
}

async function all(stream: ClientStream): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream.read()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a SPDY session', () => {
  it('opens streams with their headers, and carries data both ways until each half is closed', async () => {
    const bed = createBed();
    const stream = await bed.client.open({ name: 'a' });
    await stream.write('hello');
    bed.streams[0]?.send(Buffer.from('out'), { last: false });
    await stream.end();
    await bed.client.ping();
    expect(bed.events).toEqual(['data a 5', 'end a']);
    bed.streams[0]?.send(Buffer.from('put'), { last: true });
    expect(await all(stream)).toBe('output');
  });

  it('answers pings of the client, and asks itself', async () => {
    const bed = createBed();
    await bed.client.ping();
    bed.session.ping();
    await bed.client.ping();
    expect(bed.client.pings()).toBe(1);
  });

  it('ends one stream by a reset of either side, and no other', async () => {
    const bed = createBed();
    const [first, second, third] = [
      await bed.client.open({ name: '1' }),
      await bed.client.open({ name: '2' }),
      await bed.client.open({ name: '3' }),
    ];
    first.reset();
    bed.streams[1]?.reset();
    await expect(all(second)).rejects.toThrow('status 5');
    await first.write('late');
    await third.write('fine');
    await bed.client.ping();
    expect(bed.events).toEqual(
      ['reset 1', 'reset 2', 'data 3 4'].toSorted((a, b) => bed.events.indexOf(a) - bed.events.indexOf(b)),
    );
  });

  it('refuses streams that are not wanted or too many', async () => {
    const bed = createBed(2);
    await expect(bed.client.open({ refuse: 'me' })).resolves.toBeDefined();
    const [first] = [await bed.client.open({ name: '1' }), await bed.client.open({ name: '2' })];
    await expect(bed.client.open({ name: '3' })).rejects.toThrow('status 3');
    first.reset();
    await expect(bed.client.open({ name: '4' })).resolves.toBeDefined();
  });

  it('holds up the client while a stream is full', async () => {
    const bed = createBed();
    const stream = await bed.client.open({ name: 'a' });
    bed.full = true;
    let sent = 0;
    const flood = (async () => {
      for (; sent < 200; sent++) await stream.write(Buffer.alloc(16 * 1024));
    })();
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(sent).toBeLessThan(20);
    expect(bed.events).toHaveLength(1);
    bed.full = false;
    bed.streams[0]?.resume();
    await flood;
    await bed.client.ping();
    expect(bed.events.map((event) => Number(event.split(' ')[2])).reduce((sum, size) => sum + size)).toBe(200 * 16 * 1024);
  });

  it('lets go of what it holds up when the client goes', async () => {
    const bed = createBed();
    const stream = await bed.client.open({ name: 'a' });
    bed.full = true;
    await stream.write(Buffer.alloc(1024));
    await new Promise(setImmediate);
    bed.client.connection.destroy();
    bed.session.destroy();
    await once(bed.session.gone, 'abort');
    expect(bed.events).toEqual(['data a 1024', 'reset a']);
  });

  it('says goodbye when it is over, and drops what still comes', async () => {
    const bed = createBed();
    const stream = await bed.client.open({ name: 'a' });
    bed.streams[0]?.send(Buffer.from('the end'), { last: true });
    const over = bed.session.finish();
    await stream.write('too late');
    expect(await all(stream)).toBe('the end');
    bed.client.connection.end();
    await over;
    expect(bed.client.goneAway()).toBe(0);
    expect(bed.events).toEqual(['reset a']);
  });

  it.each([
    ['a number that was used', '80030001' + '0000000a' + '00000001' + '00000000' + '0000'],
    ['an even number', '80030001' + '0000000a' + '00000002' + '00000000' + '0000'],
    ['headers that cannot be read', '80030001' + '0000000e' + '00000009' + '00000000' + '0000' + 'ffffffff'],
    ['a frame of another protocol', '90ff0001' + '00000000'],
  ])('ends at %s', async (_what, hex) => {
    const bed = createBed();
    await bed.client.open({ name: 'a' });
    bed.client.connection.write(Buffer.from(hex, 'hex'));
    await once(bed.session.gone, 'abort');
    expect(bed.events).toEqual(['reset a']);
  });

  it('resets data for a stream that never was', async () => {
    const bed = createBed();
    const stream = await bed.client.open({ name: 'a' });
    bed.client.connection.write(Buffer.from('00000063' + '00000001' + '00', 'hex'));
    await bed.client.ping();
    await stream.write('x');
    await bed.client.ping();
    expect(bed.events).toEqual(['data a 1']);
  });

  it('never hangs or crashes by random frames', async () => {
    let state = 7;
    const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
    for (let round = 0; round < 100; round++) {
      const bed = createBed();
      if (round % 2 === 0) await bed.client.open({ name: 'a' });
      for (let frame = 0; frame < 20 && bed.client.connection.writable; frame++) {
        const body = Buffer.from(Array.from({ length: next() % 40 }, next));
        const head = next() % 3 === 0 ? [0, 0, 0, next() % 8] : [0x80, 3, 0, next() % 12];
        bed.client.connection.write(Buffer.concat([Buffer.of(...head, next() % 4, 0, 0, body.length), body]));
      }
      bed.client.connection.end();
      await (bed.session.gone.aborted ? undefined : once(bed.session.gone, 'abort'));
    }
  });
});
