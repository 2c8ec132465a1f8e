// Runs the stages of `npm test` one after another, all of them even when one fails, and ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, root } from './setup/shell.mjs';
import {
  checkTotals,
  NOTHING,
  playwrightTotals,
  skippedTests,
  sumTotals,
  totalsLine,
  vitestTotals,
  type PlaywrightReport,
  type Totals,
  type VitestReport,
} from './test-totals.ts';

const results = join(root, 'artifacts', 'results');

/** A check counts as one test, a suite counts its tests. Integration and e2e run what `build` has made. */
const STAGES: Readonly<Record<string, () => Totals>> = {
  lint: () => sumTotals([check('eslint', ['.']), check('prettier', ['--check', '--log-level=warn', '.']), check('knip', [])]),
  types: () => check('tsc', ['-b']),
  fast: () => vitest('fast'),
  build: () => check('node', ['scripts/package.ts']),
  integration: () => vitest('integration'),
  e2e: () => playwright(),
};

main(process.argv.slice(2));

function main(asked: readonly string[]): void {
  const unknown = asked.filter((name) => !(name in STAGES));
  if (unknown.length > 0) {
    print(`unknown stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const built = asked.includes('integration') || asked.includes('e2e');
  const names = Object.keys(STAGES).filter((name) => asked.length === 0 || asked.includes(name) || (name === 'build' && built));
  const totals = sumTotals(names.map(runStage));
  print(`\n${totalsLine(totals)}`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

function runStage(name: string): Totals {
  const begin = performance.now();
  print(`\n── ${name}`);
  const totals = STAGES[name]?.() ?? NOTHING;
  print(`── ${name}: ${totalsLine(totals)} in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return totals;
}

function check(program: string, args: readonly string[]): Totals {
  const ok = run(program, args);
  if (!ok) print(`FAILED: ${[program, ...args].join(' ')}`);
  return checkTotals(ok);
}

function vitest(project: string): Totals {
  const file = join(results, `${project}.json`);
  const ok = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  const report = readReport(file) as VitestReport | undefined;
  if (report !== undefined) for (const test of skippedTests(report)) print(`skipped: ${test.replace(`${root}/`, '')}`);
  return vitestTotals(report, ok);
}

function playwright(): Totals {
  const file = join(results, 'e2e.json');
  const missing = windowMissing();
  if (missing !== undefined) print(`skipped: all of e2e: ${missing}`);
  // Without a window the tests are only counted: Playwright lists them as skipped.
  const how = missing === undefined ? ['--reporter=list,json'] : ['--list', '--reporter=json'];
  const ok = run('playwright', ['test', '--config=test/e2e/playwright.config.ts', ...how], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    SLIPWAY_VSIX: join(root, 'slipway.vsix'),
  });
  return playwrightTotals(readReport(file) as PlaywrightReport | undefined, ok);
}

/** Why there is no VS Code in a browser here. */
function windowMissing(): string | undefined {
  if (!existsSync(join(root, '.tools', 'code-server'))) return 'code-server is not installed (the set-up says why)';
  if (!onPath('chromium') && !onPath('chromium-browser')) return 'no Chromium is installed (apt-get install chromium)';
  return undefined;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (result.error !== undefined) print(`${program}: ${result.error.message}`);
  return result.status === 0;
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
