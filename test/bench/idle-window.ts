// What a window with the views of a hundred idle containers costs: `npm run bench:idle [-- SECONDS]`, percent of one core.
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { SAMPLE_NAME } from '../../scripts/sample-image.ts';
import { seedSampleImage } from '../../scripts/seed-sample-image.ts';
import { launchOptions, viewport } from '../e2e/browser.ts';
import { codeServerOptions } from '../e2e/surroundings.ts';
import { createWindow } from '../e2e/window.ts';
import { startCodeServer } from '../support/code-server.ts';
import { extensionHostOf } from '../support/extension-host.ts';
import { holdContainers } from './hold-containers.ts';
import { startOwnDaemon } from './own-daemon.ts';
import { processorMs } from './processor.ts';

const [seconds = '60'] = process.argv.slice(2);
/** VS Code itself is busy at first. */
const SETTLE_MS = 20_000;

const daemon = await startOwnDaemon('/dev/shm');
const browser = await chromium.launch(launchOptions);
try {
  await seedSampleImage(daemon.socket);
  const image = { image: SAMPLE_NAME, userSpecifiedImage: SAMPLE_NAME };
  const { image: found } = await daemon.cri.images.ImageStatus({ image });
  if (found === undefined) throw new Error('the sample image is not there');
  const options = { image: found.id, hostNetwork: false, logParent: daemon.directory };
  await using _held = await holdContainers(daemon.cri, options, { pods: 10, perPod: 10 });
  for (const views of ['shown', 'hidden'] as const)
    process.stdout.write(
      `views of a hundred idle containers, ${views}: ${(await extensionHostShare(views)).toFixed(2)} % of a core\n`,
    );
} finally {
  await browser.close();
  await daemon.close();
}

/** Of the extension host, all its threads. */
async function extensionHostShare(views: 'shown' | 'hidden'): Promise<number> {
  const server = await startCodeServer(codeServerOptions({ 'slipway.socket': daemon.socket }));
  const page = await browser.newPage({ viewport });
  try {
    const window = createWindow(page);
    await window.open(server.url);
    await window.row('Pods', 'held-').first().waitFor();
    if (views === 'hidden') await window.command('View: Toggle Primary Side Bar Visibility');
    await sleep(SETTLE_MS);
    const pid = extensionHostOf(server);
    const [begin, used] = [performance.now(), processorMs(pid)];
    await sleep(Number(seconds) * 1000);
    return ((processorMs(pid) - used) / (performance.now() - begin)) * 100;
  } finally {
    await page.close();
    await server.stop();
  }
}
