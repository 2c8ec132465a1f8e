import { Readable } from 'node:stream';

/** What a client sends on one channel, as a stream. */
export interface Input {
  readonly stream: Readable;
  /** False when the client has to be held up until `resume` is called. What comes after the end is dropped. */
  take(data: Buffer): boolean;
  end(): void;
}

/** `resume` lets the client go on. */
export function createInput(resume: () => void): Input {
  const stream = new Readable({ read: resume });
  stream.on('error', () => undefined);
  let ended = false;
  return {
    stream,
    take: (data) => ended || stream.destroyed || data.length === 0 || stream.push(data),
    end: () => {
      // After `destroy` whoever reads would take it for a proper end, and wait for what follows one.
      if (!ended && !stream.destroyed) stream.push(null);
      ended = true;
    },
  };
}
