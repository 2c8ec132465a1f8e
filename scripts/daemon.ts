// `npm run -s daemon -- --socket S --root R --run D [--config F]`: the built daemon in the foreground, built first when sources are newer.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist', 'daemon.mjs');

if (!existsSync(program) || newest(['runtime', 'proto']) > statSync(program).mtimeMs) {
  const built = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) process.exit(1);
}
const daemon = spawn(process.execPath, ['--max-semi-space-size=2', program, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => daemon.kill(signal));
daemon.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));

function newest(folders: readonly string[]): number {
  const times = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => statSync(join(root, folder, file)).mtimeMs),
  );
  return Math.max(...times);
}
