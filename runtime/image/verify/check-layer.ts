import { renameSync } from 'node:fs';
import type { Digest } from '../../base/ids.ts';
import { createLayerSyscall } from '../../host/create-layer-syscall.ts';
import type { ImageStore } from '../image-store.ts';
import { pullLayer, type LayerPlan } from '../pull-layer.ts';
import { compareTrees } from './compare-trees.ts';

export interface LayerCheck {
  readonly plan: LayerPlan;
  readonly repair: boolean;
  readonly signal: AbortSignal;
}

/** How a layer is; `detail` says what is wrong, for people. */
export type LayerState =
  | { readonly kind: 'sound' }
  | { readonly kind: 'damaged' | 'missing'; readonly detail: string; readonly outcome: 'repaired' | 'left' | 'mounted' };

/**
 * Unpacks a layer again from its stored blob, compares it with the one that is there, and with `repair` puts the fresh one in its place; a layer
 * that a container has mounted is never changed. Nobody else makes the same layer meanwhile.
 */
export async function checkLayer(store: ImageStore, check: LayerCheck): Promise<LayerState> {
  const result: { state?: LayerState } = {};
  // Whoever is just pulling this layer is joined, and then it is our turn.
  while (result.state === undefined) {
    check.signal.throwIfAborted();
    const turn = { isOurs: false };
    const act = async (signal: AbortSignal): Promise<undefined> => {
      turn.isOurs = true;
      result.state = await unpackAndCompare(store, { ...check, signal });
      return undefined;
    };
    try {
      await store.layerFlights.join(check.plan.chainId, { signal: check.signal }, act);
    } catch (error) {
      // How somebody else's pull ends is not our error.
      if (turn.isOurs || check.signal.aborted) throw error;
    }
  }
  return result.state;
}

async function unpackAndCompare(store: ImageStore, { plan, repair, signal }: LayerCheck): Promise<LayerState> {
  const { layers } = store;
  const directory = layers.directory(plan.chainId);
  const isThere = await layers.has(plan.chainId);
  const result: { state: LayerState } = { state: { kind: 'sound' } };
  const commit = async (fresh: string): Promise<void> => {
    const difference = isThere ? await compareTrees(fresh, directory, { sys: createLayerSyscall(), signal }) : 'it is not there';
    if (difference === undefined) {
      layers.discard(fresh);
      return;
    }
    const isMounted = new Set(store.layersInUse()).has(directory);
    const outcome = !repair ? 'left' : isMounted ? 'mounted' : 'repaired';
    result.state = { kind: isThere ? 'damaged' : 'missing', detail: difference, outcome };
    if (outcome !== 'repaired') {
      layers.discard(fresh);
      return;
    }
    await replaceLayer(layers, { fresh, chainId: plan.chainId, isThere });
  };
  const blind = { ...store, layers: { ...layers, has: async () => false, commit } };
  await pullLayer(blind, { client: undefined, onProgress: () => undefined, signal }, { plan, lowerReady: Promise.resolve() });
  return result.state;
}

/** The old one goes when the fresh one is in its place; when that fails it is as before. */
async function replaceLayer(
  layers: ImageStore['layers'],
  { fresh, chainId, isThere }: { readonly fresh: string; readonly chainId: Digest; readonly isThere: boolean },
): Promise<void> {
  const aside = layers.scratch();
  if (isThere) renameSync(layers.directory(chainId), aside);
  try {
    await layers.commit(fresh, chainId);
  } catch (error) {
    layers.discard(layers.directory(chainId));
    if (isThere) renameSync(aside, layers.directory(chainId));
    throw error;
  }
  layers.discard(aside);
}
