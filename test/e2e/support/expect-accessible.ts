import { expect } from '@playwright/test';
import type { FrameLocator } from '@playwright/test';
import axe from 'axe-core';
import type { AxeResults, NodeResult } from 'axe-core';

/** What WCAG 2.2 asks for at level AA, and what axe holds for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

declare const window: { readonly axe?: typeof axe };
declare const document: { readonly documentElement: { readonly style: { background: string } } };

/** Fails with each thing on the shown panel that a person with a screen reader, or weak eyes, could not use. */
export async function expectAccessible(panel: FrameLocator): Promise<void> {
  const owner = await panel.owner().elementHandle();
  const frame = await owner.contentFrame();
  if (frame === null) throw new Error('no panel is shown');
  if (!(await frame.evaluate(() => window.axe !== undefined))) await frame.evaluate(axe.source);
  const violations = await frame.evaluate(async (values): Promise<AxeResults['violations']> => {
    if (window.axe === undefined) throw new Error('axe was not loaded');
    const { style } = document.documentElement;
    // Pages are transparent: VS Code paints what lies behind them, which axe, in the page, takes for white.
    style.background = 'var(--vscode-editor-background)';
    try {
      return (await window.axe.run({ runOnly: values, resultTypes: ['violations'] })).violations;
    } finally {
      style.background = '';
    }
  }, RULES);
  const told = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n${tell(node)}`));
  expect(told, told.join('\n\n')).toEqual([]);
}

function tell(node: NodeResult): string {
  return [
    `  at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`,
    `  ${node.failureSummary?.replaceAll('\n', '\n  ') ?? ''}`,
  ].join('\n');
}
