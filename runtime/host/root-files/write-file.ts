import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path/posix';
import { CriError, errnoOf } from '../../base/cri-error.ts';
import { printable } from '../../base/sanitize.ts';
import { infoAt, type FileInfo } from './file-info.ts';
import { pathOf, requireWritable, told, withOpen, withPlace, type FileRoot, type Place } from './file-root.ts';

export interface WriteOptions {
  readonly content: AsyncIterable<Uint8Array>;
  /** Throw already-exists when it is there. */
  readonly onlyNew: boolean;
  /** Throw not-found when it is not there. */
  readonly onlyExisting: boolean;
  /** Of a new file; 0: rw-r--r--. */
  readonly mode: number;
  readonly signal: AbortSignal;
}

const NEW_MODE = 0o644;
const COPY_BYTES = 1 << 20;

/**
 * Puts a whole file in its place, once all of its content has come. One that is there keeps its owner and mode; where something holds
 * on to that very file (a mount, another name, a link), its content is replaced instead. Throws CriError; nothing is left then.
 */
export async function writeFile(root: FileRoot, path: string, options: WriteOptions): Promise<FileInfo> {
  requireWritable(root, path);
  return withPlace(root, path, async (place) => {
    const before = await lstatOrNone(place);
    check(path, before, options);
    const name = `.slipway-${randomBytes(6).toString('hex')}.tmp`;
    const temporary = { ...place, path: `${pathOf(place.directory)}/${name}` };
    await using _ = await root.pending?.(join(dirname(path), name));
    // By its descriptor: whoever is in the container can put something else under its name.
    const file = await fs.open(temporary.path, 'wx+', 0o600);
    try {
      await fill(file, options);
      const owner = before?.isFile() === true ? before : await fs.stat(pathOf(place.directory));
      await file.chown(owner.uid, owner.gid);
      await file.chmod(before?.isFile() === true ? before.mode & 0o7777 : options.mode || NEW_MODE);
      if (before === undefined || (before.isFile() && before.nlink === 1))
        await putInPlace(root, path, { place, temporary, file });
      else await copyInto(root, path, file);
    } finally {
      await file.close();
      await fs.rm(temporary.path, { force: true });
    }
    return await infoAt(root, place, path);
  });
}

function check(path: string, before: Stats | undefined, { onlyNew, onlyExisting }: WriteOptions): void {
  const name = printable(path, 300);
  if (before === undefined && onlyExisting) throw new CriError('not-found', `${name} does not exist`);
  if (before !== undefined && onlyNew) throw new CriError('already-exists', `${name} exists already`);
  if (before !== undefined && !before.isFile() && !before.isSymbolicLink())
    throw new CriError('failed-precondition', `${name} is ${before.isDirectory() ? 'a directory' : 'no file'}`);
}

async function fill(file: fs.FileHandle, { content, signal }: WriteOptions): Promise<void> {
  for await (const piece of content) {
    signal.throwIfAborted();
    for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
  }
  signal.throwIfAborted();
}

interface Move {
  readonly place: Place;
  readonly temporary: Place;
  readonly file: fs.FileHandle;
}

async function putInPlace(root: FileRoot, path: string, { place, temporary, file }: Move): Promise<void> {
  const [written, named] = await Promise.all([file.stat(), fs.lstat(temporary.path)]);
  if (written.dev !== named.dev || written.ino !== named.ino)
    throw new CriError('failed-precondition', `${printable(path, 300)} was meddled with while it was written`, {
      hint: 'try again',
    });
  try {
    await fs.rename(temporary.path, place.path);
  } catch (error) {
    // Something is mounted on that very file, as on /etc/hosts.
    if (errnoOf(error) !== 'EBUSY') throw error;
    await copyInto(root, path, file);
  }
}

/** Writes what it grows by first: where that has no room, the file is as it was. */
async function copyInto(root: FileRoot, path: string, file: fs.FileHandle): Promise<void> {
  await withOpen(root, path, async (fd) => {
    const before = await fs.stat(pathOf(fd));
    if (!before.isFile()) throw new CriError('failed-precondition', `${printable(path, 300)} leads to what is no file`);
    const target = await fs.open(pathOf(fd), constants.O_WRONLY);
    try {
      const { size } = await file.stat();
      const kept = Math.min(before.size, size);
      await told(path, async () => {
        try {
          await copyRange(file, target, [kept, size]);
        } catch (error) {
          await target.truncate(before.size);
          throw error;
        }
        await copyRange(file, target, [0, kept]);
        await target.truncate(size);
      });
    } finally {
      await target.close();
    }
  });
}

/** From `begin` until before `end`, at the same place in both. */
async function copyRange(from: fs.FileHandle, to: fs.FileHandle, [begin, end]: readonly [number, number]): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(COPY_BYTES, Math.max(0, end - begin)));
  for (let at = begin; at < end;) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) return;
    for (let written = 0; written < bytesRead;)
      written += (await to.write(buffer, written, bytesRead - written, at + written)).bytesWritten;
    at += bytesRead;
  }
}

async function lstatOrNone({ path }: Place): Promise<Stats | undefined> {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
