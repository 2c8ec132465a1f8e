import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const dist = resolve(process.env['SLIPWAY_EXTENSION'] ?? '.', 'dist');
const absent = existsSync(`${dist}/daemon.mjs`) ? undefined : 'dist/daemon.mjs is not built';
if (absent !== undefined) console.warn(`skipped: ${absent}`);

it.skipIf(absent !== undefined).each([
  ['yaml.mjs', 'parse'],
  ['re2js.mjs', 'RE2JS'],
])('%s, which the daemon reads on demand, has what it asks for', async (file, name) => {
  expect(await import(`${dist}/${file}`)).toHaveProperty(name, expect.any(Function));
});
