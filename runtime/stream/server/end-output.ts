import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Ends a stream and resolves once all of it is sent, or it has ended otherwise: its client has gone, or wants no more of it. */
export async function endOutput(stream: Writable | undefined, last?: string): Promise<void> {
  if (stream === undefined || stream.destroyed) return;
  stream.end(last === '' ? undefined : last);
  await finished(stream).catch(() => undefined);
}
