import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { launchOptions, viewport } from './browser.ts';

export default defineConfig({
  testDir: '.',
  outputDir: join(import.meta.dirname, '../../artifacts/playwright'),
  // One window at a time: a workbench keeps two cores busy.
  workers: 1,
  timeout: 150_000,
  expect: { timeout: 20_000 },
  use: {
    viewport,
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions,
    contextOptions: { reducedMotion: 'reduce' },
  },
});
