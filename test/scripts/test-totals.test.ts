import { describe, expect, it } from 'vitest';
import { checkTotals, playwrightTotals, skippedTests, sumTotals, totalsLine, vitestTotals } from '../../scripts/test-totals.ts';

const report = (passed: number, failed: number, others: readonly string[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: [{ name: 'a.test.ts', assertionResults: others.map((status, index) => ({ status, fullName: `test ${index}` })) }],
});

describe('totals', () => {
  it('count every test that did not run, whatever the runner calls it', () => {
    const skipping = report(3, 0, ['passed', 'skipped', 'pending', 'todo', 'disabled']);
    expect(vitestTotals(skipping, true)).toEqual({ passed: 3, failed: 0, skipped: 4 });
    expect(skippedTests(skipping)[0]).toBe('a.test.ts: test 1');
  });

  it('count a failure when the runner failed though no test did, and when there is no report', () => {
    expect(vitestTotals(report(3, 0), false).failed).toBe(1);
    expect(vitestTotals(report(3, 2), false).failed).toBe(2);
    expect(vitestTotals(undefined, true).failed).toBe(1);
    expect(playwrightTotals(undefined, true).failed).toBe(1);
  });

  it('count a test that passed at its second try as failed', () => {
    const stats = { expected: 4, unexpected: 0, flaky: 1, skipped: 2 };
    expect(playwrightTotals({ stats }, true)).toEqual({ passed: 4, failed: 1, skipped: 2 });
  });

  it('are one line over all stages', () => {
    expect(totalsLine(sumTotals([checkTotals(true), checkTotals(false), vitestTotals(report(3, 0), true)]))).toBe(
      '4 passed, 1 failed, 0 skipped',
    );
  });
});
