import * as fs from 'node:fs/promises';
import { CriError } from '../../base/cri-error.ts';
import type { Digest } from '../../base/ids.ts';
import { printable } from '../../base/sanitize.ts';
import type { ContentStore } from '../content-store.ts';
import type { Descriptor } from '../manifest.ts';
import { detectCompression, type Compression } from '../media-types.ts';
import type { ArchiveFile, ReceivedArchive } from './receive-archive.ts';

/** Documents and blobs of an archive that is on disk; blobs that it lacks may be in the store. */
export interface ArchiveReader {
  has(name: string): boolean;
  /** A small file; throws data-loss when absent, resource-exhausted past 8 MiB. */
  read(name: string): Promise<Buffer>;
  hasBlob(digest: Digest): Promise<boolean>;
  /** The file of a blob; undefined when the archive does not hold it. */
  blobFile(digest: Digest): ArchiveFile | undefined;
  /** A small blob, as `read`; its digest and size hold. */
  blob(descriptor: Descriptor): Promise<Buffer>;
  descriptor(name: string, mediaType: string): Descriptor;
  compressionOf(name: string): Promise<Compression>;
}

const MAX_DOCUMENT_BYTES = 8 << 20;

export function createArchiveReader(archive: ReceivedArchive, content: ContentStore): ArchiveReader {
  const byDigest = new Map<string, ArchiveFile>();
  const require = (name: string): ArchiveFile => {
    const file = archive.file(name);
    if (file === undefined) throw lacks(name);
    byDigest.set(file.digest, file);
    return file;
  };
  const blobFile = (digest: Digest): ArchiveFile | undefined =>
    archive.file(`blobs/${digest.replace(':', '/')}`) ?? byDigest.get(digest);
  return {
    has: (name) => archive.file(name) !== undefined,
    read: async (name) => readDocument(require(name).path, require(name).size, name),
    blobFile,
    hasBlob: async (digest) => blobFile(digest) !== undefined || content.has(digest),
    blob: async ({ digest, size }) => {
      const file = blobFile(digest);
      if (file === undefined && !(await content.has(digest))) throw lacks(digest);
      const bytes = await readDocument(file?.path ?? content.path(digest), size, digest);
      if (bytes.length !== size)
        throw new CriError('data-loss', `blob ${digest} of the archive has ${bytes.length} bytes, not ${size}`, {
          hint: 'save the image again',
        });
      return bytes;
    },
    descriptor: (name, mediaType) => {
      const { digest, size } = require(name);
      return { mediaType, digest, size, annotations: {} };
    },
    compressionOf: async (name) => {
      const file = await fs.open(require(name).path, 'r');
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
        return detectCompression(buffer.subarray(0, bytesRead));
      } finally {
        await file.close();
      }
    },
  };
}

async function readDocument(path: string, size: number, name: string): Promise<Buffer> {
  if (size > MAX_DOCUMENT_BYTES) {
    throw new CriError('resource-exhausted', `${printable(name, 100)} of the archive has ${size} bytes`, {
      hint: 'this is not an ordinary image',
    });
  }
  return fs.readFile(path);
}

function lacks(name: string): CriError {
  return new CriError('data-loss', `the archive lacks ${printable(name, 200)}`, {
    hint: 'choose an archive made by docker save, podman save, ctr or skopeo; save it again when it was cut short',
  });
}
