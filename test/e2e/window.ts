import { mkdir } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { FrameLocator, Locator, Page } from '@playwright/test';

/** What a person does in the window, in the words of a person. */
export interface Window {
  readonly page: Page;
  /** Opens the address and the Slipway side bar. */
  open(url: string): Promise<void>;
  /** A line of one of the views. */
  row(view: string, text: string | RegExp): Locator;
  command(title: string): Promise<void>;
  /** Gives text to the input box or picker of this title; without text, accepts what it suggests. */
  answer(title: string, text?: string): Promise<void>;
  /** Opens a view that is folded. */
  unfold(view: string): Promise<void>;
  /** A notification that is shown. */
  toast(text: string | RegExp): Locator;
  /** A command from the context menu of a line. */
  menu(row: Locator, title: string): Promise<void>;
  dialog(button: string): Promise<void>;
  panel(): FrameLocator;
  /** Waits for a panel's first content; asks VS Code to load it anew when its service worker does not start, as happens on a busy machine. */
  panelOpened(): Promise<void>;
  /** What the visible part of a document of this scheme says. */
  editorText(scheme: 'slipway-log' | 'slipway-inspect'): Promise<string>;
  picture(name: string): Promise<void>;
}

const PATIENCE_MS = 30_000;

export function createWindow(page: Page): Window {
  const row = (view: string, text: string | RegExp): Locator =>
    page
      .locator('.pane', { has: page.locator(`.pane-header[aria-label^="${view}"]`) })
      .locator('.monaco-list-row', { hasText: text });
  const panel = (): FrameLocator => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const command = async (title: string): Promise<void> => {
    const input = page.locator('.quick-input-widget input[type="text"]');
    // A page that is still starting, or a panel that takes the focus, may lose a key.
    await expect(async () => {
      if (!(await input.isVisible())) await page.keyboard.press('F1');
      await input.waitFor({ timeout: 3000 });
    }).toPass({ timeout: PATIENCE_MS });
    await input.fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  };
  return {
    page,
    row,
    open: async (url) => {
      await page.goto(url);
      await page.locator('.activitybar [aria-label="Slipway"]').first().click({ timeout: 60_000 });
      await page.locator('.pane-header[aria-label^="Targets"]').waitFor({ timeout: 30_000 });
    },
    command,
    answer: async (title, text) => {
      await page.locator('.quick-input-widget .quick-input-title', { hasText: title }).waitFor();
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.waitFor();
      if (text !== undefined) await input.fill(text);
      else await expect(input).not.toHaveValue('');
      await page.keyboard.press('Enter');
    },
    unfold: async (view) => {
      const header = page.locator(`.pane-header[aria-label^="${view}"]`);
      if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    },
    toast: (text) => page.locator('.notifications-toasts .notification-list-item', { hasText: text }),
    menu: async (line, title) => {
      const item = page.locator('.context-view .action-label', { hasText: title }).first();
      // A menu swallows clicks in its first moments, so that the click that opened it chooses nothing; and one that opens while a page
      // is still starting may close again.
      const dialog = page.locator('.monaco-dialog-box');
      await expect(async () => {
        // It asks already, though the menu took its time to close.
        if (await dialog.isVisible()) return;
        if (!(await item.isVisible())) await line.first().click({ button: 'right', timeout: 3000 });
        await item.click({ timeout: 1000 });
        await expect(item).toBeHidden({ timeout: 500 });
      }).toPass();
    },
    dialog: async (button) => {
      await page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
    },
    panelOpened: async () => {
      const title = panel().locator('h1');
      await expect(async () => {
        if (await title.isVisible()) return;
        try {
          await title.waitFor({ timeout: 15_000 });
        } catch (error) {
          if (!page.isClosed()) await command('Developer: Reload Webviews');
          throw error;
        }
      }).toPass({ timeout: 60_000 });
    },
    panel,
    editorText: async (scheme) => {
      const lines = page.locator(`.monaco-editor[data-uri^="${scheme}:"] .view-lines`);
      return (await lines.count()) === 0 ? '' : (await lines.first().innerText()).replaceAll('\u00a0', ' ');
    },
    picture: async (name) => {
      await mkdir('artifacts/e2e', { recursive: true });
      await page.mouse.move(680, 15); // no tooltip of what was clicked last
      await page.screenshot({ path: `artifacts/e2e/${name}.png` });
    },
  };
}
