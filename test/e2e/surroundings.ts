import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CodeServerOptions } from '../support/code-server.ts';

/** Where the tools of the e2e tests are: the project's own folder, else the user's cache. */
const TOOLS = [resolve('.tools'), join(homedir(), '.cache', 'slipway-tools')];

/**
 * A code-server with these machine settings and the extension: the package SLIPWAY_VSIX (as `npm test` gives it), else the built,
 * unpacked one of SLIPWAY_EXTENSION or of this checkout.
 */
export function codeServerOptions(settings: Readonly<Record<string, unknown>>): CodeServerOptions {
  const program = find(
    TOOLS.flatMap((tools) => [
      join(tools, 'code-server'),
      join(tools, 'node_modules', 'code-server'),
      join(tools, 'code-server', 'node_modules', 'code-server'),
    ]),
  );
  return {
    program,
    node: process.execPath,
    extension: extension(),
    settings,
  };
}

function extension(): CodeServerOptions['extension'] {
  const vsix = process.env['SLIPWAY_VSIX'];
  if (vsix !== undefined) return { vsix: resolve(vsix) };
  return {
    root: resolve(process.env['SLIPWAY_EXTENSION'] ?? '.'),
    files: ['package.json', 'package.nls.json', 'package.nls.zh-cn.json', 'dist', 'extension/l10n', 'extension/media'],
  };
}

function find(candidates: readonly string[]): string {
  const found = candidates.find((candidate) => existsSync(join(candidate, 'out', 'node', 'entry.js')));
  if (found === undefined) throw new Error('code-server is not installed: npm start or npm test installs it');
  return found;
}
