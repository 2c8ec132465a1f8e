// dist/daemon.mjs, built again when its sources are newer.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from './freshness.mjs';
import { projectNode } from './npm-packages.mjs';
import { root } from './shell.mjs';

export const daemonProgram = join(root, 'dist', 'daemon.mjs');

/** esbuild says on stderr what is wrong with the sources. */
export function buildDaemonWhenStale() {
  if (!isStale(daemonProgram, ['runtime', 'proto', 'scripts', 'package.json'])) return;
  const build = [join(root, 'scripts', 'build.ts'), 'daemon'];
  const { status } = spawnSync(projectNode(), build, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the daemon could not be built');
}
