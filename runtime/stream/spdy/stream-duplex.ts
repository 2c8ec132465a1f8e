import { Duplex } from 'node:stream';
import type { SpdyStream } from './session.ts';

/** What one stream may have waiting before the others of its session wait, too. */
const WAITING_BYTES = 256 * 1024;

/** A stream of a session as a stream of Node.js's. To be made inside `onStream`; destroying it before both halves have ended resets it. */
export function duplexOf(stream: SpdyStream): Duplex {
  let isOver = false;
  let theirsEnded = false;
  const duplex = new Duplex({
    readableHighWaterMark: WAITING_BYTES,
    read: () => {
      stream.resume();
    },
    write: (data: Buffer, _encoding, done) => {
      stream.send(data, { last: false }, done);
    },
    final: (done) => {
      stream.send(Buffer.alloc(0), { last: true }, done);
    },
    destroy: (error, done) => {
      if (!isOver && !(theirsEnded && duplex.writableFinished)) stream.reset();
      stream.resume();
      done(error);
    },
  });
  stream.receive({
    data: (data) => duplex.destroyed || duplex.push(data),
    end: () => {
      theirsEnded = true;
      if (!duplex.destroyed) duplex.push(null);
    },
    reset: () => {
      isOver = true;
      duplex.destroy(new Error('the client has ended the stream'));
    },
  });
  // Whoever reads or writes learns of it, too.
  return duplex.on('error', () => undefined);
}
