import type { Window } from '../window.ts';
import { chooseColours } from './colours.ts';
import { expectAccessible } from './expect-accessible.ts';

/** The shown panel in dark, light and high contrast colours: anybody can use it, and there is a picture of each. Ends with light ones. */
export async function inEveryTheme(window: Window, name: string): Promise<void> {
  for (const theme of ['dark', 'contrast', 'light'] as const) {
    await chooseColours(window.page, theme);
    await expectAccessible(window.panel());
    await window.picture(`${name}-${theme}`);
  }
}
