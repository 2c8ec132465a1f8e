import { LayerPhase } from '../../proto/gen/slipway.ts';
import type { LayerProgress, PullImageRequest, PullImageResponse } from '../../proto/gen/slipway.ts';
import type { Input } from '../../proto/wire.ts';
import { CriError } from '../base/cri-error.ts';
import type { PullProgress } from '../image/images.ts';
import type { Call } from './call.ts';
import { requiredText } from './fields.ts';
import { fromAuth } from './pull-image.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** Between two messages: progress is for eyes. */
const PAUSE_MS = 100;

const PHASES: Readonly<Record<PullProgress['phase'], LayerPhase>> = {
  resolving: LayerPhase.LAYER_PHASE_RESOLVING,
  waiting: LayerPhase.LAYER_PHASE_WAITING,
  downloading: LayerPhase.LAYER_PHASE_DOWNLOADING,
  unpacking: LayerPhase.LAYER_PHASE_UNPACKING,
  done: LayerPhase.LAYER_PHASE_DONE,
  exists: LayerPhase.LAYER_PHASE_EXISTS,
};

/** A pull that tells how each layer is; the last message has the image's id. Cancelling the call ends the pull. */
export async function* slipwayPullImage(
  { images, clock }: Pick<RuntimeParts, 'images' | 'clock'>,
  request: PullImageRequest,
  call: Call,
): AsyncGenerator<Input<PullImageResponse>, void, undefined> {
  const reference = requiredText(request.reference, 'reference');
  const left = new AbortController();
  const changed = new Map<string, PullProgress>();
  let wake = Promise.withResolvers<undefined>();
  const pull = images.pull({
    reference,
    signal: AbortSignal.any([call.signal, left.signal]),
    ...(request.platform === '' ? {} : { platform: request.platform }),
    ...fromAuth(request.auth),
    onProgress: (progress) => {
      changed.set(progress.digest, progress);
      wake.resolve(undefined);
    },
  });
  const state = { over: false };
  const end = pull
    .then(
      () => undefined,
      () => undefined,
    )
    .finally(() => {
      state.over = true;
    });
  try {
    for (;;) {
      await Promise.race([wake.promise, end]);
      wake = Promise.withResolvers();
      if (changed.size > 0) yield { layers: takeAll(changed).map(toLayerProgress) };
      else if (state.over) break;
      if (!state.over) await pauseOrEnd(clock, end);
    }
    yield { imageId: (await pull).id };
  } finally {
    left.abort(new CriError('cancelled', 'the caller left the pull'));
  }
}

function takeAll(changed: Map<string, PullProgress>): PullProgress[] {
  const all = [...changed.values()];
  changed.clear();
  return all;
}

async function pauseOrEnd(clock: RuntimeParts['clock'], end: Promise<void>): Promise<void> {
  const over = new AbortController();
  const pause = clock.sleep(PAUSE_MS, over.signal).catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  await Promise.race([pause, end]);
  over.abort();
  await pause;
}

function toLayerProgress({ digest, phase, doneBytes, totalBytes }: PullProgress): Input<LayerProgress> {
  return { digest, phase: PHASES[phase], doneBytes, totalBytes };
}
