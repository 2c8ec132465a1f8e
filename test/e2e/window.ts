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
  /** Gives text to the input box or picker of this title. */
  answer(title: string, text: string): Promise<void>;
  /** A command from the context menu of a line. */
  menu(row: Locator, title: string): Promise<void>;
  dialog(button: string): Promise<void>;
  panel(): FrameLocator;
  editorText(): Promise<string>;
  picture(name: string): Promise<void>;
}

export function createWindow(page: Page): Window {
  const row = (view: string, text: string | RegExp): Locator =>
    page
      .locator('.pane', { has: page.locator(`.pane-header[aria-label^="${view}"]`) })
      .locator('.monaco-list-row', { hasText: text });
  return {
    page,
    row,
    open: async (url) => {
      await page.goto(url);
      await page.locator('.activitybar [aria-label="Slipway"]').first().click({ timeout: 60_000 });
      await page.locator('.pane-header[aria-label^="Targets"]').waitFor({ timeout: 30_000 });
    },
    command: async (title) => {
      await page.keyboard.press('F1');
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.waitFor();
      await input.fill(`>${title}`);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
      await page.keyboard.press('Enter');
    },
    answer: async (title, text) => {
      await page.locator('.quick-input-widget .quick-input-title', { hasText: title }).waitFor();
      const input = page.locator('.quick-input-widget input[type="text"]');
      await input.waitFor();
      await input.fill(text);
      await page.keyboard.press('Enter');
    },
    menu: async (line, title) => {
      await line.first().click({ button: 'right' });
      const item = page.locator('.context-view .action-label', { hasText: title }).first();
      // A menu swallows clicks in its first moments, so that the click that opened it chooses nothing.
      await expect(async () => {
        await item.click({ timeout: 1000 });
        await expect(item).toBeHidden({ timeout: 500 });
      }).toPass();
    },
    dialog: async (button) => {
      await page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
    },
    panel: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    editorText: async () => (await page.locator('.editor-instance .view-lines').last().innerText()).replaceAll('\u00a0', ' '),
    picture: async (name) => {
      await mkdir('artifacts/e2e', { recursive: true });
      await page.screenshot({ path: `artifacts/e2e/${name}.png` });
    },
  };
}
