// `npm run deaths [-- -t "name of an act"]`: kills the daemon at every call of every act, where `npm test` visits a few of them. Takes ten minutes.
import { bootstrap } from './bootstrap.mjs';
import { buildDaemonWhenStale } from './setup/built-daemon.mjs';

process.env.SLIPWAY_DEATHS = 'Infinity';
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'integration', '--testTimeout', '3600000', 'deaths'];
if (!bootstrap(['machine'], [...vitest, ...process.argv.slice(2)], buildDaemonWhenStale)) process.exitCode = 1;
