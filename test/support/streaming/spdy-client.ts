import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { constants, createDeflate, createInflate } from 'node:zlib';

/** One stream of a session. */
export interface ClientStream {
  readonly id: number;
  /** Pieces, until the server closes its half; throws when it resets the stream. */
  read(): AsyncGenerator<Buffer>;
  /** Sends one data frame; waits while the connection is full. */
  write(data: string | Uint8Array, options?: { readonly last?: boolean }): Promise<void>;
  end(): Promise<void>;
  reset(): void;
}

/** The client's end of SPDY/3.1, by the text of the protocol. */
export interface SpdyClient {
  readonly connection: Duplex;
  /** Resolves with the server's answer. */
  open(headers: Readonly<Record<string, string>>, options?: { readonly last?: boolean }): Promise<ClientStream>;
  /** Resolves when the server has answered with the same number. */
  ping(): Promise<void>;
  /** Reads no more of the connection until the answer is called. */
  hold(): () => void;
  /** Pings that the server has sent; they are answered. */
  pings(): number;
  /** Status of the server's GOAWAY, once it came. */
  goneAway(): number | undefined;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<unknown>;
}

/** For the compression of headers; undefined = without a preset one, as some clients do. */
export function speakSpdy(connection: Duplex, dictionary?: Buffer): SpdyClient {
  connection.setMaxListeners(0);
  const preset = dictionary === undefined ? {} : { dictionary };
  const deflate = createDeflate({ ...preset, flush: constants.Z_SYNC_FLUSH });
  const inflate = createInflate({ ...preset, finishFlush: constants.Z_SYNC_FLUSH });
  const streams = new Map<number, Incoming>();
  const pinged = new Map<number, () => void>();
  let held: Promise<void> | undefined;
  let serverPings = 0;
  let goneAway: number | undefined;
  let lastId = -1;
  let lastPing = -1;
  const write = async (bytes: Buffer): Promise<void> => {
    if (!connection.writable) throw new Error('the connection has ended');
    if (!connection.write(bytes)) await Promise.race([once(connection, 'drain'), once(connection, 'close')]);
  };
  // Header blocks share one compressor, so they are made one after another.
  let turn: Promise<unknown> = Promise.resolve();
  const compress = async (headers: Readonly<Record<string, string>>): Promise<Buffer> => {
    const pairs = Object.entries(headers).flatMap(([name, value]) => [text(name.toLowerCase()), text(value)]);
    deflate.write(Buffer.concat([uint32(Object.keys(headers).length), ...pairs]));
    await new Promise<void>((resolve) => {
      deflate.flush(() => {
        resolve();
      });
    });
    return (deflate.read() ?? Buffer.alloc(0)) as Buffer;
  };
  const closed = once(connection, 'close').catch(() => undefined);
  void (async () => {
    try {
      for await (const { control, type, flags, streamId, body } of frames(connection)) {
        if (held !== undefined) await held;
        const stream = streams.get(streamId);
        const last = (flags & 1) !== 0;
        if (!control) stream?.push(body, last);
        else if (type === 2) {
          inflate.write(body.subarray(4));
          stream?.answered();
          if (last) stream?.push(Buffer.alloc(0), true);
        } else if (type === 3) stream?.fail(new Error(`reset with status ${String(body.readUInt32BE(4))}`));
        else if (type === 6) {
          const id = body.readUInt32BE(0);
          if (id % 2 === 1) pinged.get(id)?.();
          else {
            serverPings++;
            await write(controlFrame(6, body));
          }
        } else if (type === 7) goneAway = body.readUInt32BE(4);
      }
    } finally {
      for (const stream of streams.values()) stream.fail(new Error('the connection has ended'));
    }
  })().catch(() => connection.destroy());
  return {
    connection,
    closed,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      held = promise.then(() => undefined);
      return () => {
        held = undefined;
        resolve(undefined);
      };
    },
    pings: () => serverPings,
    goneAway: () => goneAway,
    ping: async () => {
      const id = (lastPing += 2);
      const answer = new Promise<void>((resolve) => pinged.set(id, resolve));
      await write(controlFrame(6, uint32(id)));
      await answer;
    },
    open: async (headers, { last = false } = {}) => {
      const incoming = createIncoming();
      const opened = turn.then(async () => {
        const id = (lastId += 2);
        streams.set(id, incoming);
        const block = await compress(headers);
        await write(controlFrame(1, Buffer.concat([uint32(id), uint32(0), Buffer.of(0, 0), block]), last ? 1 : 0));
        return id;
      });
      turn = opened.catch(() => undefined);
      const id = await opened;
      await incoming.accepted;
      return {
        id,
        read: incoming.read,
        write: (data, options) => write(dataFrame(id, Buffer.from(data as string), options?.last === true)),
        end: () => write(dataFrame(id, Buffer.alloc(0), true)),
        reset: () => void connection.write(controlFrame(3, Buffer.concat([uint32(id), uint32(5)]))),
      };
    },
  };
}

interface Incoming {
  readonly accepted: Promise<void>;
  answered(): void;
  push(data: Buffer, last: boolean): void;
  fail(error: Error): void;
  read(): AsyncGenerator<Buffer>;
}

function createIncoming(): Incoming {
  const waiting: Buffer[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake = (): void => undefined;
  const accepted = Promise.withResolvers<unknown>();
  accepted.promise.catch(() => undefined);
  return {
    accepted: accepted.promise.then(() => undefined),
    answered: () => {
      accepted.resolve(undefined);
    },
    push: (data, last) => {
      if (data.length > 0) waiting.push(data);
      ended ||= last;
      wake();
    },
    fail: (error) => {
      failure ??= error;
      accepted.reject(error);
      wake();
    },
    read: async function* () {
      for (;;) {
        yield* waiting.splice(0);
        if (waiting.length > 0) continue;
        if (ended) return;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

interface RawFrame {
  readonly control: boolean;
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly body: Buffer;
}

async function* frames(connection: Duplex): AsyncGenerator<RawFrame> {
  let parts: Buffer[] = [];
  let size = 0;
  let wanted = 8;
  for await (const chunk of connection) {
    parts.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size < wanted) continue;
    let all = Buffer.concat(parts);
    for (;;) {
      wanted = all.length < 8 ? 8 : 8 + all.readUIntBE(5, 3);
      if (all.length < wanted) break;
      const body = all.subarray(8, wanted);
      const control = (all.readUInt8(0) & 0x80) !== 0;
      const type = control ? all.readUInt16BE(2) : 0;
      const streamId = control ? (body.length >= 4 ? body.readUInt32BE(0) & 0x7fffffff : 0) : all.readUInt32BE(0);
      yield { control, type, flags: all.readUInt8(4), streamId, body };
      all = all.subarray(wanted);
    }
    parts = [all];
    size = all.length;
  }
}

function controlFrame(type: number, body: Buffer, flags = 0): Buffer {
  return Buffer.concat([Buffer.of(0x80, 3, 0, type), uint32(body.length | (flags << 24)), body]);
}

function dataFrame(id: number, data: Buffer, last: boolean): Buffer {
  return Buffer.concat([uint32(id), uint32(data.length | (last ? 1 << 24 : 0)), data]);
}

function text(value: string): Buffer {
  return Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
