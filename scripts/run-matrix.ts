// `npm run test:matrix [-- files]`: the tests of pods and containers once more, on the newer runc, crun, runsc, conmon and plugins of
// another Debian. SLIPWAY_MATRIX_ROOT names its directory; without it, one is made once.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { enterUserland } from './matrix/enter-userland.ts';
import { matrixUserland } from './matrix/userland.ts';
import { root } from './setup/shell.mjs';

/** What runs no pod or container is the same on every userland. */
const OTHERS = /^(image-|host\.)/;

main(process.argv.slice(2));

function main(files: readonly string[]): void {
  try {
    const userland = matrixUserland();
    const vitest = ['vitest', 'run', '--project', 'integration', ...(files.length > 0 ? files : podTests())];
    const [program, ...args] = enterUserland(userland, { project: root, argv: vitest });
    const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    if (error !== undefined) throw error;
    process.exitCode = status ?? 1;
  } catch (error) {
    process.stderr.write(`matrix: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function podTests(): string[] {
  const names = readdirSync(`${root}/test/integration`).filter((name) => name.endsWith('.test.ts') && !OTHERS.test(name));
  return names.map((name) => `test/integration/${name}`);
}
