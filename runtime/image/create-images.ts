import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CriError, isCriError } from '../base/cri-error.ts';
import type { ImageId } from '../base/ids.ts';
import type { ImageRecord } from '../base/image-record.ts';
import type { Logger } from '../base/logger.ts';
import type { RecordTable } from '../base/record-table.ts';
import { Semaphore } from '../base/semaphore.ts';
import type { Host } from '../host/host.ts';
import { releaseMemory } from '../host/syscall-memory.ts';
import { syncFileSystem } from '../host/syscall-storage.ts';
import { openContentStore } from './content-store.ts';
import { findImage } from './find-image.ts';
import { Flights } from './flights.ts';
import { Holds } from './holds.ts';
import { collectGarbage, listImage, namesOf, type ImageStore } from './image-store.ts';
import type { Images, ImportRequest, PullProgress, PullRequest } from './images.ts';
import { importArchive } from './import-archive.ts';
import { layerDirectoriesOf, openLayerStore } from './layer-store.ts';
import { hostPlatform, parsePlatform } from './platform.ts';
import { planPush, pushImage, pushKey, type PushProgress } from './push/push-image.ts';
import { pullImage } from './pull-image.ts';
import { formatReference, parseReference } from './reference.ts';
import { proxiesOf } from './registry/connection/choose-proxy.ts';
import { createHttp, type Http } from './registry/http.ts';
import { createRegistries, type Registries, type RegistrySettings } from './registry/registries.ts';
import { createRegistryClient } from './registry/registry-client.ts';
import { systemCertificates } from './registry/connection/system-certificates.ts';
import { restoreLayers } from './restore-layers.ts';
import { createImageActs } from './create-image-acts.ts';
import { createPins } from './names/pinned-images.ts';
import { createUnpackPool } from './unpack/unpack-pool.ts';
import type { ImageUser } from './usage/image-users.ts';
import { createLayerSizes } from './usage/layer-sizes.ts';

export interface ImagesDeps {
  readonly host: Pick<Host, 'clock' | 'exec' | 'files'>;
  readonly log: Logger;
  readonly records: RecordTable<ImageId, ImageRecord>;
  /** paths.images. */
  readonly directory: string;
  /** Layer directories that containers need. */
  readonly layersInUse: () => Iterable<string>;
  /** Containers with the images that they use, by id or name. */
  readonly imageUsers: () => Iterable<ImageUser>;
  /** Names (or ids) of images that a clean-up never takes. */
  readonly pinnedImages: readonly string[];
  readonly registries: RegistrySettings;
  /** Of this program, for the registry's log. */
  readonly version?: string;
  /** The unpack worker's file: unpack-worker.ts from source, its bundle otherwise. */
  readonly workerEntry: URL;
  /** Node.js's name of this machine's architecture (process.arch). */
  readonly architecture: string;
  /** Layers are for a user namespace: `user.overlay.*` steers overlayfs, and devices are left out. */
  readonly userXattr?: boolean;
  readonly downloadsAtOnce?: number;
  readonly unpacksAtOnce?: number;
  /** A connection without any byte for this long is broken. */
  readonly stallMs?: number;
  readonly workerIdleMs?: number;
  /** Larger blobs are pushed in pieces of this size. */
  readonly chunkBytes?: number;
  /** Tells boots of the machine apart; default: the kernel's own. */
  readonly bootId?: string;
  /** How long after an unpacked layer the disk is asked whether it has it. */
  readonly syncDelayMs?: number;
}

const byDigest = (progress: { readonly digest: string }): string => progress.digest;
/** Cancelling answers quickly; a failure answers when all has ended, because inside everybody waits for everything. */
const atTheDoor = { kindOf: byDigest, farewellMs: 60 };
const DAY_MS = 24 * 3_600_000;

/** Opens the image store below `directory` (one daemon per directory: the caller holds its lock). Close it at the end. */
export async function createImages(deps: ImagesDeps): Promise<Images & { close(): Promise<void> }> {
  const { records, directory } = deps;
  const store = await openStore(deps);
  await restoreLayers(store, deps.log);
  await collectGarbage(store, { blobsOlderThanMs: DAY_MS });
  const http = openHttp(deps);
  const registries = createRegistries({ http, host: deps.host, log: deps.log, settings: deps.registries });
  const pulls = new Flights<ImageRecord, PullProgress>(atTheDoor);
  const imports = new Flights<readonly ImageRecord[], PullProgress>(atTheDoor);
  const pushes = new Flights<string, PushProgress>(atTheDoor);
  let importCount = 0;
  const shown = (image: ImageRecord): ImageRecord => ({ ...image, pinned: store.isPinned(image) });
  return {
    ...createImageActs(store, shown),
    pull: async (request) =>
      shown(
        await pulls.join(pullKey(request), request, (signal, onProgress) =>
          pull({ deps, store, registries }, { ...request, signal, onProgress }),
        ),
      ),
    push: async (request) => {
      const plan = planPush(store, request);
      return pushes.join(pushKey(plan, request), request, (signal, onProgress) => {
        const { chunkBytes = 32 << 20 } = deps;
        return pushImage({ store, registries, clock: deps.host.clock, chunkBytes }, plan, { ...request, signal, onProgress });
      });
    },
    // Nobody joins an import; it is a flight for its end: cancelled, closed, progress.
    importArchive: async (request) =>
      (
        await imports.join(String(++importCount), request, (signal, onProgress) =>
          load({ deps, store }, { ...request, signal, onProgress }),
        )
      ).map(shown),
    find: (reference) => [findImage(records, reference)].flatMap((image) => (image === undefined ? [] : shown(image)))[0],
    list: (filter) => {
      const all = filter === undefined || filter === '' ? records.list() : [findImage(records, filter)];
      return all.flatMap((image) => (image === undefined ? [] : shown(image)));
    },
    hold: (image) => {
      const hold = store.holds.open();
      hold.add(namesOf(image));
      return hold;
    },
    remove: async (reference) => {
      const record = findImage(records, reference);
      if (record !== undefined) {
        records.delete(record.id);
        deps.log.info('image removed', { image: record.id });
      }
      // Also for one that is not listed: the daemon may have died between the two, and is asked again.
      await collectGarbage(store);
    },
    usage: async () => ({ mountpoint: directory, ...(await store.sizes.total()) }),
    layerDirectories: (image) => layerDirectoriesOf(store.layers, image.layers),
    close: async () => {
      const reason = new CriError('cancelled', 'the runtime is stopping', { hint: 'try again when it has started' });
      await Promise.all([pulls, pushes, imports, store.layerFlights, store.blobFlights].map((flights) => flights.close(reason)));
      http.close();
      await store.layers.close();
      await store.pool.close();
    },
  };
}

function openHttp({ stallMs = 30_000, registries: { environment }, version }: ImagesDeps): Http {
  return createHttp({
    stallMs,
    userAgent: version === undefined ? 'slipway' : `slipway/${version}`,
    proxies: proxiesOf(environment),
    systemCertificates: () => systemCertificates(environment['SSL_CERT_FILE']),
  });
}

/** Another pull's registry, mirror or credentials may be at fault; the disk is everybody's. */
function isOfTheirRegistry(error: unknown): boolean {
  return isCriError(error) && !['resource-exhausted', 'cancelled'].includes(error.code);
}

async function openStore(deps: ImagesDeps): Promise<ImageStore> {
  const { directory, log } = deps;
  const pool = createUnpackPool({
    entry: deps.workerEntry,
    size: deps.unpacksAtOnce ?? 2,
    idleMs: deps.workerIdleMs ?? 5_000,
    onIdle: releaseMemory,
  });
  return {
    records: deps.records,
    content: await openContentStore(deps.directory),
    layers: await openLayerStore({
      directory,
      bootId: deps.bootId ?? (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
      delayMs: deps.syncDelayMs ?? 30_000,
      sync: () => syncFileSystem(directory),
      remove: (path) => pool.remove(path),
      onError: (error) => {
        log.warn('cannot tidy the image store', { error });
      },
    }),
    holds: new Holds(),
    userXattr: deps.userXattr ?? false,
    pool,
    downloads: new Semaphore(deps.downloadsAtOnce ?? 3),
    layerFlights: new Flights<undefined, PullProgress>({ kindOf: byDigest, isTheirs: isOfTheirRegistry }),
    blobFlights: new Flights({ kindOf: () => '', isTheirs: isOfTheirRegistry }),
    layersInUse: deps.layersInUse,
    imageUsers: deps.imageUsers,
    isPinned: createPins(deps.pinnedImages),
    sizes: createLayerSizes({ images: directory, layers: join(directory, 'layers') }),
    nowNs: () => deps.host.clock.nowNs(),
  };
}

/** Whoever sees different things may not share: other credentials are another pull. */
function pullKey(request: PullRequest): string {
  return JSON.stringify([formatReference(parseReference(request.reference)), request.platform ?? '', request.auth ?? null]);
}

interface Flying {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PullProgress) => void;
}

async function pull(
  { deps, store, registries }: { readonly deps: ImagesDeps; readonly store: ImageStore; readonly registries: Registries },
  request: PullRequest & Flying,
): Promise<ImageRecord> {
  const reference = parseReference(request.reference);
  try {
    using hold = store.holds.open();
    const image = await pullImage(store, {
      client: createRegistryClient({
        clock: deps.host.clock,
        repositories: await registries.open(reference, { actions: 'pull', auth: request.auth }),
        reference,
        onMirrorError: (host, { message }) => {
          deps.log.warn('a mirror was left out', { host, reason: message });
        },
      }),
      reference,
      platform: platformOf(deps, request.platform),
      isPlatformChosen: request.platform !== undefined && request.platform !== '',
      onProgress: request.onProgress,
      signal: request.signal,
      hold,
    });
    return listImage(store, image);
  } catch (error) {
    // What is whole stays for the next try, unless its place is needed.
    if (isCriError(error, 'resource-exhausted')) await collectGarbage(store);
    throw error;
  }
}

async function load(
  { deps, store }: { readonly deps: ImagesDeps; readonly store: ImageStore },
  request: ImportRequest & Flying,
): Promise<readonly ImageRecord[]> {
  try {
    using hold = store.holds.open();
    const images = await importArchive(store, { ...request, platform: platformOf(deps, undefined), hold });
    return images.map((image) => listImage(store, image));
  } catch (error) {
    await collectGarbage(store);
    throw error;
  }
}

function platformOf(deps: ImagesDeps, wanted: string | undefined): ReturnType<typeof parsePlatform> {
  return wanted === undefined || wanted === '' ? hostPlatform(deps.architecture) : parsePlatform(wanted);
}
