import type { Digest, ImageId } from './ids.ts';

/** What we remember of one image; one record per image content (config digest), however many names it has. */
export interface ImageRecord {
  readonly version: 1;
  readonly id: ImageId;
  /** Full names with tag: `docker.io/library/busybox:latest`. */
  readonly repoTags: readonly string[];
  /** `name@digest` as pulled. */
  readonly repoDigests: readonly string[];
  /** Digest of the image manifest (not of an index above it). */
  readonly manifest: Digest;
  readonly mediaType: string;
  /** Lowest layer first. */
  readonly layers: readonly ImageLayer[];
  /** Bytes of compressed layers + config. */
  readonly sizeBytes: number;
  readonly config: ImageConfig;
  readonly pinned: boolean;
  readonly createdAtNs: number;
}

export interface ImageLayer {
  /** Digest of the blob as the registry serves it. */
  readonly digest: Digest;
  /** Digest of the uncompressed tar: names the unpacked directory together with its parents (chainId). */
  readonly diffId: Digest;
  readonly chainId: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** The parts of an OCI image configuration that a runtime needs. */
export interface ImageConfig {
  readonly architecture: string;
  readonly os: string;
  readonly variant: string;
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  readonly stopSignal: string;
  readonly volumes: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string;
}
