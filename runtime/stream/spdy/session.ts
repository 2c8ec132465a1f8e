import type { Duplex } from 'node:stream';
import { errnoOf } from '../../base/cri-error.ts';
import { createFrameReader, type Frame } from './frame-reader.ts';
import { dataHead, GOAWAY, goAway, ping, RESET, rstStream, synReply } from './frames.ts';
import { createHeaderReader, createHeaderWriter, type Headers } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

/** Where what comes on a stream goes. */
export interface Receiver {
  /** False holds up the whole session, because its clients know no windows, until the stream's `resume`. */
  data(data: Buffer): boolean;
  /** The client's half is closed. */
  end(): void;
  /** The client, or the end of the connection, has ended the stream. */
  reset(): void;
}

/** A stream that the client has opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: Headers;
  /** To be called before the end of `onStream`. */
  receive(receiver: Receiver): void;
  resume(): void;
  /** `last` closes our half. `done` comes once the connection has taken it. */
  send(data: Buffer, options: { readonly last: boolean }, done?: (error?: Error | null) => void): void;
  /** Ends both halves. */
  reset(): void;
}

/** The server's end of a connection that speaks SPDY/3.1. */
export interface SpdySession {
  /** Aborts when the connection has ended. */
  readonly gone: AbortSignal;
  /** Ends it once all is sent; resolves when the client has closed it too, or does not within a while. */
  finish(): Promise<void>;
  destroy(): void;
  /** Shows whether the client is still there. */
  ping(): void;
}

export interface SpdyOptions {
  /** Answers whether the stream is accepted. */
  readonly onStream: (stream: SpdyStream) => boolean;
  readonly mostStreams: number;
  /** Called for each piece of data, in either direction. */
  readonly onMoved: () => void;
}

/** How long a client may take to close a connection that is over. */
const LINGER_MS = 10_000;
/** Answers to a client that does not read them. */
const UNREAD_BYTES = 1024 * 1024;

interface Open {
  readonly id: number;
  receiver: Receiver | undefined;
  theirsEnded: boolean;
  oursEnded: boolean;
  held: (() => void) | undefined;
}

/** Speaks on `connection` until it ends. Violations of the protocol end it. */
export function serveSpdy(connection: Duplex, options: SpdyOptions): SpdySession {
  const gone = new AbortController();
  const session: Shared = {
    connection,
    options,
    streams: new Map(),
    writeHeaders: createHeaderWriter(),
    lastId: 0,
    finishing: false,
  };
  const closed = new Promise<void>((resolve) => {
    connection.once('close', resolve);
  });
  connection.on('error', () => connection.destroy());
  void closed.then(() => {
    gone.abort();
    for (const stream of [...session.streams.values()]) endStream(session, stream);
  });
  void pump(session);
  let pings = 0;
  return {
    gone: gone.signal,
    finish: async () => {
      session.finishing = true;
      for (const stream of session.streams.values()) stream.held?.();
      connection.end(goAway(session.lastId, GOAWAY.OK));
      const timer = setTimeout(() => connection.destroy(), LINGER_MS);
      await closed;
      clearTimeout(timer);
    },
    destroy: () => {
      connection.destroy();
    },
    ping: () => {
      // The server's numbers are even.
      if (connection.writableLength === 0) connection.write(ping((pings += 2)));
    },
  };
}

interface Shared {
  readonly connection: Duplex;
  readonly options: SpdyOptions;
  readonly streams: Map<number, Open>;
  readonly writeHeaders: ReturnType<typeof createHeaderWriter>;
  lastId: number;
  /** What still comes is read and dropped. */
  finishing: boolean;
}

async function pump(session: Shared): Promise<void> {
  const { connection } = session;
  const reader = createFrameReader();
  const headers = createHeaderReader();
  try {
    for await (const chunk of connection) {
      if (session.finishing) continue;
      for (const frame of reader.read(chunk as Buffer)) {
        const block = 'headerBlock' in frame ? await headers.read(frame.headerBlock) : undefined;
        if (frame.kind === 'syn-stream') open(session, frame, block ?? new Map());
        else await take(session, frame);
        if (connection.writableLength > UNREAD_BYTES) await drained(connection);
      }
    }
  } catch (error) {
    if (error instanceof SpdyError) connection.end(goAway(session.lastId, GOAWAY.PROTOCOL_ERROR));
    else if (errnoOf(error) === undefined) throw error;
  } finally {
    headers.close();
    connection.destroy();
  }
}

function open(session: Shared, frame: Frame & { readonly kind: 'syn-stream' }, headers: Headers): void {
  const { connection, streams, options } = session;
  const { streamId: id } = frame;
  // Clients count upwards in odd numbers.
  if (id % 2 === 0 || id <= session.lastId) throw new SpdyError(`stream ${String(id)} after ${String(session.lastId)}`);
  session.lastId = id;
  if (streams.size >= options.mostStreams) {
    connection.write(rstStream(id, RESET.REFUSED_STREAM));
    return;
  }
  const stream: Open = { id, receiver: undefined, theirsEnded: false, oursEnded: false, held: undefined };
  streams.set(id, stream);
  connection.cork();
  connection.write(synReply(id, session.writeHeaders(new Map())));
  if (!options.onStream(streamOf(session, stream, headers))) {
    connection.write(rstStream(id, RESET.REFUSED_STREAM));
    streams.delete(id);
  } else if (frame.last) endTheirs(session, stream);
  connection.uncork();
}

async function take(session: Shared, frame: Exclude<Frame, { readonly kind: 'syn-stream' }>): Promise<void> {
  const { connection, streams, options } = session;
  switch (frame.kind) {
    case 'data': {
      const stream = streams.get(frame.streamId);
      if (stream === undefined || stream.theirsEnded) {
        // One that has just ended may still be written to; one that never was may not.
        if (frame.streamId > session.lastId) connection.write(rstStream(frame.streamId, RESET.INVALID_STREAM));
        return;
      }
      options.onMoved();
      if (frame.data.length > 0 && stream.receiver?.data(frame.data) === false) await resumed(session, stream);
      if (frame.last) endTheirs(session, stream);
      return;
    }
    case 'headers': {
      const stream = streams.get(frame.streamId);
      if (stream !== undefined && frame.last) endTheirs(session, stream);
      return;
    }
    case 'rst-stream': {
      const stream = streams.get(frame.streamId);
      if (stream !== undefined) endStream(session, stream);
      return;
    }
    case 'ping':
      if (frame.id % 2 === 1) connection.write(ping(frame.id));
      return;
    case 'go-away':
      return;
  }
}

function streamOf(session: Shared, stream: Open, headers: Headers): SpdyStream {
  const { connection, streams, options } = session;
  return {
    id: stream.id,
    headers,
    receive: (receiver) => {
      stream.receiver = receiver;
    },
    resume: () => stream.held?.(),
    send: (data, { last }, done) => {
      if (stream.oursEnded || !streams.has(stream.id)) {
        done?.(new Error('the stream has ended'));
        return;
      }
      options.onMoved();
      connection.cork();
      connection.write(dataHead(stream.id, { length: data.length, last }), data.length === 0 ? done : undefined);
      if (data.length > 0) connection.write(data, done);
      connection.uncork();
      if (!last) return;
      stream.oursEnded = true;
      forget(session, stream);
    },
    reset: () => {
      if (!streams.has(stream.id)) return;
      connection.write(rstStream(stream.id, RESET.CANCEL));
      endStream(session, stream);
    },
  };
}

/** Resolves when the stream takes more, or has ended. */
function resumed(session: Shared, stream: Open): Promise<void> {
  return new Promise((resolve) => {
    stream.held = () => {
      stream.held = undefined;
      resolve();
    };
    if (session.finishing || !session.streams.has(stream.id)) stream.held();
  });
}

function endTheirs(session: Shared, stream: Open): void {
  if (stream.theirsEnded) return;
  stream.theirsEnded = true;
  stream.receiver?.end();
  forget(session, stream);
}

function forget({ streams }: Shared, stream: Open): void {
  if (stream.theirsEnded && stream.oursEnded) streams.delete(stream.id);
}

function endStream({ streams }: Shared, stream: Open): void {
  if (!streams.delete(stream.id)) return;
  stream.held?.();
  stream.receiver?.reset();
}

function drained(connection: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      connection.off('drain', done).off('close', done);
      resolve();
    };
    connection.on('drain', done).on('close', done);
  });
}
