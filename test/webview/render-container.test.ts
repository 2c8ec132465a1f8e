// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { renderContainer } from '../../webview/panels/container/render.ts';
import type { ContainerView } from '../../webview/protocol.ts';
import { containerViewOf } from '../support/container-view.ts';

const acts: string[] = [];
let revealed: ReadonlySet<string>;

beforeEach(() => {
  acts.length = 0;
  revealed = new Set();
});

describe('the container panel', () => {
  it('shows what a container says as text, never as markup', () => {
    const page = draw({ name: '<img src=x>', labels: [{ name: '<b>l</b>', value: '<script>x</script>' }] });
    expect(page.querySelector('img, script, b')).toBeNull();
    expect(page.querySelector('h1')?.textContent).toBe('<img src=x>');
  });

  it('masks the values of variables until they are asked for', () => {
    const env = [
      { name: 'PATH', value: '/bin' },
      { name: 'TOKEN', value: 'hunter2' },
    ];
    const masked = draw({ env });
    expect(masked.textContent).toContain('TOKEN');
    expect(masked.textContent).not.toContain('hunter2');
    expect(masked.textContent).not.toContain('/bin');
    masked.querySelector<HTMLElement>('button[aria-label="Reveal TOKEN"]')?.click();
    const one = draw({ env });
    expect(one.textContent).toContain('hunter2');
    expect(one.textContent).not.toContain('/bin');
    buttonOf(one, 'Reveal Values')?.click();
    const all = draw({ env });
    expect(all.textContent).toContain('/bin');
    buttonOf(all, 'Hide Values')?.click();
    expect(draw({ env }).textContent).not.toContain('hunter2');
  });

  it.each<[ContainerView['state'], readonly string[]]>([
    ['created', ['Start', 'Show Logs', 'Logs in a Panel', 'Inspect', 'Copy ID', 'Remove…']],
    ['running', ['Show Logs', 'Logs in a Panel', 'Inspect', 'Copy ID', 'Stop', 'Remove…']],
    ['exited', ['Show Logs', 'Logs in a Panel', 'Inspect', 'Copy ID', 'Remove…']],
  ])('offers to a %s container only what it can do', (state, titles) => {
    const toolbar = draw({ state }).querySelector('[role="toolbar"]');
    expect([...(toolbar?.children ?? [])].map((child) => child.textContent)).toEqual(titles);
  });

  it('opens in the browser what is published', () => {
    const page = draw({ ports: ['8080 → 80/tcp'], browsable: true });
    expect(page.textContent).toContain('8080 → 80/tcp');
    buttonOf(page, 'Open in Browser')?.click();
    expect(acts).toEqual(['browse']);
  });

  it('leaves out facts that nobody knows', () => {
    const names = [...draw({ pod: undefined, message: '' }).querySelectorAll('dt')].map((each) => each.textContent);
    expect(names).not.toContain('Pod address');
    expect(names).not.toContain('Message');
    expect(names).toContain('Image');
  });
});

function draw(change: Partial<ContainerView>): HTMLElement {
  const root = document.createElement('main');
  const options = {
    nowMs: 61_000,
    act: (action: string) => void acts.push(action),
    revealed,
    reveal: (names: readonly string[]) => {
      revealed = names.length === 0 ? new Set() : new Set([...revealed, ...names]);
    },
    usage: document.createElement('div'),
    resources: document.createElement('div'),
    lastLines: undefined,
  };
  root.append(...renderContainer(containerViewOf(change), options));
  return root;
}

function buttonOf(root: HTMLElement, text: string): HTMLElement | undefined {
  return [...root.querySelectorAll<HTMLElement>('vscode-button')].find((each) => each.textContent === text);
}
