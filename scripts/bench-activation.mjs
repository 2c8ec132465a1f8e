// `npm run bench:activation`: everything set up and packaged, then test/bench/activation.ts.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { projectNode } from './setup/npm-packages.mjs';
import { root } from './setup/shell.mjs';

const pack = () => {
  execFileSync(projectNode(), [join(root, 'scripts', 'package.ts')], { stdio: 'inherit' });
  process.env.SLIPWAY_VSIX = join(root, 'slipway.vsix');
};
if (!bootstrap(['machine', 'window'], ['test/bench/activation.ts', ...process.argv.slice(2)], pack)) process.exitCode = 1;
