import { randomBytes } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { posix } from 'node:path';
import type { FileCalls, FilePlace } from '../client/file-calls.ts';
import { RpcError } from '../client/rpc-error.ts';
import { t } from '../l10n.ts';
import { writeStream } from './write-stream.ts';

/** Of a file behind a link, whose own mode says nothing. */
const LINKED_MODE = 0o644;

export interface CopyOptions {
  readonly client: FileCalls;
  readonly signal: AbortSignal;
  /** Hears of each piece: what is being copied, and the bytes of all so far. */
  readonly onProgress: (name: string, bytes: number) => void;
}

export interface Copied {
  readonly files: number;
  readonly bytes: number;
  /** What is neither file nor directory was left out. */
  readonly skipped: readonly string[];
}

/** Copies a file or a directory with all that is in it into a directory of a container. What is there is replaced; links are left out. */
export async function copyIn(source: string, directory: FilePlace, options: CopyOptions): Promise<Copied> {
  const meter = createMeter(options);
  const walk = async (from: string, to: FilePlace): Promise<void> => {
    options.signal.throwIfAborted();
    const stat = await lstat(from);
    if (stat.isDirectory()) {
      await options.client.makeDirectory(to, options);
      for (const name of (await readdir(from)).sort()) await walk(join(from, name), below(to, name));
    } else if (stat.isFile()) await copyFileIn(from, to, stat);
    else meter.skipped.push(from);
  };
  const copyFileIn = async (from: string, to: FilePlace, { mode }: Stats): Promise<void> => {
    const content = meter.count(from, createReadStream(from) as AsyncIterable<Uint8Array>);
    await options.client.writeFile(to, content, { signal: options.signal, mode: mode & 0o777 });
    meter.files++;
  };
  await walk(source, below(directory, basename(source)));
  return meter.copied();
}

/** Copies a file or a directory of a container or image with all that is in it into a directory of this machine. What is there is replaced. */
export async function copyOut(source: FilePlace, directory: string, options: CopyOptions): Promise<Copied> {
  const meter = createMeter(options);
  const { client, signal } = options;
  const copyFile = async (from: FilePlace, to: string, mode: number): Promise<void> => {
    const pieces = meter.count(from.path, client.readFile(from, { signal }));
    // What is there stays until all of the new one has come.
    const temporary = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.part`);
    try {
      await writeStream(temporary, asPieces(pieces), () => undefined);
      await chmod(temporary, mode & 0o777);
      await rename(temporary, to);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    meter.files++;
  };
  const walk = async (from: FilePlace, to: string): Promise<void> => {
    signal.throwIfAborted();
    await mkdir(to, { recursive: true });
    for (const { name, kind, mode } of await client.listDirectory(from, { signal })) {
      const inside = below(from, name);
      // A name that comes from a container leads nowhere else.
      const target = join(to, basename(name));
      if (kind === 'directory') await walk(inside, target);
      else if (kind === 'file') await copyFile(inside, target, mode);
      else meter.skipped.push(inside.path);
    }
  };
  const { kind, targetKind, mode } = await client.statFile(source, { signal });
  const name = posix.basename(source.path) || 'root';
  const what = kind === 'symlink' ? targetKind : kind;
  if (what === 'directory') await walk(source, join(directory, name));
  else if (what === 'file') await copyFile(source, join(directory, name), kind === 'symlink' ? LINKED_MODE : mode);
  else throw new RpcError('failed-precondition', t('{0} is neither a file nor a folder', source.path));
  return meter.copied();
}

function below<Place extends FilePlace>(place: Place, name: string): Place {
  return { ...place, path: posix.join(place.path, name) };
}

async function* asPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly bytes: Uint8Array }> {
  for await (const bytes of pieces) yield { bytes };
}

function createMeter({ onProgress, signal }: CopyOptions) {
  const meter = {
    files: 0,
    bytes: 0,
    skipped: [] as string[],
    count: async function* (name: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      onProgress(name, meter.bytes);
      for await (const piece of pieces) {
        signal.throwIfAborted();
        meter.bytes += piece.length;
        onProgress(name, meter.bytes);
        yield piece;
      }
    },
    copied: (): Copied => ({ files: meter.files, bytes: meter.bytes, skipped: meter.skipped }),
  };
  return meter;
}
