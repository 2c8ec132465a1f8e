import type { CriErrorCode } from '../../base/cri-error.ts';
import type { Compression } from '../media-types.ts';
import type { Unsettled } from './layer-writer.ts';

/** One layer to unpack. `feed` is shared memory (see blob-feed.ts): the blob may still be growing. */
export interface UnpackJob {
  readonly id: number;
  /** Where the blob may be, first choice first: a part becomes a blob while the job waits. */
  readonly blobs: readonly string[];
  readonly feed: SharedArrayBuffer;
  readonly compression: Compression;
  /** Made by the worker. */
  readonly directory: string;
  readonly hasLowers: boolean;
  /** Highest first; given to unpack in order. */
  readonly lowers?: readonly string[];
  readonly maxRawBytes: number;
  /** Only fit the unpacked layer onto the lower ones. */
  readonly settle?: Unsettled;
  /** Inside a user namespace. */
  readonly userXattr: boolean;
  /** Of the digest to be answered. */
  readonly algorithm: string;
}

/** A tree to remove: thousands of calls, of which the main thread shall not know. */
export interface RemoveJob {
  readonly id: number;
  readonly remove: string;
}

export type UnpackResult =
  | { readonly id: number; readonly kind: 'done'; readonly diffId: string; readonly unsettled: Unsettled }
  | { readonly id: number; readonly kind: 'needs-lower' | 'removed' }
  | { readonly id: number; readonly kind: 'failed'; readonly error: UnpackFailure };

export interface UnpackFailure {
  readonly message: string;
  readonly criCode?: CriErrorCode;
  readonly hint?: string;
  readonly errno?: string;
}
