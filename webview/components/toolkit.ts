import { provideVSCodeDesignSystem, vsCodeBadge, vsCodeButton } from '@vscode/webview-ui-toolkit';
import { element } from './element.ts';

/** Registers the toolkit's elements that are wrapped here; call once before the first is made. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeBadge());
}

export interface ButtonOptions {
  readonly text: string;
  readonly primary?: boolean;
  readonly onClick: () => void;
}

export function button({ text, primary = false, onClick }: ButtonOptions): HTMLElement {
  const made = element('vscode-button', { text, attributes: { appearance: primary ? 'primary' : 'secondary' } });
  made.addEventListener('click', onClick);
  return made;
}

export function badge(text: string): HTMLElement {
  return element('vscode-badge', { text });
}
