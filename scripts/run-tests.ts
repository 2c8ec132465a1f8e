// Runs the stages of `npm test` one after another, all of them even when one fails, and ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, root } from './setup/shell.mjs';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const results = join(root, 'artifacts', 'results');

/** A check counts as one test, a suite counts its tests. Integration and e2e run what `build` has made. */
const STAGES: Readonly<Record<string, () => Totals>> = {
  lint: () => add(check('eslint', ['.']), check('prettier', ['--check', '--log-level=warn', '.']), check('knip', [])),
  types: () => check('tsc', ['-b']),
  fast: () => vitest('fast'),
  build: () => check('node', ['scripts/package.ts']),
  integration: () => vitest('integration'),
  e2e: () => playwright(),
};
const NOTHING: Totals = { passed: 0, failed: 0, skipped: 0 };

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
  const totals = names.map(runStage).reduce((sum, stage) => add(sum, stage), NOTHING);
  print(`\n${inWords(totals)}`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

function runStage(name: string): Totals {
  const begin = performance.now();
  print(`\n── ${name}`);
  const totals = STAGES[name]?.() ?? NOTHING;
  print(`── ${name}: ${inWords(totals)} in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return totals;
}

function check(program: string, args: readonly string[]): Totals {
  const ok = run(program, args);
  if (!ok) print(`FAILED: ${[program, ...args].join(' ')}`);
  return { ...NOTHING, [ok ? 'passed' : 'failed']: 1 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function vitest(project: string): Totals {
  const file = join(results, `${project}.json`);
  const ok = run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  const report = readReport(file) as VitestReport | undefined;
  if (report === undefined) return { ...NOTHING, failed: 1 };
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map((test) => `${name.slice(root.length + 1)}: ${test.fullName}`),
  );
  for (const test of skipped) print(`skipped: ${test}`);
  // A file that does not load has no failed test of its own, and yet the run has failed.
  return { passed: report.numPassedTests, failed: atLeastOne(report.numFailedTests, ok), skipped: skipped.length };
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

function playwright(): Totals {
  const file = join(results, 'e2e.json');
  const report = (extra: readonly string[]): boolean =>
    run('playwright', ['test', '--config=test/e2e/playwright.config.ts', ...extra], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const missing = windowMissing();
  if (missing !== undefined) {
    print(`skipped: all of e2e: ${missing}`);
    report(['--list', '--reporter=json']);
    return { ...NOTHING, skipped: (readReport(file) as PlaywrightReport | undefined)?.stats.skipped ?? 1 };
  }
  const ok = report(['--reporter=list,json']);
  const stats = (readReport(file) as PlaywrightReport | undefined)?.stats;
  if (stats === undefined) return { ...NOTHING, failed: 1 };
  return { passed: stats.expected + stats.flaky, failed: atLeastOne(stats.unexpected, ok), skipped: stats.skipped };
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

function atLeastOne(failed: number, ok: boolean): number {
  return ok ? failed : Math.max(failed, 1);
}

function add(...all: readonly Totals[]): Totals {
  const sum = (key: keyof Totals): number => all.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function inWords({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
