import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { CriError, hostError } from '../base/cri-error.ts';
import type { ContentStore } from './content-store.ts';
import { verifyDigest } from './content-store.ts';
import type { Descriptor } from './manifest.ts';
import type { RegistryClient } from './registry/registry-client.ts';
import { connectionError } from './registry/registry-error.ts';
import type { BlobFeed } from './unpack/blob-feed.ts';

export interface DownloadOptions {
  readonly store: ContentStore;
  readonly client: RegistryClient;
  readonly descriptor: Descriptor;
  readonly feed: BlobFeed;
  readonly onBytes: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

const TRIES_WITHOUT_PROGRESS = 4;
const MAX_PENDING_BYTES = 4 << 20;

/**
 * Brings a blob into the store, verifying digest and size on the way; continues a part that an earlier try (or an earlier daemon) left.
 * The part stays when the connection breaks, and goes when it is wrong (data-loss).
 */
export async function downloadBlob(options: DownloadOptions): Promise<void> {
  const { store, descriptor, feed } = options;
  try {
    const file = await fs.open(store.partPath(descriptor.digest), 'a+', 0o600);
    try {
      const part = new Part(options, file);
      await part.resume();
      await part.fill();
      await part.verify();
      await store.commit(descriptor.digest, file);
      feed.complete(descriptor.size);
    } finally {
      await file.close();
    }
  } catch (error) {
    feed.abort();
    throw hostError(error, `store blob ${descriptor.digest}`);
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
    for (let failures = 0; this.size < descriptor.size; ) {
      const before = this.size;
      try {
        await this.receive();
        if (this.size < descriptor.size) throw Object.assign(new Error(`blob ${descriptor.digest} ended after ${String(this.size)} of ${String(descriptor.size)} bytes`), { code: 'ECONNRESET' });
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

  async verify(): Promise<void> {
    const { descriptor, store } = this.options;
    try {
      verifyDigest(descriptor.digest, `${descriptor.digest.slice(0, 6)}:${this.hash.digest('hex')}`);
    } catch (error) {
      await fs.rm(store.partPath(descriptor.digest), { force: true });
      throw error;
    }
  }

  private async receive(): Promise<void> {
    const { client, descriptor, signal } = this.options;
    const { from, response } = await client.blob(descriptor.digest, this.size, signal);
    // A worker may have read what is there already: starting anew rewrites the same bytes, and the digest decides at the end.
    if (from !== this.size) await this.restart();
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    let writing: Promise<void> | undefined;
    let failure: unknown;
    const flush = (): void => {
      if (writing !== undefined || pendingBytes === 0) return;
      const buffers = pending;
      const bytes = pendingBytes;
      pending = [];
      pendingBytes = 0;
      writing = this.append(buffers, bytes).then(() => { writing = undefined; flush(); }, (error: unknown) => { writing = undefined; failure = error; });
    };
    try {
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        if (failure !== undefined) throw failure;
        this.hash.update(chunk);
        pending.push(chunk);
        pendingBytes += chunk.length;
        if (this.size + pendingBytes > descriptor.size + MAX_PENDING_BYTES * 2) throw tooLong(descriptor);
        flush();
        while (pendingBytes > MAX_PENDING_BYTES && writing !== undefined) await writing;
      }
    } finally {
      while (writing !== undefined) await writing;
    }
    if (failure !== undefined) throw failure;
    if (this.size > descriptor.size) {
      await this.restart();
      throw tooLong(descriptor);
    }
  }

  private async append(buffers: readonly Buffer[], bytes: number): Promise<void> {
    const { bytesWritten } = await this.file.writev(buffers);
    if (bytesWritten !== bytes) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    this.size += bytes;
    this.announce();
  }

  private announce(): void {
    this.options.feed.advance(Math.min(this.size, this.options.descriptor.size));
    this.options.onBytes(this.size);
  }

  private async restart(): Promise<void> {
    await this.file.truncate(0);
    this.size = 0;
    this.hash = this.newHash();
  }

  private newHash(): Hash {
    return createHash(this.options.descriptor.digest.slice(0, 6));
  }
}

function tooLong(descriptor: Descriptor): CriError {
  return new CriError('data-loss', `blob ${descriptor.digest} is longer than the ${String(descriptor.size)} bytes that its manifest states`, { hint: 'the image is damaged in the registry: push it again' });
}
