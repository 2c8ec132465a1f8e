// `npm test`: everything set up, then scripts/run-tests.ts. Arguments choose stages.
import { bootstrap } from './bootstrap.mjs';

const stages = process.argv.slice(2);
const all = stages.length === 0;
const needs = [
  ...(all || stages.includes('integration') ? ['machine'] : []),
  ...(all || stages.includes('e2e') ? ['machine', 'window'] : []),
];
if (!bootstrap(needs, ['scripts/run-tests.ts', ...stages])) {
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
}
