import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { errnoOf } from '../base/cri-error.ts';

/** The part of Node.js's handle for pipes that is used here. */
interface PipeHandle {
  open(fd: number): number;
}

interface PipeWrap {
  readonly Pipe: new (type: number) => PipeHandle;
  readonly constants: { readonly SOCKET: number };
}

let wrap: PipeWrap | undefined;

/** What is read at once: less costs a turn of the event loop for each 64 KiB. */
const READ_BYTES = 256 * 1024;
/** Smaller pieces are copied, so that they do not keep so much memory. */
const SMALL_BYTES = 32 * 1024;

/**
 * A descriptor as a stream that waits in the event loop, not on a thread: pipes, the master of a terminal, sockets of packets (one
 * packet per chunk). Node.js opens only some of these by `new Socket({ fd })`. The stream owns the descriptor. Nothing is read before somebody
 * reads.
 */
export function openStream(fd: number, direction: 'write' | 'both'): Socket {
  // What would be read before anybody listens could be lost to an error that follows.
  const options = { handle: openHandle(fd), allowHalfOpen: true, manualStart: true, readable: direction === 'both' };
  const stream = new Socket(options as never);
  const destroy = stream.destroy.bind(stream);
  // A terminal ends by an error: what it said before is still to be given on.
  stream.destroy = (error) => {
    if (errnoOf(error) !== 'EIO') return destroy(error);
    stream.push(null);
    return stream;
  };
  // Whoever reads or writes learns of it; a stream that nobody uses at the moment must not end the daemon.
  return stream.on('error', () => undefined);
}

/** The end of a pipe that is read, in large pieces. The stream owns the descriptor. */
export function openReader(fd: number): Readable {
  let buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const onread = {
    buffer: () => buffer,
    callback: (bytes: number): boolean => {
      const isSmall = bytes <= SMALL_BYTES;
      const piece = isSmall ? Buffer.from(buffer.subarray(0, bytes)) : buffer.subarray(0, bytes);
      if (!isSmall) buffer = Buffer.allocUnsafeSlow(READ_BYTES);
      return reader.push(piece);
    },
  };
  const reader = new Readable({
    read: () => void socket.resume(),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  const socket = new Socket({ handle: openHandle(fd), writable: false, manualStart: true, onread } as never);
  socket.on('error', (error) => reader.destroy(error));
  socket.on('end', () => reader.push(null));
  return reader.on('error', () => undefined);
}

function openHandle(fd: number): PipeHandle {
  wrap ??= (process as unknown as { binding(name: 'pipe_wrap'): PipeWrap }).binding('pipe_wrap');
  const handle = new wrap.Pipe(wrap.constants.SOCKET);
  const failure = handle.open(fd);
  if (failure < 0) throw new Error(`descriptor ${String(fd)} cannot be a stream: ${String(failure)}`);
  return handle;
}
