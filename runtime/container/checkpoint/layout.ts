import { join } from 'node:path';

/** Names inside of a checkpoint archive: those that CRI-O and podman use, and one of ours. */
export const ARCHIVE = {
  /** criu's images. */
  images: 'checkpoint',
  /** What the container is, as JSON. */
  config: 'config.dump',
  /** Its OCI specification, as JSON. */
  spec: 'spec.dump',
  /** What it has added to, or changed in, its image. */
  files: 'rootfs-diff.tar',
  /** Paths that it has deleted, as a JSON array. */
  deleted: 'deleted.files',
  log: 'dump.log',
  /** Directories that hide those of the image, as a JSON array; only we write it. */
  opaque: 'opaque.directories',
} as const;

/** An archive that is being put together, or was taken apart. */
export interface CheckpointPlace {
  readonly images: string;
  readonly config: string;
  readonly spec: string;
  readonly files: string;
  readonly deleted: string;
  readonly log: string;
  readonly opaque: string;
}

export function checkpointPlace(directory: string): CheckpointPlace {
  return {
    images: join(directory, ARCHIVE.images),
    config: join(directory, ARCHIVE.config),
    spec: join(directory, ARCHIVE.spec),
    files: join(directory, ARCHIVE.files),
    deleted: join(directory, ARCHIVE.deleted),
    log: join(directory, ARCHIVE.log),
    opaque: join(directory, ARCHIVE.opaque),
  };
}

/** config.dump, in the names that the other tools read. */
export interface ConfigDump {
  readonly id: string;
  readonly name: string;
  readonly rootfsImage: string;
  readonly rootfsImageRef: string;
  readonly rootfsImageName: string;
  readonly runtime: string;
  readonly createdTime: string;
  readonly checkpointedTime: string;
}
