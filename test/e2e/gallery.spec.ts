import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createBed } from './bed.ts';
import { chooseColours } from './support/colours.ts';
import { createWindow } from './window.ts';
import type { Window } from './window.ts';

const GALLERY = join(import.meta.dirname, '../../docs/gallery');
const LIMIT_BYTES = 200_000;
const wanted = process.env['SLIPWAY_GALLERY'] !== undefined;
test.skip(!wanted, 'pictures of docs/gallery are made anew by `npm run gallery`');

const bed = createBed();
const SHOP =
  'n=0; while :; do n=$((n + 1)); printf "\\033[32mINFO\\033[0m  order %d: paid in \\033[1;36m%d ms\\033[0m\\n" $n $((n * 37 % 90)); ' +
  '[ $((n % 9)) = 0 ] && printf "\\033[33mWARN\\033[0m  order %d: the warehouse answers late\\n" $n; ' +
  '[ $((n % 14)) = 0 ] && printf "\\033[31mERROR\\033[0m order %d: no answer from \\033[38;5;208mdb\\033[0m\\n" $n >&2; sleep 0.2; done';
const WORKER =
  'x=$(head -c 20000000 /dev/zero | tr "\\0" x); while :; do n=0; while [ $n -lt 60000 ]; do n=$((n + 1)); done; sleep 1; done';
const MIGRATE = 'echo "reading the configuration"; echo "fatal: DATABASE_URL is not set" >&2; exit 3';

test('each main view has its picture in dark, light and high contrast', async ({ page }) => {
  test.setTimeout(400_000);
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.prepare(window);
  await bed.runScript('migrate', MIGRATE);
  await bed.runScript('shop', SHOP, { CURRENCY: 'EUR' });
  await bed.runScript('worker', WORKER);
  await widen(window);
  await mkdir(GALLERY, { recursive: true });
  const panel = window.panel();
  const shop = window.row('Pods', /^shop(?!.*<1m$).*running|^shoprunning/).last();

  await window.menu(window.row('Pods', /^worker/).last(), 'Open');
  await window.panelOpened();
  await window.command('Notifications: Clear All Notifications');
  await expect(panel.getByRole('figure', { name: 'Network of the pod' }).locator('.newest')).toContainText('/s');
  await page.waitForTimeout(20_000);
  await hang(window, 'container');

  await window.menu(shop, 'Show Logs in Panel');
  await window.panelOpened();
  await expect(panel.locator('.rows')).toContainText('ERROR');
  await hang(window, 'logs');

  await window.menu(window.row('Images', bed.images.sample.label), 'Run in Form…');
  await window.panelOpened();
  await panel.getByLabel('Name', { exact: true }).fill('till');
  await panel.getByLabel('Environment', { exact: true }).fill('CURRENCY=EUR');
  await panel.getByLabel('Ports', { exact: true }).fill('8080:80');
  await panel.getByLabel('Memory', { exact: true }).fill('256m');
  await expect(panel.locator('.config')).toContainText('268435456');
  await hang(window, 'run');

  await window.unfold('Activity');
  await window.menu(window.row('Images', bed.images.sample.label), 'Open');
  await window.panelOpened();
  await expect(panel.getByRole('region', { name: 'Layers' }).locator('li').last()).toContainText('MB');
  await hang(window, 'image-and-activity');

  await window.menu(shop, 'Open');
  await window.panelOpened();
  await window.menu(shop, 'Open Shell');
  await expect(page.locator('.terminal-wrapper.active')).toBeVisible();
  await page.waitForTimeout(3000);
  await page.locator('.terminal-wrapper.active textarea.xterm-helper-textarea').focus();
  await page.keyboard.type('hostname; ls -l /www; cat /proc/loadavg\n', { delay: 5 });
  await page.waitForTimeout(1500);
  await hang(window, 'shell');
});

/** Room for what the lines of the views say. */
async function widen({ page }: Window): Promise<void> {
  const side = await page.locator('.part.sidebar').boundingBox();
  if (side === null) throw new Error('the side bar is not shown');
  const edge = side.x + side.width;
  await page.mouse.move(edge, 400);
  await page.mouse.down();
  await page.mouse.move(edge + 110, 400, { steps: 5 });
  await page.mouse.up();
}

/** A picture in each theme; the editors are closed afterwards. */
async function hang(window: Window, name: string): Promise<void> {
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    await chooseColours(window.page, theme);
    await window.page.waitForTimeout(500);
    await window.picture(`gallery-${name}-${theme}`);
    const file = join(GALLERY, `${name}-${theme}.png`);
    await copyFile(`artifacts/e2e/gallery-${name}-${theme}.png`, file);
    expect((await stat(file)).size, file).toBeLessThan(LIMIT_BYTES);
  }
  await window.command('View: Close All Editors');
}
