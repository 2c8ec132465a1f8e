import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compression } from '../../runtime/image/media-types.ts';
import { BlobFeed } from '../../runtime/image/unpack/blob-feed.ts';
import { NeedsLowerLayer } from '../../runtime/image/unpack/layer-error.ts';
import { systemLayerFs } from '../../runtime/image/unpack/system-layer-fs.ts';
import type { UnpackJob } from '../../runtime/image/unpack/unpack-job.ts';
import { unpackLayer } from '../../runtime/image/unpack/unpack-layer.ts';

export interface UnpackChainOptions {
  readonly compression?: Compression;
  readonly maxRawBytes?: number;
  readonly userXattr?: boolean;
}

/**
 * Unpacks layers, the lowest first, into directories of their own below `parent`, as a pull does it: each alone, then fitted onto those below,
 * and once more in order when it needs them. Answers the directories.
 */
export async function unpackChain(
  parent: string,
  blobs: readonly Uint8Array[],
  options: UnpackChainOptions = {},
): Promise<string[]> {
  const layers: string[] = [];
  for (const [index, bytes] of blobs.entries()) {
    const lowers = layers.toReversed();
    const blob = join(parent, `blob-${index}`);
    writeFileSync(blob, bytes);
    const feed = new BlobFeed();
    feed.complete(bytes.length);
    let attempt = 0;
    const job = (): UnpackJob => ({
      id: 1,
      blobs: [blob],
      feed: feed.shared,
      compression: options.compression ?? 'none',
      directory: join(parent, `layer-${index}${'-again'.repeat(attempt)}`),
      hasLowers: lowers.length > 0,
      maxRawBytes: options.maxRawBytes ?? 1 << 30,
      userXattr: options.userXattr ?? false,
      algorithm: 'sha256',
    });
    try {
      const { unsettled } = await unpackLayer(job(), systemLayerFs);
      if (lowers.length > 0) await unpackLayer({ ...job(), lowers, settle: unsettled }, systemLayerFs);
    } catch (error) {
      if (!(error instanceof NeedsLowerLayer)) throw error;
      attempt++;
      await unpackLayer({ ...job(), lowers }, systemLayerFs);
    }
    layers.push(job().directory);
  }
  return layers;
}
