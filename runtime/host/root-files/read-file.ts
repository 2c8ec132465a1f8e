import * as fs from 'node:fs/promises';
import { constants } from 'node:fs';
import { CriError } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import { kindOf } from './file-info.ts';
import { pathOf, told, withOpen, type FileRoot } from './file-root.ts';

const PIECE_BYTES = 256 * 1024;

export interface ReadOptions {
  readonly offset: number;
  /** 0: up to the end. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** The content of a regular file in pieces, each read when the one before was taken. Throws failed-precondition for what is none. */
export async function* readFile(
  root: FileRoot,
  path: string,
  { offset, limit, signal }: ReadOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await withOpen(root, path, async (fd) => {
    const kind = kindOf(await fs.stat(pathOf(fd), { bigint: true }));
    // To open a device or a pipe may do something.
    if (kind !== 'file') throw new CriError('failed-precondition', `${printable(path, 300)} is no file, but a ${kind}`);
    return fs.open(pathOf(fd), constants.O_RDONLY);
  });
  try {
    const end = limit === 0 ? Infinity : offset + limit;
    for (let at = offset; at < end;) {
      signal.throwIfAborted();
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, end - at));
      const { bytesRead } = await told(path, () => file.read(piece, 0, piece.length, at));
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
