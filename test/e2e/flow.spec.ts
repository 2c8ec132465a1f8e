import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { findDaemon } from '../../extension/daemon/find-daemon.ts';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { pushSampleImage } from './sample-image.ts';
import type { SampleImage } from './sample-image.ts';
import { codeServerOptions } from './surroundings.ts';
import { createWindow } from './window.ts';

const reason = existsSync('dist/daemon.mjs')
  ? process.getuid?.() === 0
    ? ''
    : 'the runtime needs root'
  : 'dist/daemon.mjs is not built';
test.skip(reason !== '', reason);
test.describe.configure({ mode: 'serial' });

let directory: string;
let socket: string;
let server: CodeServer;
let sample: SampleImage;

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
  socket = join(directory, 'run', 'slipway.sock');
  sample = await pushSampleImage(directory);
  server = await startCodeServer(
    codeServerOptions({
      'slipway.socket': socket,
      'slipway.root': join(directory, 'root'),
      'slipway.run': join(directory, 'run'),
    }),
  );
});

test.afterAll(async () => {
  const daemon = await findDaemon(socket);
  if (daemon !== undefined) process.kill(daemon.pid, 'SIGTERM');
  await server.stop();
  await sample.stop();
  await expect.poll(() => findDaemon(socket)).toBeUndefined();
  await rm(directory, { recursive: true, force: true });
});

test('from a click in the side bar to a running pod, and back to nothing', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.command('Start Runtime');
  await expect(window.row('Targets', /^This machine/)).toContainText('ready');

  await window.command('Pull Image…');
  await window.answer('Pull Image', sample.name);
  await expect(window.row('Images', sample.repository)).toBeVisible();
  await window.command('Run Image…');
  await window.answer('Run Image', sample.name);
  await window.answer(`Run ${sample.name}`, '--name hello');
  await expect(window.row('Pods', 'running')).toBeVisible();

  await window.menu(window.row('Pods', 'running'), 'Show Logs');
  await expect.poll(() => window.editorText()).toContain('tick 3');
  await window.menu(window.row('Pods', 'running'), 'Open');
  await expect(window.panel().locator('.sentence')).toContainText('Running for');
  await window.picture('flow');
  if (process.env['SLIPWAY_README_PICTURE'] !== undefined)
    await copyFile('artifacts/e2e/flow.png', 'extension/media/workbench.png');

  await window.menu(window.row('Pods', 'running'), 'Stop');
  await expect(window.row('Pods', 'exited')).toBeVisible();
  await window.menu(window.row('Pods', 'hello').first(), 'Remove…');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'hello')).toHaveCount(0);
});

test('an unknown image and an unreachable registry are said in one sentence each', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.command('Pull Image…');
  await window.answer('Pull Image', `${sample.registry}/no/such:1`);
  await expect(page.locator('.notifications-toasts')).toContainText('no/such');
  await window.picture('unknown-image');
  await window.command('Notifications: Clear All Notifications');
  await window.command('Pull Image…');
  await window.answer('Pull Image', '127.0.0.1:1/app:1');
  await expect(page.locator('.notifications-toasts')).toContainText('127.0.0.1:1');
  await window.picture('unreachable-registry');
});

test('a daemon that is killed under the window leaves the lists with their age, and its containers running', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.command('Run Image…');
  await window.answer('Run Image', sample.name);
  await window.answer(`Run ${sample.name}`, '--name survivor');
  await expect(window.row('Pods', 'running')).toBeVisible();
  const daemon = await findDaemon(socket);
  expect(daemon).toBeDefined();
  if (daemon !== undefined) process.kill(daemon.pid, 'SIGKILL');
  await expect(window.row('Targets', /^This machine/)).toContainText('stopped');
  await expect(page.locator('.tree-explorer-viewlet-tree-view .message:not(.hide)').first()).toContainText('As seen at');
  await expect(window.row('Pods', 'running')).toBeVisible();
  await window.picture('daemon-killed');
  await window.command('Start Runtime');
  await expect(window.row('Targets', /^This machine/)).toContainText('ready');
  await expect(window.row('Pods', 'running')).toBeVisible();
  await window.command('Slipway Pod: Remove…');
  await window.answer('Slipway', 'survivor');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'survivor')).toHaveCount(0);
});
