import type { TaskPart } from '../../client/activity.ts';
import type { LayerProgress } from '../../client/types.ts';
import { count, shortId, sizeOf } from '../../tree/words.ts';

export interface PullState {
  readonly message: string;
  /** 0 to 1; undefined while the sizes are not known. */
  readonly fraction: number | undefined;
  readonly parts: readonly TaskPart[];
}

/** Adds the changes of single layers up to the state of the whole pull, and tells `show` after each. */
export function createPullMeter(show: (state: PullState) => void): (progress: LayerProgress) => void {
  const layers = new Map<string, LayerProgress>();
  return (progress) => {
    if (progress.digest === '') {
      if (layers.size === 0) show({ message: progress.phase, fraction: undefined, parts: [] });
      return;
    }
    layers.set(progress.digest, progress);
    show(stateOf([...layers.values()]));
  };
}

function stateOf(layers: readonly LayerProgress[]): PullState {
  const done = layers.filter(isDone).length;
  const total = layers.reduce((sum, layer) => sum + layer.totalBytes, 0);
  const received = layers.reduce(
    (sum, layer) => sum + (isDone(layer) || layer.phase === 'unpacking' ? layer.totalBytes : layer.doneBytes),
    0,
  );
  const size = total === 0 ? '' : `, ${sizeOf(received)} of ${sizeOf(total)}`;
  return {
    message: `${done} of ${count(layers.length, 'layer')}${size}`,
    fraction: total === 0 ? undefined : Math.min(1, received / total),
    parts: layers.map((layer) => ({ name: shortId(layer.digest), detail: detailOf(layer), done: isDone(layer) })),
  };
}

function isDone(layer: LayerProgress): boolean {
  return layer.phase === 'done' || layer.phase === 'exists' || layer.phase === 'mounted';
}

function detailOf(layer: LayerProgress): string {
  switch (layer.phase) {
    case 'downloading':
    case 'uploading':
      return `${sizeOf(layer.doneBytes)} of ${sizeOf(layer.totalBytes)}`;
    case 'exists':
      return 'already there';
    case 'mounted':
      return 'from another repository';
    case 'done':
      return sizeOf(layer.totalBytes);
    case 'resolving':
    case 'waiting':
    case 'unpacking':
      return layer.phase;
  }
}
