import { createHash } from 'node:crypto';
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
  remove(digest: Digest): Promise<void>;
  list(): Promise<Digest[]>;
}

const ALGORITHMS = ['sha256', 'sha512'];

/** `directory` is the images directory. */
export async function openContentStore(directory: string): Promise<ContentStore> {
  const split = (digest: Digest): [string, string] => [digest.slice(0, 6), digest.slice(7)];
  const path = (digest: Digest): string => join(directory, 'blobs', ...split(digest));
  const partPath = (digest: Digest): string => join(directory, 'ingest', `${split(digest).join('-')}.part`);
  for (const algorithm of ALGORITHMS) await fs.mkdir(join(directory, 'blobs', algorithm), { recursive: true, mode: 0o700 });
  await fs.mkdir(join(directory, 'ingest'), { recursive: true, mode: 0o700 });

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
      try {
        const file = await fs.open(partPath(digest), 'w', 0o600);
        try {
          await file.writeFile(bytes);
          await commit(digest, file);
        } finally {
          await file.close();
        }
      } catch (error) {
        throw hostError(error, `store blob ${digest}`);
      }
    },
    remove: (digest) => fs.rm(path(digest), { force: true }),
    list: async () => {
      const all = await Promise.all(ALGORITHMS.map(async (algorithm) => (await fs.readdir(join(directory, 'blobs', algorithm))).map((hex) => `${algorithm}:${hex}` as Digest)));
      return all.flat();
    },
  };
}

export function digestOf(like: Digest, bytes: Uint8Array): string {
  const algorithm = like.slice(0, 6);
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** Throws data-loss unless both are the same. */
export function verifyDigest(wanted: Digest, got: string): void {
  if (wanted !== got) {
    throw new CriError('data-loss', `content does not match its digest: ${wanted} was asked for, ${got} came`, { hint: 'pull again; when it stays, the registry or something on the way is damaged' });
  }
}
