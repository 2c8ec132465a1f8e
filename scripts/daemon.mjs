// `npm run -s daemon -- --socket S --root R --run D [--config F]`: the built daemon in the foreground, built first when sources are newer.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale, daemonProgram } from './setup/built-daemon.mjs';

const args = ['--max-semi-space-size=2', daemonProgram, ...process.argv.slice(2)];
if (!bootstrap([], args, buildDaemonWhenStale)) process.exitCode = 1;
