// `npm run -s daemon -- --socket S --root R --run D [--config F]`: the built daemon in the foreground, built first when sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { projectNode } from './setup/npm-packages.mjs';
import { root } from './setup/shell.mjs';

const program = join(root, 'dist', 'daemon.mjs');
const ready = bootstrap([], ['--max-semi-space-size=2', program, ...process.argv.slice(2)], () => {
  if (existsSync(program) && statSync(program).mtimeMs > newest(['runtime', 'proto'])) return;
  const built = spawnSync(projectNode(), [join(root, 'scripts', 'build.ts'), 'daemon'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the daemon could not be built');
});
if (!ready) process.exitCode = 1;

/** When the last source below `folders` changed, in milliseconds since the epoch. */
function newest(folders) {
  const times = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => statSync(join(root, folder, file)).mtimeMs),
  );
  return Math.max(...times);
}
