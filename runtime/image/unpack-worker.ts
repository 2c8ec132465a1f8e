import { parentPort } from 'node:worker_threads';
import { errnoOf, isCriError, messageOf } from '../base/cri-error.ts';
import { NeedsLowerLayer } from './unpack/layer-error.ts';
import { systemLayerFs } from './unpack/system-layer-fs.ts';
import type { UnpackFailure, UnpackJob, UnpackResult } from './unpack/unpack-job.ts';
import { unpackLayer } from './unpack/unpack-layer.ts';

parentPort?.on('message', (job: UnpackJob) => {
  void run(job).then((result) => parentPort?.postMessage(result));
});

async function run(job: UnpackJob): Promise<UnpackResult> {
  try {
    return { id: job.id, kind: 'done', ...(await unpackLayer(job, systemLayerFs)) };
  } catch (error) {
    if (error instanceof NeedsLowerLayer) return { id: job.id, kind: 'needs-lower' };
    return { id: job.id, kind: 'failed', error: describe(error) };
  }
}

function describe(error: unknown): UnpackFailure {
  const errno = errnoOf(error);
  if (isCriError(error))
    return { message: error.message, criCode: error.code, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  return { message: messageOf(error), ...(errno === undefined ? {} : { errno }) };
}
