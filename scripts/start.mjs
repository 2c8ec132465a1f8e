// `npm start`: everything set up, then scripts/start.ts. `npm start -- --check`: the main flow without hands, scripts/check.ts.
import { bootstrap } from './bootstrap.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
const ready = check
  ? bootstrap(['machine'], ['test/check/check.ts', ...args])
  : bootstrap(['machine', 'window'], ['scripts/start.ts', ...args]);
if (!ready) process.exitCode = 1;
