import { join } from 'node:path';
import type { ContainerId, SandboxId } from './ids.ts';

/** Where everything lives. `root` survives a reboot (/var/lib/slipway); `run` does not have to (/run/slipway). */
export interface Paths {
  readonly root: string;
  readonly run: string;
  readonly database: string;
  readonly lock: string;
  /** blobs/, ingest/, layers/ */
  readonly images: string;
  /** Low-level runtimes keep their state below it, one directory per runtime. */
  readonly runtimeState: string;
  /** conmon writes one file per ended container: its name is the id, its text the exit code. */
  readonly exits: string;
  readonly cniCache: string;
  /** Checkpoints that are being made or read; nothing in it outlives an act. */
  readonly checkpoints: string;
  /** Root file systems that are mounted for one call. */
  readonly views: string;
  /** Notes of files that are being written into containers. */
  readonly writes: string;
  /** Pinned namespaces and generated files (resolv.conf, hosts, hostname) of one pod. */
  sandbox(id: SandboxId): string;
  /** The OCI bundle: config.json, rootfs (mount point), conmon's files. */
  bundle(id: ContainerId): string;
  /** upper/ and work/ of the container's overlay. */
  writableLayer(id: ContainerId): string;
}

export function createPaths(root: string, run: string): Paths {
  return {
    root,
    run,
    database: join(root, 'state.db'),
    lock: join(root, 'lock'),
    images: join(root, 'images'),
    runtimeState: join(run, 'runtime'),
    exits: join(run, 'exits'),
    cniCache: join(root, 'cni'),
    checkpoints: join(root, 'checkpoints'),
    views: join(run, 'views'),
    writes: join(run, 'writes'),
    sandbox: (id) => join(run, 'pods', id),
    bundle: (id) => join(run, 'containers', id),
    writableLayer: (id) => join(root, 'containers', id),
  };
}
