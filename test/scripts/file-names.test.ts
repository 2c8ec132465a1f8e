import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = ['extension', 'runtime', 'webview', 'proto', 'scripts', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
);
const sources = files.filter((file) => /\.(ts|mjs|css)$/.test(file));

it('every source file has a kebab-case name', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config|d))?\.(ts|mjs|css)$/;
  expect(sources.filter((file) => !kebab.test(basename(file)))).toEqual([]);
  expect(sources.length).toBeGreaterThan(100);
});

it('no file or folder is a drawer for anything', () => {
  expect(files.filter((file) => /(^|[/-])(utils?|helpers?|managers?|common|misc|impl)([./-]|$)/.test(file))).toEqual([]);
});
