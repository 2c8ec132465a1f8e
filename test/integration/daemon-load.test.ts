import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeap } from '../load/heap.ts';
import { runLoad } from '../load/run-load.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage } from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('a daemon under load', () => {
  let registry: Registry;
  let daemon: Daemon;
  const heap = createHeap();

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    daemon = await startDaemon({ wrapper: heap.wrapper });
  });

  afterAll(async () => {
    await daemon.close();
    await registry.close();
    heap.close();
  });

  it('fails no call and leaves nothing, no open file and no memory either (npm run load: 500 pods, 2,000 containers)', async () => {
    const image = await registry.push('test/busybox', await busyboxImage());
    await daemon.cri.images.PullImage({ image: { image } });
    await runLoad({ daemon, image, pods: 24, cycles: 32, parallel: 8, heap, say: console.info });
    expect(daemon.logs().filter(({ level }) => level !== 'info' && level !== 'debug')).toEqual([]);
  });
});
