import type { ImageRecord } from '../base/image-record.ts';
import type { PushRequest } from './push/push-image.ts';
import type { ImageActs } from './create-image-acts.ts';

/** The image half of the runtime, as pod/, container/ and rpc/ see it. */
export interface Images extends ImageActs {
  /** Pulls and unpacks; joins an identical pull in flight; on any failure nothing new is listed. */
  pull(request: PullRequest): Promise<ImageRecord>;
  /** Answers `name@digest` of what was pushed; joins an identical push in flight. */
  push(request: PushRequest): Promise<string>;
  /** Loads an OCI-layout or docker-archive tar (path on the target, or '-' style streams through `archive`). */
  importArchive(request: ImportRequest): Promise<readonly ImageRecord[]>;
  /** By id, unique id prefix, name (with Docker's defaults), or name@digest. */
  find(reference: string): ImageRecord | undefined;
  list(filter?: string): readonly ImageRecord[];
  /** Removes the record with all its names; success when absent. Layers go when no record and no container needs them. */
  remove(reference: string): Promise<void>;
  /** Keeps the image's blobs and layers until the answer is disposed of: from `find` until a record of yours names the layers. */
  hold(image: ImageRecord): Disposable;
  usage(): Promise<{ readonly mountpoint: string; readonly usedBytes: number; readonly inodesUsed: number }>;
  /** Directories of the unpacked layers, lowest first. */
  layerDirectories(image: ImageRecord): readonly string[];
}

export interface PullRequest {
  readonly reference: string;
  readonly auth?: RegistryAuth;
  /** `os/arch[/variant]`; default: this machine. */
  readonly platform?: string;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly signal?: AbortSignal;
}

export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
  /** base64 of user:password. */
  readonly auth: string;
  readonly serverAddress: string;
  readonly identityToken: string;
  readonly registryToken: string;
}

export interface ImportRequest {
  readonly archive: AsyncIterable<Uint8Array>;
  /** Names to give when the archive has none. */
  readonly names: readonly string[];
  readonly onProgress?: (progress: PullProgress) => void;
  readonly signal?: AbortSignal;
}

/** One change of one layer (or of the whole pull, then `digest` is ''). */
export interface PullProgress {
  readonly digest: string;
  readonly phase: 'resolving' | 'waiting' | 'downloading' | 'unpacking' | 'done' | 'exists';
  readonly doneBytes: number;
  readonly totalBytes: number;
}
