// Debian's containerd as another runtime to show: unpacked, not installed, so that nothing of it runs on the machine but in a test.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { onPath, root, say } from './shell.mjs';

/** Links it into .tools/containerd where apt can fetch it; elsewhere the flow that needs it is skipped. */
export function fetchContainerd() {
  if (!onPath('apt-get') || !onPath('dpkg-deb')) return;
  const cache = join(process.env.SLIPWAY_TOOLS ?? join(homedir(), '.cache', 'slipway-tools'), `containerd-${process.arch}`);
  try {
    if (!existsSync(cache)) unpack(cache);
    const link = join(root, '.tools', 'containerd');
    mkdirSync(join(root, '.tools'), { recursive: true });
    rmSync(link, { recursive: true, force: true });
    symlinkSync(cache, link);
  } catch (error) {
    say(`containerd could not be fetched, so no flow runs on it: ${error.message.split('\n')[0]}`);
  }
}

function unpack(cache) {
  const making = `${cache}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    execFileSync('apt-get', ['-q', 'download', 'containerd'], { cwd: making, stdio: 'pipe' });
    const [file] = readdirSync(making).filter((name) => name.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', join(making, file), making], { stdio: 'pipe' });
    rmSync(join(making, file));
    renameSync(making, cache);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
