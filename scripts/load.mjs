// `npm run load`: everything set up and built, then test/load/load.ts, whose head says what can be asked for.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale } from './setup/built-daemon.mjs';

if (!bootstrap(['machine'], ['test/load/load.ts', ...process.argv.slice(2)], buildDaemonWhenStale)) process.exitCode = 1;
