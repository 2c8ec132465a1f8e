import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { createBed } from './bed.ts';
import { createWindow } from './window.ts';
import type { Window } from './window.ts';

const bed = createBed();

/** All that the visible terminal says. */
function terminalText(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const buffer = document.querySelector('.terminal-wrapper.active')?.xterm?.buffer.active;
    if (buffer === undefined) return '';
    const lines = Array.from({ length: buffer.length }, (_, at) => buffer.getLine(at)?.translateToString(true) ?? '');
    return lines.join('\\n').trimEnd();
  })()`);
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator('.terminal-wrapper.active textarea.xterm-helper-textarea').focus();
  await page.keyboard.type(text, { delay: 5 });
  await page.keyboard.press('Enter');
}

const terminal = (page: Page): ReturnType<typeof expect.poll> => expect.poll(() => terminalText(page), { timeout: 30_000 });

/** Types into a picker, and takes the item that it then offers. */
async function choose({ page }: Window, title: string, text: string): Promise<void> {
  await page.locator('.quick-input-widget .quick-input-title', { hasText: title }).waitFor();
  await page.locator('.quick-input-widget input[type="text"]').fill(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** A running container of the sample image, without a published port. */
async function runSample(window: Window, name: string): Promise<void> {
  await window.command('Run Image…');
  await choose(window, 'Run Image', bed.images.sample.name);
  await window.answer(`Run ${bed.images.sample.name}`, `--name ${name}`);
  await expect(window.row('Pods', 'running')).toBeVisible({ timeout: 60_000 });
  await window.command('Notifications: Clear All Notifications');
}

test('a shell in a container is typed into, resized, and says its exit code', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await window.command('Start Runtime');
  await expect(window.row('Targets', /^This machine/)).toContainText('ready', { timeout: 30_000 });
  await runSample(window, 'app');

  await window.menu(window.row('Pods', 'running'), 'Open Shell');
  await terminal(page).toMatch(/# $|#$/);
  await type(page, 'echo "six times seven: $((6 * 7))"; stty size');
  await terminal(page).toMatch(/^six times seven: 42\n\d+ \d+$/m);
  const before = /^(\d+ \d+)$/m.exec(await terminalText(page))?.[1] ?? '';
  await window.picture('shell');
  await page.setViewportSize({ width: 1000, height: 700 });
  await expect(async () => {
    await type(page, 'clear; stty size');
    await expect.poll(() => terminalText(page), { timeout: 3000 }).toMatch(/^\d+ \d+$/m);
    const size = /^(\d+ \d+)$/m.exec(await terminalText(page))?.[1];
    expect(size).not.toBe(before);
  }).toPass({ timeout: 30_000 });
  await page.setViewportSize({ width: 1360, height: 850 });
  await type(page, 'exit 3');
  await terminal(page).toContain('The shell has ended with exit code 3');
  await window.picture('shell-ended');
  await page.keyboard.press('Enter');
  await terminal(page).toMatch(/to close\.\n[^]*#/);
  await type(page, 'exit');
  await expect(page.locator('.terminal-wrapper')).toHaveCount(0);

  await window.menu(window.row('Pods', 'running'), 'Run Command…');
  await window.answer('Run a Command in app', '-w /www ls -l');
  await terminal(page).toContain('index.html');
  await terminal(page).toContain('The command has ended with exit code 0');
  await window.picture('run-command');

  await window.command('Slipway Pod: Show Logs');
  await choose(window, 'Slipway', 'app');
  await expect.poll(() => window.editorText('slipway-log'), { timeout: 20_000 }).toMatch(/app \| line \d+ of app/);
  await window.picture('pod-logs');
});
test('a forwarded port serves the page of a container, survives a reload of the window, and is stopped', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await expect(window.row('Pods', 'running')).toBeVisible({ timeout: 30_000 });
  await window.menu(window.row('Pods', 'app').first(), 'Forward Port…');
  await choose(window, 'Forward a Port of app', '8080');
  const row = window.row('Pods', 'localhost:');
  await expect(row).toContainText('→ 8080');
  const port = /localhost:(\d+)/.exec((await row.textContent()) ?? '')?.[1] ?? '';
  const fetched = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();
  expect(await fetched()).toContain('It sails.');
  await window.picture('forwarded-port');
  await window.open(bed.server.url);
  await expect(row).toContainText('→ 8080', { timeout: 30_000 });
  expect(await fetched()).toContain('It sails.');
  await window.menu(row, 'Stop Forwarding');
  await expect(row).toHaveCount(0);
  await expect(fetched()).rejects.toThrow();
});

/** Unfolds the last directory in the view of files, and opens the page in it. */
async function openPage(window: Window): Promise<void> {
  const { keyboard } = window.page;
  const reach = (line: RegExp): Promise<void> =>
    expect(async () => {
      await keyboard.press('End');
      await expect(window.row('Files', line)).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 20_000 });
  await window.row('Files', /./).nth(1).click();
  await keyboard.press('ArrowLeft');
  await reach(/^www/);
  const folder = window.row('Files', /^www/);
  await expect(async () => {
    await keyboard.press('End');
    if ((await folder.getAttribute('aria-expanded')) !== 'true') await keyboard.press('ArrowRight');
    await expect(folder).toHaveAttribute('aria-expanded', 'true', { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await reach(/^index\.html/);
  await window.row('Files', /^index\.html/).click();
}

test('files of a container are browsed, edited and saved; those of an image are read-only', async ({ page }) => {
  const window = createWindow(page);
  await window.open(bed.server.url);
  await expect(window.row('Pods', 'running')).toBeVisible({ timeout: 30_000 });

  await page.locator('.pane-header[aria-label^="Images"]').click();
  await window.menu(window.row('Pods', 'running'), 'Browse Files');
  await openPage(window);
  const editor = page.locator('.monaco-editor[data-uri^="slipway-files:"] .view-lines');
  await expect(editor).toContainText('<', { timeout: 20_000 });
  await window.picture('files');
  await editor.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('<!-- edited -->');
  await page.keyboard.press('Control+S');
  await expect(page.locator('.tab.dirty')).toHaveCount(0);
  await window.menu(window.row('Pods', 'running'), 'Run Command…');
  await window.answer('Run a Command in app', 'head -c 15 /www/index.html');
  await terminal(page).toContain('<!-- edited -->');

  await window.menu(window.row('Files', /^index\.html/), 'Delete…');
  await window.dialog('Delete');
  await expect(window.row('Files', /^index\.html/)).toHaveCount(0);

  await window.unfold('Images');
  await window.command('Slipway Image: Browse Files');
  await choose(window, 'Slipway', bed.images.sample.name);
  await openPage(window);
  await expect(editor.last()).not.toContainText('edited', { timeout: 20_000 });
  await window.picture('files-of-an-image');
});
