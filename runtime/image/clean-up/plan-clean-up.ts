import type { ImageRecord } from '../../base/image-record.ts';
import type { ImageStore } from '../image-store.ts';
import { readHoldings, type Holdings } from '../usage/store-use.ts';
import { reasonToKeep, type Kept } from '../usage/image-users.ts';

/** Which images a clean-up is for; an image is taken when all of them say so. */
export interface CleanUpRules {
  readonly scope: 'dangling' | 'unused';
  readonly olderThanSeconds: number;
  /** Of what the image needs for itself. */
  readonly largerThanBytes: number;
  /** Oldest first, until so much is free; 0: all. */
  readonly freeBytes: number;
}

export interface CleanUpCandidate {
  readonly image: ImageRecord;
  readonly freedBytes: number;
  readonly sharedBytes: number;
  readonly dependants: readonly ImageRecord[];
}

export interface CleanUpPlan {
  /** Oldest first. */
  readonly candidates: readonly CleanUpCandidate[];
  readonly kept: readonly Kept[];
  readonly freedBytes: number;
}

const NS_PER_S = 1e9;

/** What a clean-up by these rules would remove, and what it would leave for a reason. */
export async function planCleanUp(store: ImageStore, rules: CleanUpRules): Promise<CleanUpPlan> {
  const holdings = await readHoldings(store);
  const isMeant = (image: ImageRecord): boolean =>
    (rules.scope === 'unused' || image.repoTags.length === 0) &&
    store.nowNs() - image.createdAtNs >= rules.olderThanSeconds * NS_PER_S &&
    holdings.use(image).uniqueBytes >= rules.largerThanBytes;
  const meant = store.records
    .list()
    .filter(isMeant)
    .toSorted((a, b) => a.createdAtNs - b.createdAtNs);
  const kept = meant.flatMap((image) => reasonToKeep(store, image) ?? []);
  const staying = new Set(kept.map(({ image }) => image.id));
  const images = enough(
    meant.filter(({ id }) => !staying.has(id)),
    { holdings, freeBytes: rules.freeBytes },
  );
  return {
    candidates: images.map((image) => ({
      image,
      freedBytes: holdings.freedBy([image]),
      sharedBytes: holdings.use(image).sharedBytes,
      dependants: holdings.sharers(image),
    })),
    kept,
    freedBytes: holdings.freedBy(images),
  };
}

/** The first ones that free so much together, or all. */
function enough(
  images: readonly ImageRecord[],
  { holdings, freeBytes }: { readonly holdings: Holdings; readonly freeBytes: number },
): readonly ImageRecord[] {
  if (freeBytes === 0) return images;
  const needed = images.findIndex((_, at) => holdings.freedBy(images.slice(0, at + 1)) >= freeBytes);
  return needed < 0 ? images : images.slice(0, needed + 1);
}
