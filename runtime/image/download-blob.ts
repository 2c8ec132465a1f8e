import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { CriError, hostError, isCriError } from '../base/cri-error.ts';
import type { ContentStore } from './content-store.ts';
import { freeBuffer } from './free-buffer.ts';
import type { ImageStore } from './image-store.ts';
import { verifyDigest } from './content-store.ts';
import type { Descriptor } from './manifest.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { connectionError } from './registry/registry-error.ts';

export interface FetchOptions {
  readonly client: RegistryClient;
  readonly descriptor: Descriptor;
  /** Hears how much is there; less than before when a download begins anew. */
  readonly onBytes?: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

/** Brings a blob into the store; joins whoever is fetching the same, for any image. */
export async function fetchIntoStore(store: ImageStore, options: FetchOptions): Promise<void> {
  const { client, descriptor, signal } = options;
  await store.blobFlights.join(descriptor.digest, { signal, onProgress: options.onBytes }, async (shared, onBytes) => {
    if (await store.content.has(descriptor.digest)) return undefined;
    await store.downloads.run(() => downloadBlob({ store: store.content, client, descriptor, onBytes, signal: shared }), shared);
    return undefined;
  });
}

interface DownloadOptions {
  readonly store: ContentStore;
  readonly client: RegistryClient;
  readonly descriptor: Descriptor;
  readonly onBytes: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

const TRIES_WITHOUT_PROGRESS = 4;
const WRITE_BYTES = 256 * 1024;
const MAX_EXCESS_BYTES = 1 << 20;

/**
 * Brings a blob into the store, verifying digest and size on the way; continues a part that an earlier try (or an earlier daemon) left.
 * The part stays when the connection breaks, and goes when it is wrong (data-loss)
 * or when it fills the disk (resource-exhausted).
 */
async function downloadBlob(options: DownloadOptions): Promise<void> {
  const { store, descriptor } = options;
  try {
    const file = await fs.open(store.partPath(descriptor.digest), constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const part = new Part(options, file);
      await part.resume();
      await part.fill();
      part.verify();
      await store.commit(descriptor.digest, file);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const error = hostError(cause, `store blob ${descriptor.digest}`);
    if (isCriError(error, 'data-loss') || isCriError(error, 'resource-exhausted'))
      await fs.rm(store.partPath(descriptor.digest), { force: true });
    throw error;
  }
}

/** The part of one blob that is on disk, with the digest of all of it. */
class Part {
  private readonly options: DownloadOptions;
  private readonly file: fs.FileHandle;
  private hash: Hash;
  private size = 0;

  constructor(options: DownloadOptions, file: fs.FileHandle) {
    this.options = options;
    this.file = file;
    this.hash = this.newHash();
  }

  async resume(): Promise<void> {
    const { size } = await this.file.stat();
    if (size === 0) return;
    if (size > this.options.descriptor.size) {
      await this.restart();
      return;
    }
    const buffer = Buffer.alloc(1 << 20);
    for (;;) {
      const { bytesRead } = await this.file.read(buffer, 0, buffer.length, this.size);
      if (bytesRead === 0) break;
      this.hash.update(buffer.subarray(0, bytesRead));
      this.size += bytesRead;
    }
    this.announce();
  }

  async fill(): Promise<void> {
    const { descriptor, signal } = this.options;
    for (let failures = 0; this.size < descriptor.size;) {
      const before = this.size;
      try {
        await this.receive();
        if (this.size < descriptor.size)
          throw Object.assign(
            new Error(`blob ${descriptor.digest} ended after ${String(this.size)} of ${String(descriptor.size)} bytes`),
            { code: 'ECONNRESET' },
          );
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof CriError) throw error;
        const asUser = connectionError(error, 'the registry');
        if (hostError(error, '') !== error) throw error;
        failures = this.size > before ? 1 : failures + 1;
        if (failures >= TRIES_WITHOUT_PROGRESS) throw asUser;
      }
    }
  }

  verify(): void {
    const { digest } = this.options.descriptor;
    verifyDigest(digest, `${digest.slice(0, 6)}:${this.hash.digest('hex')}`);
  }

  private async receive(): Promise<void> {
    const { client, descriptor, signal } = this.options;
    const { from, response } = await client.blob(descriptor.digest, this.size, signal);
    // A worker may have read what is there already: starting anew rewrites the same bytes, and the digest decides at the end.
    if (from !== this.size) await this.restart();
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    let writing: Promise<void> = Promise.resolve();
    const write = async (): Promise<void> => {
      await writing;
      writing = this.append(pending, pendingBytes);
      writing.catch(() => undefined);
      pending = [];
      pendingBytes = 0;
    };
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        this.hash.update(chunk);
        pending.push(chunk);
        pendingBytes += chunk.length;
        if (this.size + pendingBytes > descriptor.size + MAX_EXCESS_BYTES) throw tooLong(descriptor);
        if (pendingBytes >= WRITE_BYTES) await write();
      }
    } finally {
      // What came before a broken connection need not come again.
      await write();
      await writing;
    }
    if (this.size > descriptor.size) {
      await this.restart();
      throw tooLong(descriptor);
    }
  }

  private async append(buffers: readonly Buffer[], bytes: number): Promise<void> {
    if (bytes === 0) return;
    // At its place, not at the end: what a full disk took of an earlier try is written over.
    const { bytesWritten } = await this.file.writev(buffers, this.size);
    if (bytesWritten !== bytes) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    buffers.forEach(freeBuffer);
    this.size += bytes;
    this.announce();
  }

  private announce(): void {
    this.options.onBytes(this.size);
  }

  private async restart(): Promise<void> {
    // Who reads along must know before the bytes are gone.
    this.size = 0;
    this.announce();
    await this.file.truncate(0);
    this.hash = this.newHash();
  }

  private newHash(): Hash {
    return createHash(this.options.descriptor.digest.slice(0, 6));
  }
}

function tooLong(descriptor: Descriptor): CriError {
  return new CriError(
    'data-loss',
    `blob ${descriptor.digest} is longer than the ${String(descriptor.size)} bytes that its manifest states`,
    { hint: 'the image is damaged in the registry: push it again' },
  );
}
