import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

export type Theme = keyof typeof THEMES;

/** VS Code's own themes: what the picker calls them, and the class that the workbench has with them. */
const THEMES = {
  dark: ['Dark 2026', 'vs-dark'],
  light: ['Light 2026', 'vs'],
  contrast: ['Dark High Contrast', 'hc-black'],
} as const;

/** Gives the open window other colours. They are a setting, so the next window of this server has them, too. */
export async function chooseColours(page: Page, theme: Theme): Promise<void> {
  const [label, className] = THEMES[theme];
  const workbench = page.locator(`.monaco-workbench.${className}`);
  if (await workbench.isVisible()) return;
  const input = page.locator('.quick-input-widget input[type="text"]');
  const choice = page.locator('.quick-input-list .monaco-list-row');
  await expect(async () => {
    if (!(await input.isVisible())) await page.keyboard.press('F1');
    await input.waitFor({ timeout: 3000 });
    await input.fill('>Preferences: Color Theme');
    // Not the first one: another command, which looks for more themes, comes before.
    await choice.and(page.locator('[aria-label^="Preferences: Color Theme"]')).click({ timeout: 3000 });
    await expect(input).toHaveAttribute('placeholder', /Color Theme/, { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await input.fill(label);
  await choice.and(page.locator(`[aria-label^="${label}"]`)).click();
  await expect(workbench).toBeVisible();
  await expect(input).toBeHidden();
}
