import { appendFileSync, readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { serveUnpack } from '../../runtime/image/unpack/serve-unpack.ts';
import { systemLayerFs } from '../../runtime/image/unpack/system-layer-fs.ts';
import type { LayerFs } from '../../runtime/image/unpack/layer-fs.ts';
import type { RemoveJob, UnpackJob } from '../../runtime/image/unpack/unpack-job.ts';

/**
 * The unpack worker on a disk that breaks: the file named by SLIPWAY_LAYER_CONTROL holds the number of the call that fails (from 0), and gets a
 * dot for each call after that.
 */
const control = process.env['SLIPWAY_LAYER_CONTROL'] ?? '';

const failing = Object.fromEntries(
  Object.entries(systemLayerFs).map(([name, call]: [string, (...args: never[]) => unknown]) => [
    name,
    (...args: never[]) => {
      const text = readFileSync(control, 'utf8');
      const done = text.length - text.replaceAll('.', '').length;
      appendFileSync(control, '.');
      // A descriptor is given back whatever close answers.
      if (done === parseInt(text)) {
        if (name === 'closeSync') call(...args);
        throw Object.assign(new Error(`EIO: injected failure, ${name}`), { code: 'EIO' });
      }
      return call(...args);
    },
  ]),
) as unknown as LayerFs;

parentPort?.on('message', (job: UnpackJob | RemoveJob) => {
  void serveUnpack(job, failing).then((result) => parentPort?.postMessage(result));
});
