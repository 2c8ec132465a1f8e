import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pack, type Pack } from 'tar-stream';
import type { Digest } from '../../base/ids.ts';
import { verifyDigest } from '../content-store.ts';

/** A directory, a small file, or a blob on disk. */
export type TarMember =
  | { readonly name: string }
  | { readonly name: string; readonly bytes: Buffer }
  | { readonly name: string; readonly path: string; readonly size: number; readonly digest: Digest };

const BLOCK = 512;
const PIECE_BYTES = 256 * 1024;
const OLD = new Date(0);

/** A tar of these members, owned by root and of no time, so that the same members give the same bytes. Throws data-loss at a damaged blob. */
export async function* packTar(members: readonly TarMember[], signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const tar = pack();
  const stop = (): void => {
    tar.destroy(signal.reason as Error);
  };
  signal.addEventListener('abort', stop, { once: true });
  const filling = fill(tar, members).catch((error: unknown) => {
    tar.destroy(error as Error);
  });
  try {
    signal.throwIfAborted();
    for await (const chunk of tar as AsyncIterable<Uint8Array>) yield chunk;
  } finally {
    signal.removeEventListener('abort', stop);
    tar.destroy();
    await filling;
  }
}

/** How long that tar is. */
export function tarBytes(members: readonly TarMember[]): number {
  const blocks = members.reduce((sum, member) => sum + 1 + Math.ceil(sizeOf(member) / BLOCK), 2);
  return blocks * BLOCK;
}

const sizeOf = (member: TarMember): number => ('bytes' in member ? member.bytes.length : 'size' in member ? member.size : 0);

async function fill(tar: Pack, members: readonly TarMember[]): Promise<void> {
  for (const member of members) {
    if ('path' in member) await blob(tar, member);
    else if ('bytes' in member) tar.entry({ name: member.name, mode: 0o644, mtime: OLD }, member.bytes);
    else tar.entry({ name: member.name, type: 'directory', mode: 0o755, mtime: OLD });
    if (tar.destroyed) return;
  }
  tar.finalize();
}

async function blob(tar: Pack, member: Extract<TarMember, { path: string }>): Promise<void> {
  const { name, path, size, digest } = member;
  const hash = createHash(digest.slice(0, 6));
  const entry = tar.entry({ name, size, mode: 0o644, mtime: OLD });
  // Whoever reads the tar hears of it.
  entry.on('error', () => undefined);
  let sent = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>) {
    if (tar.destroyed) return;
    hash.update(chunk);
    sent += chunk.length;
    if (sent > size) break;
    if (!entry.write(chunk)) await roomIn(entry, tar);
  }
  verifyDigest(digest, `${digest.slice(0, 6)}:${hash.digest('hex')}`);
  entry.end(undefined);
}

/** Until more can be written, or nobody reads any more. */
async function roomIn(entry: ReturnType<Pack['entry']>, tar: Pack): Promise<void> {
  if (tar.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const go = (): void => {
    resolve(undefined);
  };
  entry.once('drain', go);
  tar.once('close', go);
  await promise;
  entry.off('drain', go);
  tar.off('close', go);
}
