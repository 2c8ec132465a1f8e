// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { layerBars } from '../../webview/panels/image/layer-bars.ts';
import { createLayerFiles as createPart } from '../../webview/panels/image/layer-files.ts';
import type { LayerFilesOptions, LayerFilesPart } from '../../webview/panels/image/layer-files.ts';
import type { LayerFilesQuestion, LayerFilesView } from '../../webview/protocol.ts';

const VIEW: LayerFilesView = {
  counts: { added: 1, changed: 0, removed: 0 },
  sizeBytes: 2000,
  hiddenBytes: 0,
  found: 450,
  files: [{ path: '/<img src=x>', change: 'added', sizeBytes: 2000, hidden: false, opens: true }],
  lookedAt: 0,
};
const opened: string[] = [];
const createLayerFiles = (read: LayerFilesOptions['read']): LayerFilesPart =>
  createPart({ read, open: (image, path) => void opened.push(`${image} ${path}`) });
const settle = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the files of a layer', () => {
  it('are text, never markup, and come in pieces', async () => {
    const asked: LayerFilesQuestion[] = [];
    const part = createLayerFiles((question) => {
      asked.push(question);
      return Promise.resolve(VIEW);
    });
    part.choose('sha256:i', 2);
    await settle();
    expect(part.element.querySelector('img')).toBeNull();
    expect(part.element.textContent).toContain('/<img src=x>');
    part.element.querySelector<HTMLElement>('td .link')?.click();
    expect(opened).toEqual(['sha256:i /<img src=x>']);
    [...part.element.querySelectorAll<HTMLElement>('vscode-button')]
      .find((each) => each.textContent === 'Show More (449)')
      ?.click();
    await settle();
    expect(asked.map(({ image, layer, most }) => [image, layer, most])).toEqual([
      ['sha256:i', 2, 200],
      ['sha256:i', 2, 400],
    ]);
  });

  it('of a layer that is no longer chosen are not shown, and no longer wanted', async () => {
    const signals: AbortSignal[] = [];
    const answers: ((view: LayerFilesView) => void)[] = [];
    const part = createLayerFiles((_question, signal) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    });
    part.choose('sha256:i', 0);
    part.choose('sha256:i', 1);
    answers[0]?.(VIEW);
    await settle();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(part.element.textContent).toContain('Reading files…');
    part.choose('sha256:i', undefined);
    expect(part.element.textContent).toBe('');
  });

  it('say why they cannot be told, and are tried again', async () => {
    let fails = true;
    const part = createLayerFiles(() => (fails ? Promise.reject(new Error('the runtime is away')) : Promise.resolve(VIEW)));
    part.choose('sha256:i', 0);
    await settle();
    expect(part.element.querySelector('[role="alert"]')?.textContent).toBe('the runtime is away');
    fails = false;
    part.element.querySelector<HTMLElement>('vscode-button')?.click();
    await settle();
    expect(part.element.querySelectorAll('tbody tr')).toHaveLength(1);
  });

  it('are offered only where the runtime can tell them', () => {
    const layers = [{ digest: 'sha256:l', sizeBytes: 1, createdBy: '' }];
    expect(
      layerBars(layers, { shared: {}, chosen: 0, choose: () => undefined }).querySelector('[aria-expanded="true"]'),
    ).not.toBeNull();
    const without = layerBars(layers, { shared: {}, chosen: undefined, choose: undefined });
    expect(without.querySelector('button')).toBeNull();
    expect(without.textContent).toContain('has no call for the files of layers');
  });
});
