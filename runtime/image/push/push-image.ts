import { CriError, isCriError } from '../../base/cri-error.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { Semaphore } from '../../base/semaphore.ts';
import type { Clock } from '../../host/clock.ts';
import { requireImage, nameOf } from '../find-image.ts';
import { namesOf, type ImageStore } from '../image-store.ts';
import type { RegistryAuth } from '../images.ts';
import { blobGone, howToRenew } from '../inspect/blob-gone.ts';
import { readDocument } from '../inspect/image-history.ts';
import { fileSize } from '../inspect/file-size.ts';
import { parseManifest, type Descriptor, type Manifest } from '../manifest.ts';
import { parseTag, tagsMeant } from '../names/tag-image.ts';
import { formatReference, parseReference, type Reference } from '../reference.ts';
import type { Registries } from '../registry/registries.ts';
import type { Repository } from '../registry/repository.ts';
import { putManifest } from './put-manifest.ts';
import { uploadBlob } from './upload-blob.ts';

export interface PushRequest {
  /** Id, unique prefix of it, or name. */
  readonly image: string;
  /** Where to, with a tag; '' means by the name in `image`. */
  readonly destination: string;
  readonly auth?: RegistryAuth;
  readonly onProgress?: (progress: PushProgress) => void;
  readonly signal?: AbortSignal;
}

/** One change of one blob. */
export interface PushProgress {
  readonly digest: string;
  readonly phase: 'waiting' | 'uploading' | 'done' | 'exists' | 'mounted';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface PushDeps {
  readonly store: ImageStore;
  readonly registries: Registries;
  readonly clock: Clock;
  /** Larger blobs go up in pieces of this size. */
  readonly chunkBytes: number;
}

type Act = Required<Pick<PushRequest, 'onProgress' | 'signal'>> & Pick<PushRequest, 'auth'>;

const UPLOADS_AT_ONCE = 3;
/** Repositories of the same registry that may have a blob already. */
const MAX_SOURCES = 2;

/** What to push where. Throws not-found, and invalid-argument when it has no name to go by. */
export function planPush(
  store: Pick<ImageStore, 'records'>,
  request: PushRequest,
): { image: ImageRecord; destination: Reference } {
  const image = requireImage(store.records, request.image);
  if (request.destination !== '') return { image, destination: parseTag(request.destination) };
  const names = tagsMeant(image, request.image);
  const [name] = names;
  if (name !== undefined && names.length === 1) return { image, destination: parseReference(name) };
  throw new CriError(
    'invalid-argument',
    `image ${nameOf(image)} has ${name === undefined ? 'no name' : 'several names'} to be pushed by`,
    {
      hint: name === undefined ? 'tag it, or give a destination' : `give one of them as destination: ${names.join(', ')}`,
    },
  );
}

/**
 * Uploads what the registry lacks, blobs side by side, then the manifest; answers `name@digest`. Everything goes up byte for byte as it came.
 * Throws data-loss when a blob is gone or damaged, with the image to pull again.
 */
export async function pushImage(deps: PushDeps, plan: ReturnType<typeof planPush>, act: Act): Promise<string> {
  const { store } = deps;
  const { image, destination } = plan;
  using hold = store.holds.open();
  hold.add(namesOf(image));
  const bytes = await readDocument(store, image, image.manifest);
  const manifest = parseManifest(bytes, image.mediaType, `manifest ${image.manifest}`);
  if (manifest.kind === 'index') throw blobGone(image, image.manifest);
  const blobs = await blobsOf(store, image, manifest);
  const repository = await openForPush(deps, destination, act);
  await uploadAll(deps, { image, destination, blobs, repository }, act);
  await putManifest(
    repository,
    { tag: destination.tag ?? 'latest', bytes, mediaType: image.mediaType, digest: image.manifest },
    act.signal,
  );
  const pushed = `${destination.name}@${image.manifest}`;
  remember(store, image, pushed);
  return pushed;
}

async function openForPush({ registries }: PushDeps, destination: Reference, { auth }: Act): Promise<Repository> {
  const repositories = await registries.open(destination, { actions: 'pull,push', auth });
  const repository = repositories.at(-1);
  if (repository !== undefined) return repository;
  throw new CriError('failed-precondition', `the registry configuration lets nothing be pushed to ${destination.domain}`, {
    hint: 'allow push for this host in its hosts.toml',
  });
}

/** Each blob once; all of them are there. */
async function blobsOf({ content }: ImageStore, image: ImageRecord, manifest: Manifest): Promise<readonly Descriptor[]> {
  const blobs = [...new Map([...manifest.layers, manifest.config].map((blob) => [blob.digest, blob])).values()];
  for (const { digest, size } of blobs) if ((await fileSize(content.path(digest))) !== size) throw blobGone(image, digest);
  return blobs;
}

interface Upload {
  readonly image: ImageRecord;
  readonly destination: Reference;
  readonly blobs: readonly Descriptor[];
  readonly repository: Repository;
}

/** The first failure ends the others; all have ended when this returns. */
async function uploadAll({ store, clock, chunkBytes }: PushDeps, upload: Upload, act: Act): Promise<void> {
  const { image, blobs, repository } = upload;
  const failed = new AbortController();
  const signal = AbortSignal.any([act.signal, failed.signal]);
  const slots = new Semaphore(UPLOADS_AT_ONCE);
  const sources = sourcesOf(image, upload.destination);
  const one = async ({ digest, size }: Descriptor): Promise<void> => {
    const report = (phase: PushProgress['phase'], doneBytes: number): void => {
      act.onProgress({ digest, phase, doneBytes, totalBytes: size });
    };
    report('waiting', 0);
    try {
      const blob = { digest, size, path: store.content.path(digest) };
      await slots.run(() => uploadBlob(repository, { blob, sources, clock, chunkBytes, report, signal }), signal);
    } catch (error) {
      failed.abort(await explain(store, image, { digest, error }));
    }
  };
  await Promise.all(blobs.map(one));
  act.signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
}

/** A registry that refuses a blob may be right: then it is ours that is damaged. */
async function explain(
  store: ImageStore,
  image: ImageRecord,
  { digest, error }: { digest: Descriptor['digest']; error: unknown },
): Promise<unknown> {
  if (!isCriError(error, 'failed-precondition') || (await store.content.isSound(digest))) return error;
  return new CriError('data-loss', `blob ${digest} of image ${nameOf(image)} is damaged`, {
    cause: error,
    hint: howToRenew(image),
  });
}

/** Other repositories of the same registry that this image is known in. */
function sourcesOf({ repoTags, repoDigests }: ImageRecord, { domain, path }: Reference): readonly string[] {
  const known = [...repoDigests, ...repoTags]
    .map((name) => parseReference(name))
    .filter((name) => name.domain === domain && name.path !== path);
  return [...new Set(known.map((name) => name.path))].slice(0, MAX_SOURCES);
}

/** The image is known by this name as well, if it is still here. */
function remember({ records }: ImageStore, { id }: ImageRecord, pushed: string): void {
  const image = records.get(id);
  if (image === undefined || image.repoDigests.includes(pushed)) return;
  records.put({ ...image, repoDigests: [...image.repoDigests, pushed] });
}

/** Tells pushes apart: whoever may see different things may not share. */
export function pushKey({ image, destination }: ReturnType<typeof planPush>, { auth }: PushRequest): string {
  return JSON.stringify([image.id, formatReference(destination), auth ?? null]);
}
