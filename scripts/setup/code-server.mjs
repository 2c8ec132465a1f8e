// VS Code in the browser: code-server from npm, made once per machine in the user's cache, linked into .tools of every clone.
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { nodePackage, npm } from './npm-packages.mjs';
import { root, say } from './shell.mjs';

const VERSION = '4.139.1';

/** True when it is there afterwards; what is missing is said. */
export function installCodeServer() {
  const cache = join(
    process.env.SLIPWAY_TOOLS ?? join(homedir(), '.cache', 'slipway-tools'),
    `code-server-${VERSION}-${process.arch}`,
  );
  if (!existsSync(cache)) {
    say(`installing code-server ${VERSION} (once on this machine, about a minute)`);
    try {
      make(cache);
    } catch (error) {
      say(`code-server could not be installed, so there is no VS Code in the browser here: ${error.message}`);
      return false;
    }
  }
  const link = join(root, '.tools', 'code-server');
  mkdirSync(join(root, '.tools'), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(join(cache, 'node_modules', 'code-server'), link);
  return true;
}

/** A plain install would need Kerberos headers for a part that is not used here; only the log writer has to be compiled. */
function make(cache) {
  const building = `${cache}.${process.pid}`;
  try {
    mkdirSync(building, { recursive: true });
    writeFileSync(join(building, 'package.json'), '{"private": true}\n');
    const env = { npm_config_nodedir: nodePackage() };
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
    npm(['install', ...quiet, `code-server@${VERSION}`], { cwd: building });
    const vscode = join(building, 'node_modules', 'code-server', 'lib', 'vscode');
    npm(['install', '--omit=dev', ...quiet], { cwd: vscode, env });
    npm(['install', '--omit=dev', ...quiet], { cwd: join(vscode, 'extensions'), env });
    npm(['rebuild', '@vscode/spdlog'], { cwd: vscode, env });
    renameSync(building, cache);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
