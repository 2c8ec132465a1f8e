import type { ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import { CriError } from '../base/cri-error.ts';
import type { Logger } from '../base/logger.ts';
import type { RecordTable } from '../base/record-table.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Host } from '../host/host.ts';
import { openContentStore } from './content-store.ts';
import { diskUsage } from './disk-usage.ts';
import { findImage, withoutTags } from './find-image.ts';
import { Flights } from './flights.ts';
import type { Images, PullRequest } from './images.ts';
import { layerDirectoriesOf, openLayerStore } from './layer-store.ts';
import { hostPlatform, parsePlatform } from './platform.ts';
import { pullImage } from './pull-image.ts';
import { formatReference, parseReference } from './reference.ts';
import { createHttp } from './registry/http.ts';
import { createRegistryClient } from './registry/registry-client.ts';
import { createUnpackPool } from './unpack/unpack-pool.ts';

export interface ImagesDeps {
  readonly host: Pick<Host, 'clock'>;
  readonly log: Logger;
  readonly records: RecordTable<ImageId, ImageRecord>;
  /** paths.images. */
  readonly directory: string;
  /** Layer directories that containers need. */
  readonly layersInUse: () => Iterable<string>;
  /** Registry hosts (with port) asked without TLS, beside loopback. */
  readonly insecureHosts: readonly string[];
  /** The unpack worker's file: unpack-worker.ts from source, its bundle otherwise. */
  readonly workerEntry: URL;
  /** Node.js's name of this machine's architecture (process.arch). */
  readonly architecture: string;
  readonly downloadsAtOnce?: number;
  readonly unpacksAtOnce?: number;
  /** A connection without any byte for this long is broken. */
  readonly stallMs?: number;
  readonly workerIdleMs?: number;
}

/** Opens the image store below `directory` (one daemon per directory: the caller holds its lock). Close it at the end. */
export async function createImages(deps: ImagesDeps): Promise<Images & { close(): Promise<void> }> {
  const { records, directory } = deps;
  const content = await openContentStore(directory);
  const layers = await openLayerStore(directory);
  const http = createHttp({ stallMs: deps.stallMs ?? 30_000 });
  const pool = createUnpackPool({ entry: deps.workerEntry, size: deps.unpacksAtOnce ?? 2, idleMs: deps.workerIdleMs ?? 5_000 });
  const downloads = new Semaphore(deps.downloadsAtOnce ?? 3);
  const pulls = new Flights<ImageRecord>();
  const layerPulls = new Flights<undefined>();
  const held = new Map<string, number>();
  const listeners = new Map<string, Set<NonNullable<PullRequest['onProgress']>>>();

  const store = (pulled: ImageRecord): ImageRecord => {
    const known = records.get(pulled.id);
    const union = (a: readonly string[] = [], b: readonly string[] = []): string[] => [...new Set([...a, ...b])];
    const record = { ...(known ?? pulled), repoTags: union(known?.repoTags, pulled.repoTags), repoDigests: union(known?.repoDigests, pulled.repoDigests) };
    records.put(record);
    // A tag names one image: whoever had it before keeps its other names.
    for (const other of records.list()) {
      if (other.id !== record.id && other.repoTags.some((tag) => pulled.repoTags.includes(tag))) records.put(withoutTags(other, pulled.repoTags));
    }
    return record;
  };

  const isHeld = (name: string): boolean => held.has(name);

  /** Drops blobs and layers that no record, container or pull needs. What is decided and what is renamed away happen in one tick. */
  const collect = async (): Promise<void> => {
    const [storedLayers, storedBlobs] = [await layers.list(), await content.list()];
    const needed = new Set<string>(deps.layersInUse());
    for (const name of held.keys()) needed.add(name).add(layers.directory(name as ImageId));
    for (const record of records.list()) {
      for (const name of [record.id, record.manifest, ...record.repoDigests.map((name) => name.slice(name.indexOf('@') + 1))]) needed.add(name);
      for (const layer of record.layers) needed.add(layer.digest).add(layers.directory(layer.chainId));
    }
    for (const path of storedLayers) if (!needed.has(path)) layers.discard(path);
    for (const digest of storedBlobs) if (!needed.has(digest) && !isHeld(digest)) await content.remove(digest);
  };

  const start = async (request: PullRequest, key: string, signal: AbortSignal): Promise<ImageRecord> => {
    const reference = parseReference(request.reference);
    const mine: string[] = [];
    const hold = (names: readonly string[]): void => {
      for (const name of names) {
        held.set(name, (held.get(name) ?? 0) + 1);
        mine.push(name);
      }
    };
    try {
      return store(await pullImage({
        content, layers, pool, downloads, reference, signal, hold,
        client: createRegistryClient({ http, clock: deps.host.clock, reference, auth: request.auth, insecureHosts: deps.insecureHosts }),
        platform: request.platform === undefined ? hostPlatform(deps.architecture) : parsePlatform(request.platform),
        nowNs: () => deps.host.clock.nowNs(),
        onProgress: (progress) => { for (const listener of listeners.get(key) ?? []) listener(progress); },
        layerFlight: async (name, by, act) => { await layerPulls.join(name, by, (shared) => act(shared).then(() => undefined)); },
      }));
    } finally {
      for (const name of mine) {
        const count = (held.get(name) ?? 1) - 1;
        if (count === 0) held.delete(name);
        else held.set(name, count);
      }
    }
  };

  return {
    pull: async (request) => {
      const key = JSON.stringify([formatReference(parseReference(request.reference)), request.platform ?? '', request.auth ?? null]);
      const { onProgress } = request;
      const all = listeners.get(key) ?? new Set();
      if (onProgress !== undefined) listeners.set(key, all.add(onProgress));
      try {
        return await pulls.join(key, request.signal, (signal) => start(request, key, signal));
      } finally {
        if (onProgress !== undefined && all.delete(onProgress) && all.size === 0) listeners.delete(key);
      }
    },
    importArchive: () => Promise.reject(new CriError('unimplemented', 'importing an archive is not offered yet', { hint: 'push the image to a registry and pull it' })),
    find: (reference) => findImage(records, reference),
    list: (filter) => (filter === undefined || filter === '' ? records.list() : [findImage(records, filter)].filter((record) => record !== undefined)),
    remove: async (reference) => {
      const record = findImage(records, reference);
      if (record === undefined) return;
      records.delete(record.id);
      deps.log.info('image removed', { image: record.id });
      await collect();
    },
    usage: async () => ({ mountpoint: directory, ...(await diskUsage(directory)) }),
    layerDirectories: (image) => layerDirectoriesOf(layers, image.layers),
    close: async () => {
      http.close();
      await pool.close();
      await layers.settle();
    },
  };
}
