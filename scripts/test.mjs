// `npm test`: sets everything up, then scripts/run-tests.ts under the project's own Node.js. Arguments choose stages.
import { bootstrap, runUnderBundledNode } from './bootstrap.mjs';

const stages = process.argv.slice(2);
const e2e = stages.length === 0 || stages.includes('e2e');
try {
  bootstrap({ codeServer: e2e });
} catch (error) {
  process.stderr.write(`set-up: ${error.message}\n`);
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exit(1);
}
runUnderBundledNode(['scripts/run-tests.ts', ...stages]);
