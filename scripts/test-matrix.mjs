// `npm run test:matrix`: everything set up and built, then scripts/run-matrix.ts.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale } from './setup/built-daemon.mjs';

if (!bootstrap(['machine'], ['scripts/run-matrix.ts', ...process.argv.slice(2)], buildDaemonWhenStale)) process.exitCode = 1;
