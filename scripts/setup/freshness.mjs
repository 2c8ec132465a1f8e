// Whether something has to be built again.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './shell.mjs';

/** True when `file` is absent, or when a file below `sources` (folders or files of the project) is newer. */
export function isStale(file, sources) {
  return !existsSync(file) || newest(sources) > statSync(file).mtimeMs;
}

function newest(sources) {
  const times = sources
    .map((source) => join(root, source))
    .flatMap((path) => [
      path,
      ...(statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((name) => join(path, name)) : []),
    ])
    .map((path) => statSync(path).mtimeMs);
  return Math.max(...times);
}
