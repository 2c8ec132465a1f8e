import { existsSync } from 'node:fs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/lib/chromium/chromium'];
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** The distribution's browser, which asks for nothing outside of this machine. */
export const launchOptions = {
  executablePath: CHROMIUM.find((file) => existsSync(file)) ?? 'chromium',
  args: [...QUIET, '--disable-component-update', '--disable-sync'],
};

export const viewport = { width: 1360, height: 850 };
