import { BlobPhase } from '../../../proto/gen/slipway.ts';
import type { PushImageRequest, PushImageResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { PushProgress } from '../../image/push/push-image.ts';
import type { Call } from '../call.ts';
import { requiredText } from '../fields.ts';
import { fromAuth } from '../pull-image.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import { withProgress } from './with-progress.ts';

const PHASES: Readonly<Record<PushProgress['phase'], BlobPhase>> = {
  waiting: BlobPhase.BLOB_PHASE_WAITING,
  uploading: BlobPhase.BLOB_PHASE_UPLOADING,
  done: BlobPhase.BLOB_PHASE_DONE,
  exists: BlobPhase.BLOB_PHASE_EXISTS,
  mounted: BlobPhase.BLOB_PHASE_MOUNTED,
};

/** A push that tells how each blob is; the last message has what was pushed. Cancelling the call ends the push. */
export async function* pushImage(
  { images, clock }: Pick<RuntimeParts, 'images' | 'clock'>,
  request: PushImageRequest,
  call: Pick<Call, 'signal'>,
): AsyncGenerator<Input<PushImageResponse>, void, undefined> {
  const image = requiredText(request.image, 'image');
  const pushed = yield* withProgress({
    clock,
    signal: call.signal,
    act: (options) => images.push({ image, destination: request.destination, ...fromAuth(request.auth), ...options }),
    toMessage: (changes: readonly PushProgress[]) => ({
      blobs: changes.map((change) => ({ ...change, phase: PHASES[change.phase] })),
    }),
  });
  yield { pushed };
}
