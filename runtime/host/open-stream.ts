import { Socket } from 'node:net';
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

/**
 * A descriptor as a stream that waits in the event loop, not on a thread: pipes, the master of a terminal, sockets of packets (one
 * packet per chunk). Node.js opens only some of these by `new Socket({ fd })`. The stream owns the descriptor. Nothing is read before somebody
 * reads.
 */
export function openStream(fd: number, direction: 'read' | 'write' | 'both'): Socket {
  wrap ??= (process as unknown as { binding(name: 'pipe_wrap'): PipeWrap }).binding('pipe_wrap');
  const handle = new wrap.Pipe(wrap.constants.SOCKET);
  const failure = handle.open(fd);
  if (failure < 0) throw new Error(`descriptor ${String(fd)} cannot be a stream: ${String(failure)}`);
  // What would be read before anybody listens could be lost to an error that follows.
  const options = {
    handle,
    allowHalfOpen: true,
    manualStart: true,
    readable: direction !== 'write',
    writable: direction !== 'read',
  };
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
