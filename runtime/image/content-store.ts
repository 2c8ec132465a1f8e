import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { CriError, errnoOf, hostError } from '../base/cri-error.ts';
import type { Digest } from '../base/ids.ts';

/** Blobs by digest: blobs/<algorithm>/<hex>; parts in ingest/ become blobs by fsync and rename, so that a blob is whole or not there. */
export interface ContentStore {
  path(digest: Digest): string;
  partPath(digest: Digest): string;
  has(digest: Digest): Promise<boolean>;
  read(digest: Digest): Promise<Buffer>;
  /** Stores a small blob; throws data-loss when it does not match. */
  put(digest: Digest, bytes: Uint8Array): Promise<void>;
  /** Makes the part (already verified, open as `file`) a blob. */
  commit(digest: Digest, file: fs.FileHandle): Promise<void>;
  /** Makes a file of the same file system, verified by the caller, a blob. */
  adopt(digest: Digest, path: string): Promise<void>;
  /** A path for files that are to be adopted; removed by the caller, or at the next start. */
  scratch(): string;
  list(olderThanMs?: number): Promise<Digest[]>;
  /** Reads it all: false when it is not what its name says. */
  isSound(digest: Digest): Promise<boolean>;
}

const SCRATCH = 'import-';
/** A part of a broken download is worth this much. */
const PART_KEPT_MS = 24 * 3_600_000;
const ALGORITHMS = ['sha256', 'sha512'];

/** `directory` is the images directory. */
export async function openContentStore(directory: string): Promise<ContentStore> {
  const split = (digest: Digest): [string, string] => [digest.slice(0, 6), digest.slice(7)];
  const path = (digest: Digest): string => join(directory, 'blobs', ...split(digest));
  const ingest = join(directory, 'ingest');
  const partPath = (digest: Digest): string => join(ingest, `${split(digest).join('-')}.part`);
  const scratch = (): string => join(ingest, `${SCRATCH}${randomBytes(8).toString('hex')}`);
  for (const algorithm of ALGORITHMS) await fs.mkdir(join(directory, 'blobs', algorithm), { recursive: true, mode: 0o700 });
  await fs.mkdir(ingest, { recursive: true, mode: 0o700 });
  await removeLeftovers(ingest);

  const commit = async (digest: Digest, file: fs.FileHandle): Promise<void> => {
    await file.sync();
    await fs.rename(partPath(digest), path(digest));
  };
  return {
    path,
    partPath,
    commit,
    has: async (digest) => {
      try {
        await fs.access(path(digest));
        return true;
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return false;
        throw error;
      }
    },
    read: (digest) => fs.readFile(path(digest)),
    put: async (digest, bytes) => {
      verifyDigest(digest, digestOf(digest, bytes));
      const temporary = scratch();
      try {
        const file = await fs.open(temporary, 'wx', 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await fs.rename(temporary, path(digest));
      } catch (error) {
        await fs.rm(temporary, { force: true });
        throw hostError(error, `store blob ${digest}`);
      }
    },
    adopt: async (digest, from) => {
      const file = await fs.open(from, 'r');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await fs.rename(from, path(digest));
    },
    scratch,
    list: async (olderThanMs = 0) => {
      const all: Digest[] = [];
      for (const algorithm of ALGORITHMS) {
        for (const hex of await fs.readdir(join(directory, 'blobs', algorithm))) all.push(`${algorithm}:${hex}` as Digest);
      }
      if (olderThanMs === 0) return all;
      const ages = await Promise.all(all.map(async (digest) => Date.now() - (await fs.stat(path(digest))).mtimeMs));
      return all.filter((_, i) => (ages[i] ?? 0) > olderThanMs);
    },
    isSound: async (digest) => {
      const hash = createHash(digest.slice(0, 6));
      try {
        for await (const chunk of createReadStream(path(digest))) hash.update(chunk as Buffer);
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return false;
        throw error;
      }
      return `${digest.slice(0, 6)}:${hash.digest('hex')}` === digest;
    },
  };
}

/** What an import left when the daemon was killed, and parts that nobody came back for. */
async function removeLeftovers(ingest: string): Promise<void> {
  for (const name of await fs.readdir(ingest)) {
    const path = join(ingest, name);
    const isOld = Date.now() - (await fs.stat(path)).mtimeMs > PART_KEPT_MS;
    if (name.startsWith(SCRATCH) || isOld) await fs.rm(path, { recursive: true, force: true });
  }
}

export function digestOf(like: Digest, bytes: Uint8Array): string {
  const algorithm = like.slice(0, 6);
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** Throws data-loss unless both are the same. */
export function verifyDigest(wanted: Digest, got: string): void {
  if (wanted !== got) {
    throw new CriError('data-loss', `content does not match its digest: ${wanted} was asked for, ${got} came`, {
      hint: 'pull again; when it stays, the registry or something on the way is damaged',
    });
  }
}
