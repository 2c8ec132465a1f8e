import type { Digest, ImageId } from '../../base/ids.ts';
import type { ImageRecord } from '../../base/image-record.ts';
import { requireImage } from '../find-image.ts';
import { namesOf, type ImageStore } from '../image-store.ts';
import { howToRenew } from '../inspect/blob-gone.ts';
import { fileSize } from '../inspect/file-size.ts';
import { plansOf } from '../restore-layers.ts';
import type { LayerPlan } from '../pull-layer.ts';
import { blobsOf } from '../usage/store-use.ts';
import { checkLayer, type LayerState } from './check-layer.ts';

export interface VerifyRequest {
  /** Ids, unique prefixes, or names; none: all images. */
  readonly images: readonly string[];
  readonly repair: boolean;
  readonly signal: AbortSignal;
}

/** One thing that is not as its digest says. */
export interface Finding {
  readonly kind: 'blob-damaged' | 'blob-missing' | 'layer-damaged' | 'layer-missing' | 'layer-unknown';
  /** Of the blob. */
  readonly digest: Digest;
  readonly detail: string;
  readonly isRepaired: boolean;
  /** What to do about it; '' when it was repaired. */
  readonly advice: string;
  readonly images: readonly ImageRecord[];
}

/** How far it is, with what was found since the report before. */
export interface VerifyReport {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly findings: readonly Finding[];
}

interface Verifying extends VerifyRequest {
  readonly store: ImageStore;
  readonly owners: ReadonlyMap<string, readonly ImageRecord[]>;
}

/**
 * Holds blobs and layers against their digests, each once. What is repaired is a layer, by unpacking it again; a damaged blob is thrown away,
 * because a pull brings back what is missing and trusts what is there. Throws not-found before anything is read.
 */
export async function* verifyImages(store: ImageStore, request: VerifyRequest): AsyncGenerator<VerifyReport, void, undefined> {
  const images = chosen(store, request.images);
  using hold = store.holds.open();
  for (const image of images) hold.add(namesOf(image));
  const act = { ...request, store, owners: ownersOf(images) };
  const blobs = new Map<Digest, number>();
  for (const digest of images.flatMap(blobsOf)) blobs.set(digest, (await fileSize(store.content.path(digest))) ?? 0);
  const totalBytes = [...blobs.values()].reduce((sum, size) => sum + size, 0);
  const broken = new Set<Digest>();
  let doneBytes = 0;
  for (const [digest, size] of blobs) {
    request.signal.throwIfAborted();
    const finding = await checkBlob(act, digest);
    if (finding !== undefined) broken.add(digest);
    doneBytes += size;
    yield { doneBytes, totalBytes, findings: finding === undefined ? [] : [finding] };
  }
  const layers = new Map<ImageId | Digest, LayerPlan>(images.flatMap(plansOf).map((plan) => [plan.chainId, plan]));
  for (const plan of layers.values()) {
    const finding = await checkOneLayer(act, plan, broken);
    if (finding !== undefined) yield { doneBytes, totalBytes, findings: [finding] };
  }
  yield { doneBytes, totalBytes, findings: [] };
}

function chosen({ records }: ImageStore, references: readonly string[]): readonly ImageRecord[] {
  if (references.length === 0) return records.list();
  return [...new Set(references.map((reference) => requireImage(records, reference)))];
}

/** Who needs each blob and layer. */
function ownersOf(images: readonly ImageRecord[]): ReadonlyMap<string, readonly ImageRecord[]> {
  const owners = new Map<string, ImageRecord[]>();
  for (const image of images) {
    for (const name of new Set([...blobsOf(image), ...image.layers.map(({ chainId }) => chainId)]))
      owners.set(name, [...(owners.get(name) ?? []), image]);
  }
  return owners;
}

async function checkBlob({ store, owners, repair }: Verifying, digest: Digest): Promise<Finding | undefined> {
  const { content, layers } = store;
  const images = owners.get(digest) ?? [];
  const advice = [...new Set(images.map(howToRenew))].join('; ');
  const of = { digest, images, isRepaired: false, advice };
  if (!(await content.has(digest))) return { ...of, kind: 'blob-missing', detail: 'it is not there' };
  if (await content.isSound(digest)) return undefined;
  if (repair) layers.discard(content.path(digest));
  return { ...of, kind: 'blob-damaged', detail: 'its content does not match its digest' };
}

async function checkOneLayer(act: Verifying, plan: LayerPlan, broken: ReadonlySet<Digest>): Promise<Finding | undefined> {
  const { store, owners, repair, signal } = act;
  const { digest } = plan.descriptor;
  const images = owners.get(plan.chainId) ?? [];
  const of = { digest, images, isRepaired: false };
  if (broken.has(digest)) {
    const isThere = await store.layers.has(plan.chainId);
    const advice = `${[...new Set(images.map(howToRenew))].join('; ')}, then verify again`;
    if (isThere)
      return {
        ...of,
        kind: 'layer-unknown',
        detail: 'its blob is damaged or missing, so nothing tells what it should be',
        advice,
      };
    return { ...of, kind: 'layer-missing', detail: 'it is not there, and neither is a sound blob of it', advice };
  }
  const state = await checkLayer(store, { plan, repair, signal });
  if (state.kind === 'sound') return undefined;
  return {
    ...of,
    kind: `layer-${state.kind}`,
    detail: state.detail,
    isRepaired: state.outcome === 'repaired',
    advice: ADVICE[state.outcome],
  };
}

const ADVICE: Readonly<Record<Exclude<LayerState, { kind: 'sound' }>['outcome'], string>> = {
  repaired: '',
  left: 'repair it: it can be unpacked again from its blob',
  mounted: 'remove the containers that use it, then repair it',
};
