import { LayerPhase } from '../../../proto/gen/slipway.ts';
import type { LayerProgress, PullImageRequest, PullImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { PullProgress } from '../../image/images.ts';
import type { Call } from '../call.ts';
import { requiredText } from '../fields.ts';
import { fromAuth } from '../pull-image.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { withProgress } from './with-progress.ts';

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
  const platform = request.platform === '' ? {} : { platform: request.platform };
  const image = yield* withProgress({
    clock,
    signal: call.signal,
    act: (options) => images.pull({ reference, ...platform, ...fromAuth(request.auth), ...options }),
    toMessage: (changes: readonly PullProgress[]) => ({ layers: changes.map(toLayerProgress) }),
  });
  yield { imageId: image.id };
}

function toLayerProgress({ digest, phase, doneBytes, totalBytes }: PullProgress): Input<LayerProgress> {
  return { digest, phase: PHASES[phase], doneBytes, totalBytes };
}
