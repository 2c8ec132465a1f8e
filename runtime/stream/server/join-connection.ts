import type { Duplex, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Copies both ways until both are done; each end is passed on by itself. Rejects, with all closed, when either side breaks off. */
export async function joinConnection(
  target: Duplex,
  { readable, writable }: { readonly readable: Readable; readonly writable: Writable },
): Promise<void> {
  try {
    await Promise.all([pipeline(readable, target), pipeline(target, writable)]);
  } finally {
    target.destroy();
  }
}
