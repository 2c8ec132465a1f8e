// What VS Code waits for the extension, as VS Code itself counts it: `npm run bench:activation [-- WINDOWS]`. Each window is a new server.
import { chromium } from '@playwright/test';
import { codeServerOptions } from '../e2e/surroundings.ts';
import { launchOptions, viewport } from '../e2e/browser.ts';
import { createWindow } from '../e2e/window.ts';
import { startCodeServer } from '../support/code-server.ts';
import { printSamples, Samples } from './samples.ts';

const [windows = '7'] = process.argv.slice(2);
const samples = new Samples();
const browser = await chromium.launch(launchOptions);
try {
  for (let round = 0; round < Number(windows); round++) await openOne();
} finally {
  await browser.close();
}
printSamples('activation of the extension: loading its code and activate()', samples);

async function openOne(): Promise<void> {
  const server = await startCodeServer(codeServerOptions({ 'slipway.socket': '/tmp/slipway-bench-nobody.sock' }));
  const page = await browser.newPage({ viewport });
  try {
    const window = createWindow(page);
    await window.open(server.url);
    await window.command('Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Slipway' });
    const [, ms] = /Activation: (\d+) ?ms/.exec(await row.innerText()) ?? [];
    if (ms === undefined) throw new Error(`VS Code does not say how long the activation took: ${await row.innerText()}`);
    samples.add('activation', Number(ms));
  } finally {
    await page.close();
    await server.stop();
  }
}
