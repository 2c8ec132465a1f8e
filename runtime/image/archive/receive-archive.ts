import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../base/ids.ts';
import { hostError } from '../../base/cri-error.ts';
import { verifyDigest } from '../content-store.ts';
import { DEFAULT_TAR_LIMITS, type TarEntry, type TarSink } from '../tar/tar-entry.ts';
import { hostileArchive } from '../tar/tar-error.ts';
import { TarReader } from '../tar/tar-reader.ts';
import { cleanPath } from '../unpack/layer-directories.ts';
import { plainBytes } from './plain-bytes.ts';

/** One file of an archive, on disk, with the digest of what was written. */
export interface ArchiveFile {
  readonly path: string;
  readonly digest: Digest;
  readonly size: number;
}

/** What an archive holds, by clean name; a link is the file that it leads to. */
export interface ReceivedArchive {
  file(name: string): ArchiveFile | undefined;
}

export interface ReceiveOptions {
  readonly archive: AsyncIterable<Uint8Array>;
  /** An existing directory, removed by the caller. */
  readonly directory: string;
  readonly onBytes: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

type Step = { readonly entry: TarEntry } | { readonly bytes: Uint8Array } | 'end';

interface Open {
  readonly file: fs.FileHandle;
  readonly path: string;
  readonly hash: Hash;
  readonly algorithm: string;
  /** What the name promises. */
  readonly promised: Digest | undefined;
  size: number;
}

const MAX_ENTRIES = 100_000;
const MAX_LINKS = 16;
const BLOB = /^blobs\/(sha256)\/([0-9a-f]{64})$|^blobs\/(sha512)\/([0-9a-f]{128})$/;
/** docker save's files for tools of 2014. */
const OF_NO_USE = /(^|\/)(VERSION|json|repositories)$/;

/**
 * Streams a tar archive (plain, gzip or zstd) to disk, one file per member, and checks `blobs/<algorithm>/<hex>` against its name.
 * Throws data-loss, resource-exhausted, or the signal's reason.
 */
export async function receiveArchive(options: ReceiveOptions): Promise<ReceivedArchive> {
  const steps: Step[] = [];
  const writer = new MemberWriter(options.directory);
  const sink: TarSink = {
    entry: (entry) => void steps.push({ entry }),
    data: (bytes) => void steps.push({ bytes }),
    end: () => void steps.push('end'),
  };
  const reader = new TarReader(sink, { ...DEFAULT_TAR_LIMITS, maxEntries: MAX_ENTRIES });
  try {
    for await (const chunk of plainBytes(options)) {
      reader.push(chunk);
      for (const step of steps.splice(0)) await writer.take(step);
    }
    reader.finish();
    return writer;
  } catch (error) {
    throw options.signal.aborted ? options.signal.reason : hostError(error, 'store an archive');
  } finally {
    await writer.close();
  }
}

class MemberWriter implements ReceivedArchive {
  private readonly directory: string;
  private readonly files = new Map<string, ArchiveFile>();
  private readonly links = new Map<string, string>();
  private count = 0;
  private name = '';
  private open: Open | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  file(name: string): ArchiveFile | undefined {
    let current = name;
    for (let hops = 0; hops < MAX_LINKS; hops++) {
      const next = this.links.get(current);
      if (next === undefined) return this.files.get(current);
      current = next;
    }
    return undefined;
  }

  async take(step: Step): Promise<void> {
    if (step === 'end') await this.end();
    else if ('entry' in step) await this.begin(step.entry);
    else await this.write(step.bytes);
  }

  async close(): Promise<void> {
    await this.open?.file.close();
    this.open = undefined;
  }

  private async begin(entry: TarEntry): Promise<void> {
    this.name = cleanPath(entry.path);
    this.files.delete(this.name);
    this.links.delete(this.name);
    if (entry.type === 'symlink') this.links.set(this.name, besides(this.name, entry.linkPath));
    if (entry.type === 'hardlink') this.links.set(this.name, cleanPath(entry.linkPath));
    if (entry.type !== 'file' || OF_NO_USE.test(this.name)) return;
    if (entry.isSparse) throw hostileArchive(entry.path, 'is a sparse file; images do not hold any');
    const match = BLOB.exec(this.name);
    const algorithm = match?.[1] ?? match?.[3] ?? 'sha256';
    const path = join(this.directory, String(this.count++));
    this.open = {
      file: await fs.open(path, 'wx', 0o600),
      path,
      hash: createHash(algorithm),
      algorithm,
      promised: match === null ? undefined : (`${algorithm}:${match[2] ?? match[4] ?? ''}` as Digest),
      size: 0,
    };
  }

  private async write(bytes: Uint8Array): Promise<void> {
    const { open } = this;
    if (open === undefined) return;
    open.hash.update(bytes);
    for (let at = 0; at < bytes.length;) at += (await open.file.write(bytes, at)).bytesWritten;
    open.size += bytes.length;
  }

  private async end(): Promise<void> {
    const { open } = this;
    if (open === undefined) return;
    this.open = undefined;
    await open.file.close();
    const digest = `${open.algorithm}:${open.hash.digest('hex')}` as Digest;
    if (open.promised !== undefined) verifyDigest(open.promised, digest);
    this.files.set(this.name, { path: open.path, digest, size: open.size });
  }
}

/** Where a symbolic link of the archive leads, within the archive. */
function besides(name: string, target: string): string {
  const parts = target.startsWith('/') ? [] : name.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
