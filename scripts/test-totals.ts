export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What is read of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** What is read of Playwright's JSON report. */
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

export const NOTHING: Totals = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILURE: Totals = { ...NOTHING, failed: 1 };

/** A suite without a report has failed. `ok`: the runner's own opinion; a file that does not load has no failed test of its own. */
export function vitestTotals(report: VitestReport | undefined, ok: boolean): Totals {
  if (report === undefined) return ONE_FAILURE;
  return { passed: report.numPassedTests, failed: atLeastOne(report.numFailedTests, ok), skipped: skippedTests(report).length };
}

/** File and name of each test that did not run. */
export function skippedTests(report: VitestReport): string[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ fullName }) => `${name}: ${fullName}`),
  );
}

/** A test that passed only when it was tried again has failed. */
export function playwrightTotals(report: PlaywrightReport | undefined, ok: boolean): Totals {
  if (report === undefined) return ONE_FAILURE;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: atLeastOne(unexpected + flaky, ok), skipped };
}

export function checkTotals(ok: boolean): Totals {
  return { ...NOTHING, [ok ? 'passed' : 'failed']: 1 };
}

export function sumTotals(all: readonly Totals[]): Totals {
  const sum = (key: keyof Totals): number => all.reduce((total, one) => total + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function atLeastOne(failed: number, ok: boolean): number {
  return ok ? failed : Math.max(failed, 1);
}
