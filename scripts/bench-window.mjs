// `npm run bench:activation`, `npm run bench:idle`: everything set up and packaged, then test/bench/activation.ts or idle-window.ts.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { projectNode } from './setup/npm-packages.mjs';
import { root } from './setup/shell.mjs';

const pack = () => {
  execFileSync(projectNode(), [join(root, 'scripts', 'package.ts')], { stdio: 'inherit' });
  process.env.SLIPWAY_VSIX = join(root, 'slipway.vsix');
};
const [bench, ...rest] = process.argv.slice(2);
if (!bootstrap(['machine', 'window'], [`test/bench/${bench}.ts`, ...rest], pack)) process.exitCode = 1;
