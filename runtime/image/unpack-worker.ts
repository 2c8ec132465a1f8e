import { parentPort } from 'node:worker_threads';
import { serveUnpack } from './unpack/serve-unpack.ts';
import { systemLayerFs } from './unpack/system-layer-fs.ts';
import type { UnpackJob } from './unpack/unpack-job.ts';

parentPort?.on('message', (job: UnpackJob) => {
  void serveUnpack(job, systemLayerFs).then((result) => parentPort?.postMessage(result));
});
