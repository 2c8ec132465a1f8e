import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { containerdMissing, startContainerd, type Containerd } from './containerd.ts';
import { pushImages, type Images } from './sample-image.ts';
import { codeServerOptions } from './surroundings.ts';
import { createWindow } from './window.ts';

test.skip(containerdMissing() !== '', containerdMissing());

let directory: string;
let images: Images;
let containerd: Containerd;
let server: CodeServer;

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
  images = await pushImages(directory);
  containerd = await startContainerd(images.sample.name);
  server = await startCodeServer(
    codeServerOptions({
      'slipway.socket': join(directory, 'nobody.sock'),
      'slipway.targets': [{ label: 'containerd', socket: containerd.socket }],
    }),
  );
});

test.afterAll(async () => {
  await server.stop();
  await containerd.stop();
  await images.stop();
  await rm(directory, { recursive: true, force: true });
});

test('containerd is shown and used like our own runtime, and what it has no call for is said', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.menu(window.row('Targets', /^containerd/), 'Switch Target…');
  await expect(window.row('Targets', /^containerd/)).toContainText('containerd 1.', { timeout: 30_000 });
  await window.command('Pull Image…');
  await window.answer('Pull Image', images.sample.name);
  await expect(window.row('Images', images.sample.label)).toBeVisible({ timeout: 60_000 });
  await window.command('Run Image…');
  await window.answer('Run Image', images.sample.name);
  await window.answer(`Run ${images.sample.name}`, '--name web');
  await expect(window.row('Pods', 'running')).toBeVisible({ timeout: 60_000 });
  await window.command('Notifications: Clear All Notifications');

  await window.menu(window.row('Pods', 'running'), 'Open');
  await window.panelOpened();
  const panel = window.panel();
  await expect(panel.getByRole('figure', { name: 'Memory' }).locator('.newest')).toContainText(/\d/, { timeout: 30_000 });
  await expect(panel.getByRole('region', { name: 'Environment' })).toContainText('PATH');
  await page.waitForTimeout(6000);
  await window.picture('containerd-container');
  await window.menu(window.row('Pods', 'running'), 'Show Logs');
  await expect.poll(() => window.editorText('slipway-log'), { timeout: 20_000 }).toMatch(/line \d+ of web/);
  await window.command('View: Close All Editors');

  await window.menu(window.row('Images', images.sample.label), 'Open');
  await window.panelOpened();
  await expect(panel.getByRole('region', { name: 'What runs' })).toContainText('/bin/start');
  await window.picture('containerd-image');
  await window.command('View: Close All Editors');

  await window.menu(window.row('Pods', 'running'), 'Show Processes');
  await expect(window.toast('this runtime has no call for it')).toBeVisible();
  await expect(window.toast("Slipway's own runtime has")).toBeVisible();
  await window.picture('containerd-no-call');
  await window.command('Notifications: Clear All Notifications');

  await window.menu(window.row('Pods', 'web').first(), 'Remove…');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'web')).toHaveCount(0, { timeout: 30_000 });
});
