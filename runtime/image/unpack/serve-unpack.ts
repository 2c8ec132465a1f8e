import { rmSync } from 'node:fs';
import { errnoOf, isCriError, messageOf } from '../../base/cri-error.ts';
import { NeedsLowerLayer } from './layer-error.ts';
import type { LayerFs } from './layer-fs.ts';
import type { RemoveJob, UnpackFailure, UnpackJob, UnpackResult } from './unpack-job.ts';
import { unpackLayer } from './unpack-layer.ts';

/** Does the job of one message in a worker thread; every outcome is an answer. */
export async function serveUnpack(job: UnpackJob | RemoveJob, layerFs: LayerFs): Promise<UnpackResult> {
  try {
    if ('remove' in job) {
      rmSync(job.remove, { recursive: true, force: true });
      return { id: job.id, kind: 'removed' };
    }
    return { id: job.id, kind: 'done', ...(await unpackLayer(job, layerFs)) };
  } catch (error) {
    if (error instanceof NeedsLowerLayer) return { id: job.id, kind: 'needs-lower' };
    return { id: job.id, kind: 'failed', error: describe(error) };
  }
}

function describe(error: unknown): UnpackFailure {
  const errno = errnoOf(error);
  if (isCriError(error)) {
    return { message: error.message, criCode: error.code, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  return { message: messageOf(error), ...(errno === undefined ? {} : { errno }) };
}
