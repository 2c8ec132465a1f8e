import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createBed } from './bed.ts';
import { createWindow } from './window.ts';
import type { Window } from './window.ts';

const bed = createBed();

const podFile = (image: string): string => `metadata:
  name: filed
  namespace: default
log_directry: /tmp/filed-logs
linux:
  security_context:
    namespace_options:
      network: POD
      pid: CONTAINER
      ipc: POD
---
metadata:
  name: filed
image:
  image: ${image}
command: [sh, -c, "echo from a file; sleep 1000"]
`;

async function openFile(window: Window, name: string): Promise<void> {
  const { page } = window;
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+p');
    await page.locator('.quick-input-widget input[type="text"]').fill(name, { timeout: 3000 });
    await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor({ timeout: 3000 });
    await page.keyboard.press('Enter');
  }).toPass({ timeout: 30_000 });
  await page.locator(`.monaco-editor[data-uri$="${name}"]`).waitFor();
}

test('a configuration file is checked and mended, completed, explained, run and stopped from where it is written', async ({
  page,
}) => {
  await writeFile(join(bed.server.workspace, 'filed.pod.yaml'), podFile(bed.images.sample.name));
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.prepare(window);
  await window.command('Notifications: Clear All Notifications');
  await openFile(window, 'filed.pod.yaml');
  await expect(page.locator('.squiggly-error')).toHaveCount(1, { timeout: 20_000 });
  await expect(page.locator('.codelens-decoration', { hasText: 'Run Pod' })).toBeVisible();
  await window.picture('config-file-problem');

  await page.locator('.view-line', { hasText: 'log_directry' }).locator('span', { hasText: 'log_directry' }).last().click();
  await window.command('Quick Fix...');
  await page.locator('.action-widget', { hasText: 'Change to log_directory' }).waitFor();
  await window.picture('config-file-fix');
  await page.keyboard.press('Enter');
  await expect(page.locator('.squiggly-error')).toHaveCount(0, { timeout: 20_000 });
  await expect(page.locator('.codelens-decoration', { hasText: 'Save, to run it' })).toBeVisible();

  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('lin');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'linux' }).first().waitFor();
  await window.picture('config-file-completion');
  await page.keyboard.press('Escape');
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Backspace');
  await page.locator('.codelens-decoration a', { hasText: 'Save, to run it' }).click();

  await page.locator('.codelens-decoration a', { hasText: 'Run Pod' }).click();
  await expect(window.row('Pods', 'filed').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.codelens-decoration', { hasText: 'Running' })).toBeVisible({ timeout: 30_000 });
  await window.command('Notifications: Clear All Notifications');
  await window.picture('config-file-running');
  await page.locator('.codelens-decoration a', { hasText: 'Stop' }).click();
  await expect(page.locator('.codelens-decoration', { hasText: 'Stopped' })).toBeVisible({ timeout: 30_000 });
});

test('a new configuration file is one that runs', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await window.command('New Configuration File…');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'A pod with a container' }).click();
  await expect(page.locator('.monaco-editor[data-uri^="untitled:"] .view-lines')).toContainText('log_directory');
  await expect(page.locator('.squiggly-error')).toHaveCount(0);
  await window.picture('config-file-new');
});
