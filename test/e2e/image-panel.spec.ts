import { expect, test } from '@playwright/test';
import { createBed } from './bed.ts';
import { inEveryTheme } from './support/in-every-theme.ts';
import { createWindow } from './window.ts';

const bed = createBed();

test('the panel of an image shows what each layer adds, changes and removes', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await bed.prepare(window);
  await window.command('Pull Image…');
  await window.answer('Pull Image', bed.images.layered.name);
  await window.menu(window.row('Images', bed.images.layered.label), 'Open');
  await window.panelOpened();
  await window.command('Notifications: Clear All Notifications');
  const panel = window.panel();

  await panel.getByRole('button', { name: 'Files of Layer 1' }).click();
  const files = panel.getByRole('region', { name: 'Files of Layer 1' });
  const rows = files.locator('tbody tr');
  await expect(rows.first()).toContainText('/opt/app/model.bin');
  await expect(rows.nth(1)).toContainText('a later layer hides it');
  await expect(files.getByRole('status')).toContainText('is replaced or removed by later layers');
  await expect(rows).toHaveCount(200);
  await files.getByRole('button', { name: /Show More/ }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(300);
  await files.getByRole('searchbox', { name: 'Path' }).fill('CACHE packages');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('260 kB');

  await panel.getByRole('button', { name: 'Files of Layer 2' }).click();
  const second = panel.getByRole('region', { name: 'Files of Layer 2' });
  await second.getByRole('searchbox', { name: 'Path' }).fill('');
  await expect(second.locator('tbody tr').first()).toContainText('Changed');
  await expect(second).toContainText('/opt/app/<b>not bold</b>');

  await panel.getByRole('button', { name: 'Files of Layer 3' }).click();
  const third = panel.getByRole('region', { name: 'Files of Layer 3' });
  await expect(third.locator('tbody tr').first()).toContainText('/var/cache/packages.db');
  await expect(third).toContainText('/usr/share/words/*');
  await third.getByRole('combobox', { name: 'Change' }).selectOption('Removed');
  await expect(third.locator('tbody tr')).toHaveCount(2);
  await third.getByRole('combobox', { name: 'Change' }).selectOption('All');
  // What was chosen is there again when the page was hidden.
  await third.getByRole('button', { name: '/etc/app.conf' }).click();
  await expect(page.locator('.editor-instance .view-lines')).toContainText('on=1');
  await page.getByRole('tab', { name: new RegExp(bed.images.layered.label) }).click();
  await expect(third.locator('tbody tr')).toHaveCount(4);
  await panel.getByRole('region', { name: 'Layers' }).scrollIntoViewIfNeeded();
  await inEveryTheme(window, 'image-panel-layer-files');
});

test('two images are compared as a text, and a changed file of a container beside the one of its image', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await window.menu(window.row('Images', bed.images.layered.label), 'Compare with Another Image…');
  await window.answer('Compare', bed.images.sample.label);
  await window.answer('↔', 'All Differences');
  await expect(page.locator('.editor-instance')).toContainText('Added');
  await window.picture('compare-images');
  await window.command('View: Close All Editors');

  await bed.runScript('writer', 'echo "mine:x:9:9::/:/bin/sh" >> /etc/passwd; sleep 1000');
  await window.menu(window.row('Pods', 'running'), 'Compare Files with Image…');
  await window.answer('Compare Files', '/etc/passwd');
  const editor = page.locator('.monaco-diff-editor .editor.modified');
  await expect(editor).toContainText('mine:x:9:9');
  await window.picture('compare-container-file');
});
