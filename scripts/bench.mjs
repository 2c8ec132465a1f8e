// `npm run bench`: everything set up and built, then test/bench/bench.ts, whose head says what can be asked for.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale } from './setup/built-daemon.mjs';

if (!bootstrap(['machine'], ['test/bench/bench.ts', ...process.argv.slice(2)], buildDaemonWhenStale)) process.exitCode = 1;
