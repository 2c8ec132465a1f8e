// `npm start`: sets everything up, then scripts/start.ts under the project's own Node.js.
import { bootstrap, runUnderBundledNode } from './bootstrap.mjs';

const check = process.argv.includes('--check');
try {
  bootstrap({ codeServer: !check });
} catch (error) {
  process.stderr.write(`set-up: ${error.message}\n`);
  process.exit(1);
}
runUnderBundledNode([check ? 'scripts/check.ts' : 'scripts/start.ts', ...process.argv.slice(2)]);
