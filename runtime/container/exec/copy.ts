import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../host/clock.ts';

/** How long output may stay silent after the end of the command, while some child of it holds the pipe open. */
const QUIET_MS = 500;

/** Output on its way to a client. */
export interface Output {
  /** To be awaited after the end of the command: all of its output is written, or the client has gone. */
  drained(): Promise<void>;
}

/** Copies until the command closes its end, or the client goes: then the command's pipe is closed. `sink` is not ended. */
export function copyOut(clock: Clock, source: Readable | undefined, sink: Writable | undefined): Output {
  if (source === undefined || sink === undefined) return { drained: () => Promise.resolve() };
  let moved = 0;
  source.on('data', (chunk: Buffer) => (moved += chunk.length));
  const ended = pipeline(source, sink, { end: false })
    // A client that has gone; or a terminal, whose end is an error.
    .catch(() => source.destroy())
    .then(() => true);
  const isQuiet = (): Promise<boolean> => clock.sleep(QUIET_MS).then(() => false);
  return {
    drained: async () => {
      for (let seen = -1; !(await Promise.race([ended, isQuiet()])); seen = moved) {
        // A client that is slow is waited for; a child that outlives the command is not.
        if (moved === seen && !sink.writableNeedDrain) source.destroy();
      }
    },
  };
}

/** Copies until the client closes its end; when the command reads no more, the rest is dropped so that the client need not wait. */
export function copyIn(source: Readable | undefined, sink: Writable | undefined): void {
  if (source === undefined || sink === undefined) return;
  // A terminal has no half that could be closed.
  pipeline(source, sink, { end: !('readable' in sink && sink.readable === true) }).catch(() => {
    sink.destroy();
    if (!source.destroyed) source.resume();
  });
}
