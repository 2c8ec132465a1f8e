// Brings a fresh clone up: host packages, npm packages and, where it is wanted, VS Code in the browser. Plain JavaScript for any
// Node.js >= 18, because nothing is installed yet. A second run changes nothing and takes a moment.
import { installCodeServer } from './setup/code-server.mjs';
import { fetchContainerd } from './setup/containerd.mjs';
import { installHostPackages } from './setup/host-packages.mjs';
import { handOver, installNpmPackages } from './setup/npm-packages.mjs';
import { say } from './setup/shell.mjs';

/** Sets up what `needs` names (`machine`, `window`, `emulator`), does `last`, and goes on as `args` under the project's Node.js. False when it cannot. */
export function bootstrap(needs, args, last = () => undefined) {
  try {
    if (needs.includes('machine'))
      installHostPackages({ window: needs.includes('window'), emulator: needs.includes('emulator') });
    installNpmPackages();
    if (needs.includes('window')) {
      installCodeServer();
      fetchContainerd();
    }
    last();
  } catch (error) {
    say(error.message);
    return false;
  }
  handOver(args);
  return true;
}
