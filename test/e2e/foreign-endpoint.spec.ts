import { status } from '@grpc/grpc-js';
import { expect, test } from '@playwright/test';
import { findDaemon } from '../../extension/daemon/find-daemon.ts';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { startFakeEndpoint } from '../support/fake-cri-endpoint.ts';
import type { FakeEndpoint } from '../support/fake-cri-endpoint.ts';
import { codeServerOptions } from './surroundings.ts';
import { createWindow } from './window.ts';

/** A socket that nobody serves. */
const NOBODY = '/tmp/slipway-e2e-nobody.sock';

let server: CodeServer;
let endpoint: FakeEndpoint;

test.beforeAll(async () => {
  endpoint = await startFakeEndpoint();
  server = await startCodeServer(codeServerOptions({ 'slipway.socket': endpoint.socket }));
});

test.afterAll(async () => {
  await server.stop();
  await endpoint.stop();
});

test('an endpoint that somebody else runs is shown, used and lost without losing its lists', async ({ page }) => {
  const window = createWindow(page);
  await window.open(server.url);
  await expect(window.row('Targets', /^This machine/)).toContainText('fake 0.1.0');

  await window.command('Pull Image…');
  await window.answer('Pull Image', 'registry.test/team/app:1.0');
  await expect(window.row('Images', 'team/app:1.0')).toContainText('1.0 kB');

  await window.command('Run Image…');
  await window.answer('Run Image', 'registry.test/team/app:1.0');
  await window.answer('Run registry.test', '--name web -p 8080:80');
  await expect(window.row('Pods', 'web').nth(1)).toContainText('running');
  await window.picture('running');

  await window.menu(window.row('Pods', 'running'), 'Show Logs');
  await expect.poll(() => window.editorText('slipway-log')).toContain('hello');
  await window.menu(window.row('Pods', 'running'), 'Open');
  await window.panelOpened();
  await expect(window.panel().locator('h1')).toHaveText('web');
  await expect(window.panel().locator('.sentence')).toContainText('Running for');
  await window.picture('panel');

  await window.command('Preferences: Toggle between Light/Dark Themes');
  await window.command('Slipway Container: Inspect');
  await window.answer('Slipway', 'web');
  await expect.poll(() => window.editorText('slipway-inspect')).toContain('"state": "running"');
  await window.picture('inspect-dark');

  const undo = endpoint.fail('ListPodSandbox', status.UNAVAILABLE, 'gone away');
  await window.command('Slipway: Refresh');
  await expect(page.locator('.tree-explorer-viewlet-tree-view .message:not(.hide)')).toContainText('gone away');
  await window.picture('stale');
  undo();

  await window.menu(window.row('Pods', 'web').first(), 'Remove…');
  await expect(page.locator('.monaco-dialog-box')).toContainText('running: it is killed');
  await window.picture('confirm');
  await window.dialog('Remove');
  await expect(window.row('Pods', 'web')).toHaveCount(0);
  await expect(window.panel().locator('.notice')).toContainText('removed');
  await window.picture('removed');
});

test('a machine without a runtime says so, and offers to start it', async ({ page }) => {
  const bare = await startCodeServer(codeServerOptions({ 'slipway.socket': NOBODY }));
  try {
    const window = createWindow(page);
    await window.open(bare.url);
    await expect(window.row('Targets', /^This machine/)).toContainText('stopped');
    await expect(page.getByText('The Slipway runtime is not running on this machine.').first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start Runtime' }).first()).toBeVisible();
    expect(await findDaemon(NOBODY), 'activation starts nothing').toBeUndefined();
    await page.locator('.pane-header[aria-label^="Activity"]').click();
    await page.locator('.pane-header[aria-label^="Targets"] + *').locator('.monaco-tl-twistie').first().click();
    await window.picture('stopped');
    await window.command('Slipway Image: Pull Image…');
    await window.answer('Pull Image', 'busybox');
    await expect(page.locator('.notifications-toasts')).toContainText('no Slipway runtime runs on this machine');
    await window.picture('pull-without-runtime');
  } finally {
    await bare.stop();
  }
});
