import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { serveUnpack } from './unpack/serve-unpack.ts';
import { systemLayerFs } from './unpack/system-layer-fs.ts';
import type { RemoveJob, UnpackJob } from './unpack/unpack-job.ts';

/** Of this thread alone: on a machine with few processors, calls come before layers. */
setPriority(10);

parentPort?.on('message', (job: UnpackJob | RemoveJob) => {
  void serveUnpack(job, systemLayerFs).then((result) => parentPort?.postMessage(result));
});
