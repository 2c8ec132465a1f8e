import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** How long an answer may be silent after the local side has written its last word: a browser that has gone looks the same. */
const LINGER_MS = 10_000;

/** Carries bytes both ways until both sides have ended; when one breaks, the other goes, too. */
export function joinStreams(local: Socket, remote: Duplex, lingerMs = LINGER_MS): void {
  local.once('error', () => remote.destroy());
  remote.once('error', () => local.destroy());
  local.once('close', () => remote.destroy());
  local.once('end', () => {
    local.setTimeout(lingerMs);
    local.on('timeout', () => {
      // Somebody who reads slowly has not gone: what is there for him waits.
      if (local.writableLength === 0) local.destroy();
      else local.setTimeout(lingerMs);
    });
  });
  remote.once('close', () => {
    if (!local.writableEnded) local.end();
  });
  local.pipe(remote);
  remote.pipe(local);
}
