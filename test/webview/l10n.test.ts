// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
});

describe('the words of a page', () => {
  it('are those that the extension wrote into it, with the values in their places', async () => {
    document.body.innerHTML = '<main id="root"></main>';
    const words = { 'Reveal {0}': '显示 {0}' };
    document.getElementById('root')?.setAttribute('data-words', JSON.stringify(words));
    const { t } = await import('../../webview/l10n.ts');
    expect(t('Reveal {0}', 'TOKEN')).toBe('显示 TOKEN');
    expect(t('Value')).toBe('Value');
  });

  it('stay as they are written where there is no other language', async () => {
    document.body.innerHTML = '<main id="root"></main>';
    const { t } = await import('../../webview/l10n.ts');
    expect(t('{0} d {1} h', 3, 4)).toBe('3 d 4 h');
  });
});
