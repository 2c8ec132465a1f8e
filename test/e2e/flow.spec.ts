import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { connectRuntime } from '../../extension/client/connect.ts';
import { specsOf } from '../../extension/commands/image/run-request.ts';
import { findDaemon } from '../../extension/daemon/find-daemon.ts';
import { dropBridge } from '../support/clear-machine.ts';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { removeAllPods } from './remove-all-pods.ts';
import { pushImages } from './sample-image.ts';
import type { Images } from './sample-image.ts';
import { codeServerOptions } from './surroundings.ts';
import { createWindow } from './window.ts';

const reason = existsSync('dist/daemon.mjs')
  ? process.getuid?.() === 0
    ? ''
    : 'the runtime needs root'
  : 'dist/daemon.mjs is not built';
test.skip(reason !== '', reason);
test.describe.configure({ mode: 'serial' });

/** Short, as names of interfaces must be; the machine may have a slipway0 that somebody uses. */
const bridge = `slwe2e${process.pid % 100_000}`;
let directory: string;
let socket: string;
let server: CodeServer;
let images: Images;

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-e2e-'));
  socket = join(directory, 'run', 'slipway.sock');
  images = await pushImages(directory);
  const configFile = join(directory, 'slipway.json');
  await writeFile(configFile, JSON.stringify({ defaultBridge: bridge }));
  server = await startCodeServer(
    codeServerOptions({
      'slipway.socket': socket,
      'slipway.root': join(directory, 'root'),
      'slipway.run': join(directory, 'run'),
      'slipway.configFile': configFile,
    }),
  );
});

test.afterAll(async () => {
  const daemon = await findDaemon(socket);
  if (daemon !== undefined) {
    await removeAllPods(socket);
    process.kill(daemon.pid, 'SIGTERM');
  }
  await server.stop();
  await images.stop();
  await expect.poll(() => findDaemon(socket)).toBeUndefined();
  dropBridge(bridge);
  await rm(directory, { recursive: true, force: true });
});

test('from a click in the side bar to a running pod, its page in the browser, a reload, and back to nothing', async ({
  page,
}) => {
  const window = createWindow(page);
  const { sample } = images;
  await window.open(server.url);
  await window.command('Start Runtime');
  await expect(window.row('Targets', /^This machine/)).toContainText('ready', { timeout: 30_000 });

  await window.command('Pull Image…');
  await window.answer('Pull Image', sample.name);
  await expect(window.row('Images', sample.label)).toBeVisible();

  await window.menu(window.row('Images', sample.label), 'Run Image…');
  await window.answer(`Run ${sample.name}`);
  await expect(window.row('Pods', 'running')).toBeVisible();
  await expect(window.row('Pods', 'sample').first()).toContainText(/:\d+/);

  await window.menu(window.row('Pods', 'running'), 'Show Logs');
  await expect.poll(() => window.editorText('slipway-log'), { timeout: 20_000 }).toContain('line 2 of sample');
  await window.menu(window.row('Pods', 'running'), 'Open');
  await window.panelOpened();
  await expect(window.panel().locator('.sentence')).toContainText('Running for');
  await expect(window.panel().locator('.facts')).toContainText('/bin/start');
  await expect(window.panel().locator('.variables')).not.toContainText('/root');
  await window.panel().getByRole('button', { name: 'Reveal HOME' }).click();
  await expect(window.panel().locator('.variables')).toContainText('/root');
  await window.command('Notifications: Clear All Notifications');
  await window.picture('flow');
  if (process.env['SLIPWAY_README_PICTURE'] !== undefined)
    await copyFile('artifacts/e2e/flow.png', 'extension/media/workbench.png');

  const opened = page.waitForEvent('popup', { timeout: 30_000 });
  await window.menu(window.row('Pods', 'sample').first(), 'Open in Browser');
  const served = await opened;
  await expect(async () => {
    // The way through the proxy may not be there at the first try; what stands on the page instead is said.
    const text = await served.locator('body').innerText();
    if (!text.includes('It sails.')) await served.reload();
    expect(text, `at ${served.url()}`).toContain('It sails.');
  }).toPass({ timeout: 40_000, intervals: [500, 1000, 2000] });
  await served.close();

  await window.menu(window.row('Pods', 'running'), 'Inspect');
  await expect.poll(() => window.editorText('slipway-inspect')).toContain('"state": "running"');
  await window.command('Close Editor');

  const before = await findDaemon(socket);
  // The browser's workbench writes which editors are open every five seconds, and a reload does not wait for it.
  await page.waitForTimeout(11_000);
  await page.reload();
  await window.panelOpened();
  await expect(window.panel().locator('.sentence')).toContainText('Running for');
  await expect(window.panel().locator('.variables')).not.toContainText('/root');
  await expect(window.row('Pods', 'running')).toBeVisible({ timeout: 30_000 });
  expect((await findDaemon(socket))?.pid).toBe(before?.pid);

  await window.menu(window.row('Pods', 'running'), 'Stop');
  await expect(window.row('Pods', 'exited')).toBeVisible();
  await expect(window.panel().locator('.sentence')).toContainText('Exited with');
  await window.picture('exited');
  const logFile = await window.panel().locator('.facts dd', { hasText: '/var/log/slipway' }).innerText();
  await access(logFile);
  await window.menu(window.row('Pods', 'sample').first(), 'Remove…');
  await expect(page.locator('.monaco-dialog-box')).toContainText('log files go with them');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'sample')).toHaveCount(0);
  await expect(access(logFile)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a pod that somebody else makes is shown empty, and shows its container as soon as that is there', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.unfold('Pods');
  const client = connectRuntime(socket, { begin: () => () => undefined });
  try {
    const request = { name: 'later', ports: [], env: {}, command: [] };
    const specs = specsOf(request, images.sample.name, randomUUID());
    const pod = await client.runPod(specs.pod);
    await expect(window.row('Pods', 'no containers')).toBeVisible();
    await client.startContainer(await client.createContainer(pod, specs));
    await expect(window.row('Pods', 'running')).toBeVisible();
    await expect(window.row('Pods', 'no containers')).toHaveCount(0);
    await removeAllPods(socket);
    await expect(window.row('Pods', 'later')).toHaveCount(0);
  } finally {
    client.close();
  }
});

test('a pull shows each of its layers; cancelled, it leaves nothing; asked again, it ends', async ({ page }) => {
  const window = createWindow(page);
  const { large, registry } = images;
  await window.open(server.url);
  await window.unfold('Activity');
  registry.hold(large.lastLayer);
  await window.command('Pull Image…');
  await window.answer('Pull Image', large.name);
  await expect(window.toast('Pulling')).toContainText(/2 of 3 layers, .* of 1.2 MB/);
  await expect(window.row('Activity', `Pull ${large.label}`)).toContainText(/\d+ % · 2 of 3 layers/);
  await expect(window.row('Activity', large.lastLayer.slice(7, 19))).toContainText(/waiting|downloading| of 400 kB/);
  await window.picture('pulling');
  await window.toast('Pulling').getByRole('button', { name: 'Cancel' }).click();
  await expect(window.row('Activity', `Pull ${large.label}`)).toContainText('cancelled');
  await expect(window.toast('Pulling')).toHaveCount(0);
  await expect(window.row('Images', large.label)).toHaveCount(0);
  await expect(window.toast(/./)).toHaveCount(0);
  await window.picture('pull-cancelled');
  registry.release();
  await window.command('Pull Image…');
  await window.answer('Pull Image', large.name);
  await expect(window.row('Images', large.label)).toContainText('1.2 MB');
});

test('an unknown image and an unreachable registry are said in one sentence each', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.command('Pull Image…');
  await window.answer('Pull Image', `${images.registry.address}/no/such:1`);
  await expect(window.toast('Pull Image:')).toContainText('no/such');
  await expect(window.toast('Pulling')).toHaveCount(0);
  await window.picture('unknown-image');
  await window.command('Notifications: Clear All Notifications');
  await window.command('Pull Image…');
  await window.answer('Pull Image', '127.0.0.1:1/app:1');
  await expect(window.toast('Pull Image:')).toContainText('127.0.0.1:1', { timeout: 30_000 });
  await expect(window.toast('Pulling')).toHaveCount(0);
  await window.picture('unreachable-registry');
});

test('all of it by keyboard, in high contrast', async ({ page }) => {
  const window = createWindow(page);
  const { sample } = images;
  const settings = join(server.directory, 'user', 'User', 'settings.json');
  const before = await readFile(settings, 'utf8');
  const chosen: unknown = { ...(JSON.parse(before) as object), 'workbench.colorTheme': 'Default High Contrast' };
  await writeFile(settings, JSON.stringify(chosen));
  await window.open(server.url);
  await expect(page.locator('.monaco-workbench.hc-black')).toBeVisible();
  await window.command('Slipway Image: Pull Image…');
  await window.answer('Pull Image', sample.name);
  await expect(window.row('Images', sample.label)).toBeVisible();
  await window.command('Slipway Image: Run Image…');
  await window.answer('Run Image', sample.name);
  await window.answer(`Run ${sample.name}`, '--name keys -e TOKEN=hunter2');
  await expect(window.row('Pods', 'running')).toBeVisible();
  await window.command('Slipway Container: Open');
  await window.answer('Slipway', 'keys');
  await window.panelOpened();
  await expect(window.panel().locator('.sentence')).toContainText('Running for');
  await expect(window.panel().locator('.variables')).not.toContainText('hunter2');
  await tabTo(page, window.panel().getByRole('button', { name: 'Reveal TOKEN' }));
  await page.keyboard.press('Enter');
  await expect(window.panel().locator('.variables')).toContainText('hunter2');
  await window.command('View: Close All Editors');

  await window.command('Slipway Container: Show Logs');
  await window.answer('Slipway', 'keys');
  await expect.poll(() => window.editorText('slipway-log'), { timeout: 20_000 }).toContain('line 1 of keys');
  await window.picture('high-contrast');

  await window.command('Slipway Container: Show Logs in Panel');
  await window.answer('Slipway', 'keys');
  await window.panelOpened();
  await expect(window.panel().locator('.rows')).toContainText('line 2 of keys');
  await tabTo(page, window.panel().getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type('line 2 of');
  await page.keyboard.press('Enter');
  await expect(window.panel().locator('.line.current')).toContainText('line 2 of keys');
  await page.keyboard.press('Escape');
  await expect(window.panel().locator('.lines')).toBeFocused();
  await page.keyboard.press('End');
  await expect(window.panel().getByRole('button', { name: 'Following' })).toBeVisible();
  await window.picture('high-contrast-logs');
  await window.command('View: Close All Editors');

  await window.command('Slipway Container: Stop');
  await window.answer('Slipway', 'keys');
  await expect(window.row('Pods', 'exited')).toBeVisible();
  await window.command('Slipway Pod: Remove…');
  await window.answer('Slipway', 'keys');
  await expect(page.locator('.monaco-dialog-box')).toContainText('Remove pod keys?');
  await window.picture('high-contrast-confirm');
  await page.keyboard.press('Enter');
  await expect(window.row('Pods', 'keys')).toHaveCount(0);
  await writeFile(settings, before);
});

test('a daemon that is killed under the window leaves the lists with their age, and its containers running', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await window.command('Run Image…');
  await window.answer('Run Image', images.sample.name);
  await window.answer(`Run ${images.sample.name}`, '--name survivor');
  await expect(window.row('Pods', 'running')).toBeVisible();
  const daemon = await findDaemon(socket);
  expect(daemon).toBeDefined();
  if (daemon !== undefined) process.kill(daemon.pid, 'SIGKILL');
  await expect(window.row('Targets', /^This machine/)).toContainText('stopped');
  const messages = page.locator('.tree-explorer-viewlet-tree-view .message:not(.hide)');
  await expect(messages.first()).toContainText('As seen at');
  await expect(messages.first()).toContainText('no Slipway runtime runs on this machine');
  await expect(window.row('Pods', 'running')).toBeVisible();
  await window.picture('daemon-killed');
  await window.command('Start Runtime');
  await expect(window.row('Targets', /^This machine/)).toContainText('ready', { timeout: 30_000 });
  await expect(window.row('Pods', 'running')).toBeVisible();
  await window.command('Slipway Pod: Remove…');
  await window.answer('Slipway', 'survivor');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'survivor')).toHaveCount(0);
});

/** As somebody does who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(target).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
}
