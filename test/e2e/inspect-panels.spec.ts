import { expect, test } from '@playwright/test';
import { createBed } from './bed.ts';
import { inEveryTheme } from './support/in-every-theme.ts';
import { createWindow } from './window.ts';

const bed = createBed();
/** Busy for a moment, then idle, again and again: a curve to look at. */
const BUSY =
  'x=$(head -c 20000000 /dev/zero | tr "\\0" x); while :; do n=0; while [ $n -lt 60000 ]; do n=$((n + 1)); done; sleep 1; done';
const FAILING = 'echo "reading the configuration"; sleep 0.2; echo "fatal: DATABASE_URL is not set" >&2; exit 3';

test('the panel of a container draws what it uses, and changes its limits while it runs', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.prepare(window);
  await bed.runScript('busy', BUSY, { GREETING: 'hello' });
  await bed.runScript('failing', FAILING);
  await expect(window.row('Pods', 'exited 3')).toBeVisible();
  await window.menu(window.row('Pods', 'running'), 'Open');
  await window.panelOpened();
  await window.command('Notifications: Clear All Notifications');
  const panel = window.panel();
  await expect(panel.getByRole('figure', { name: 'Memory' }).locator('.newest')).toContainText(/\d MB/, { timeout: 20_000 });
  await expect(panel.getByRole('figure', { name: 'Processor' }).locator('.newest')).toContainText('%', { timeout: 20_000 });
  await expect(panel.getByRole('figure', { name: 'Network of the pod' }).locator('.newest')).toContainText('/s', {
    timeout: 20_000,
  });

  await panel.getByLabel('Memory', { exact: true }).last().fill('much');
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel.locator('.problem')).toContainText('memory is a size');
  await panel.getByLabel('Memory', { exact: true }).last().fill('96Mi');
  await panel.getByLabel('Processors', { exact: true }).fill('0.5');
  await page.keyboard.press('Enter');
  await expect(panel.locator('.outcome')).toContainText('in force');
  await expect(panel.getByRole('figure', { name: 'Memory' }).locator('.newest')).toContainText('/ 101 MB');
  await page.waitForTimeout(12_000);
  await inEveryTheme(window, 'container-panel');
});

test('the panel of a container that has failed says why, and what to do', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await window.menu(window.row('Pods', 'exit'), 'Open');
  await window.panelOpened();
  const why = window.panel().getByRole('region', { name: 'Why did it stop?' });
  await expect(why).toContainText('with exit code 3');
  await expect(why).toContainText('fatal: DATABASE_URL is not set');
  await inEveryTheme(window, 'container-panel-failed');
});

test('the panels of a pod, an image and the runtime lead to each other', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await window.menu(window.row('Pods', 'busy').first(), 'Open');
  await window.panelOpened();
  const panel = window.panel();
  await expect(panel.getByRole('figure', { name: 'Processes of the pod' }).locator('.newest')).toContainText(/\d/, {
    timeout: 20_000,
  });
  await page.waitForTimeout(6000);
  await inEveryTheme(window, 'pod-panel');
  await window.command('View: Close All Editors');

  await window.menu(window.row('Images', bed.images.sample.label), 'Open');
  await window.panelOpened();
  await expect(panel.getByRole('region', { name: 'Layers' }).locator('li').last()).toContainText('MB');
  await expect(panel.getByRole('region', { name: 'Used by' })).toContainText('running');
  await inEveryTheme(window, 'image-panel');
  await panel.getByRole('region', { name: 'Used by' }).getByRole('button').first().click();
  await expect(panel.getByRole('region', { name: 'Environment' })).toBeVisible();
  await window.command('View: Close All Editors');

  await window.menu(window.row('Targets', /^This machine/), 'Open');
  await window.panelOpened();
  await expect(panel.getByRole('region', { name: 'Conditions' })).toContainText('RuntimeReady');
  await bed.runScript('another', 'sleep 1000');
  await expect(panel.getByRole('region', { name: 'Events' })).toContainText('started', { timeout: 20_000 });
  await panel.getByRole('button', { name: 'Read Metrics' }).click();
  await panel.getByRole('searchbox', { name: 'Search' }).fill('memory_usage busy');
  await expect(panel.locator('.metrics td').first()).toContainText('container_memory');
  await inEveryTheme(window, 'target-panel');
});
