// `npm run -s daemon -- --socket S --root R --run D [--config F]`: the built daemon in the foreground, built first when sources are newer.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { isStale } from './setup/freshness.mjs';
import { projectNode } from './setup/npm-packages.mjs';
import { root } from './setup/shell.mjs';

const program = join(root, 'dist', 'daemon.mjs');
const ready = bootstrap([], ['--max-semi-space-size=2', program, ...process.argv.slice(2)], () => {
  if (!isStale(program, ['runtime', 'proto', 'package.json'])) return;
  const built = spawnSync(projectNode(), [join(root, 'scripts', 'build.ts'), 'daemon'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the daemon could not be built');
});
if (!ready) process.exitCode = 1;
