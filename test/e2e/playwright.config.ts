import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/lib/chromium/chromium'];
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

export default defineConfig({
  testDir: '.',
  outputDir: join(import.meta.dirname, '../../artifacts/playwright'),
  // One window at a time: a workbench keeps two cores busy.
  workers: 1,
  timeout: 150_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1360, height: 850 },
    actionTimeout: 15_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: CHROMIUM.find((file) => existsSync(file)) ?? 'chromium',
      args: [...QUIET, '--disable-component-update', '--disable-sync'],
    },
    contextOptions: { reducedMotion: 'reduce' },
  },
});
