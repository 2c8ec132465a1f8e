// `npm run test:vm`: everything set up and built, then scripts/run-vm.ts.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale } from './setup/built-daemon.mjs';

if (!bootstrap(['machine', 'emulator'], ['scripts/run-vm.ts', ...process.argv.slice(2)], buildDaemonWhenStale))
  process.exitCode = 1;
