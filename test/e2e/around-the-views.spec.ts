import { expect, test } from '@playwright/test';
import { startCodeServer } from '../support/code-server.ts';
import type { CodeServer } from '../support/code-server.ts';
import { startFakeEndpoint } from '../support/fake-cri-endpoint.ts';
import type { FakeEndpoint } from '../support/fake-cri-endpoint.ts';
import { codeServerOptions } from './surroundings.ts';
import { createWindow } from './window.ts';

/** A socket that nobody serves. */
const NOBODY = '/tmp/slipway-e2e-nobody.sock';

let server: CodeServer;
let lab: FakeEndpoint;

test.beforeAll(async () => {
  lab = await startFakeEndpoint();
  const podId = 'a'.repeat(64);
  lab.pods.set(podId, { name: 'shop', state: 0, createdAt: Date.now() });
  lab.containers.set('b'.repeat(64), { podId, name: 'web', image: 'sha256:1', state: 1, createdAt: Date.now() });
  const targets = [{ label: 'Lab', socket: lab.socket }];
  server = await startCodeServer(codeServerOptions({ 'slipway.socket': NOBODY, 'slipway.targets': targets }));
});

test.afterAll(async () => {
  await server.stop();
  await lab.stop();
});

test('a window leads from a stopped runtime to the walkthrough, to another runtime of the machine, and to a report', async ({
  page,
}) => {
  const window = createWindow(page);
  await window.open(server.url);
  await expect(window.row('Targets', /^This machine/)).toContainText('stopped');
  await expect(window.row('Targets', 'Lab')).toContainText('not shown');

  await page.getByText('walkthrough', { exact: true }).first().click();
  await expect(page.locator('.getting-started-step')).toHaveCount(5);
  await window.picture('walkthrough');
  await window.command('View: Close All Editors');

  await window.row('Targets', 'Lab').first().click();
  await expect(window.row('Pods', 'web').last()).toContainText('running');
  await expect(page.locator('.statusbar-item', { hasText: 'Slipway Lab' })).toBeVisible();
  await expect(window.row('Targets', /^This machine/)).toContainText('stopped');
  await window.picture('another-runtime');

  await window.command('Slipway: Report Issue');
  await expect(window.toast('nothing has left this machine')).toBeVisible();
  await expect(page.locator('.monaco-editor[data-uri^="slipway-text:"] .view-lines')).toContainText('What happened');
  await window.picture('report');
});
