// Runs the stages of `npm test` one after another, all of them even when one fails, and ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'artifacts', 'results');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** A check counts as one test; a suite counts its tests. */
const STAGES: Readonly<Record<string, () => Totals>> = {
  build: () => check('build', [process.execPath, 'scripts/build.ts']),
  lint: () =>
    sum([
      check('eslint', [bin('eslint'), '.']),
      check('prettier', [bin('prettier'), '--check', '--log-level=warn', '.']),
      check('knip', [bin('knip')]),
    ]),
  types: () => check('types', [bin('tsc'), '-b']),
  fast: () => vitest('fast'),
  integration: () => vitest('integration'),
  e2e: () => playwright(),
};

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  process.stderr.write(`unknown stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}\n`);
  process.exit(2);
}
// Integration and e2e tests run what was built.
const names = asked.length === 0 ? Object.keys(STAGES) : ['build', ...asked.filter((name) => name !== 'build')];
const totals = sum(names.map(runStage));
process.stdout.write(`${String(totals.passed)} passed, ${String(totals.failed)} failed, ${String(totals.skipped)} skipped\n`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function runStage(name: string): Totals {
  const begin = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const stage = STAGES[name]?.() ?? { passed: 0, failed: 1, skipped: 0 };
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(
    `── ${name}: ${String(stage.passed)} passed, ${String(stage.failed)} failed, ${String(stage.skipped)} skipped in ${seconds} s\n`,
  );
  return stage;
}

function run(argv: readonly string[], env: Record<string, string> = {}): boolean {
  const [program = '', ...args] = argv;
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (result.error !== undefined) process.stdout.write(`${program}: ${result.error.message}\n`);
  return result.status === 0;
}

function check(name: string, argv: readonly string[]): Totals {
  const ok = run(argv);
  if (!ok) process.stdout.write(`FAILED: ${name}\n`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
}

function vitest(project: string): Totals {
  const file = join(results, `${project}.json`);
  const ok = run([
    bin('vitest'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = readReport<VitestReport>(file);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests;
  // A file that does not load has no failed test of its own, but the run has failed.
  return {
    passed: report.numPassedTests,
    failed: ok ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

function playwright(): Totals {
  const file = join(results, 'e2e.json');
  const ok = run([bin('playwright'), 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const stats = readReport<PlaywrightReport>(file)?.stats;
  if (stats === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return {
    passed: stats.expected + stats.flaky,
    failed: ok ? stats.unexpected : Math.max(stats.unexpected, 1),
    skipped: stats.skipped,
  };
}

function readReport<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

function sum(all: readonly Totals[]): Totals {
  const add = (key: keyof Totals): number => all.reduce((total, one) => total + one[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}
