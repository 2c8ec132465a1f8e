import { describe, expect, it } from 'vitest';
import { createLiveQuery } from '../../extension/target/live-query.ts';
import type { Timers } from '../../extension/target/live-query.ts';

interface Clock extends Timers {
  readonly waits: number[];
  /** Runs the timer that waits, and all that follows at once. */
  pass(): Promise<void>;
}

function clock(): Clock {
  let pending: (() => void) | undefined;
  let now = 1000;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    after: (ms, run) => {
      waits.push(ms);
      pending = () => {
        now += ms;
        run();
      };
      return () => (pending = undefined);
    },
    pass: async () => {
      const run = pending;
      pending = undefined;
      run?.();
      await new Promise(setImmediate);
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('a live query', () => {
  it('asks nothing until somebody watches, and nothing after', async () => {
    const timers = clock();
    let asked = 0;
    const query = createLiveQuery({ ask: async () => ++asked, intervalMs: () => 100, timers });
    await timers.pass();
    expect(asked).toBe(0);
    const watch = query.watch();
    await settled();
    await timers.pass();
    expect(asked).toBe(2);
    watch.dispose();
    await timers.pass();
    expect(asked).toBe(2);
  });

  it('fires for a change only, and asks less often while nothing changes', async () => {
    const timers = clock();
    let fired = 0;
    const query = createLiveQuery({ ask: async () => 'same', intervalMs: () => 100, timers });
    query.onDidChange(() => fired++);
    query.watch();
    await settled();
    for (let n = 0; n < 31; n++) await timers.pass();
    expect(fired).toBe(1);
    expect(timers.waits.slice(0, 12)).toEqual([100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 200, 200]);
    expect(timers.waits.at(-1)).toBe(400);
  });

  it('keeps the last good answer and its time when the runtime goes away, and backs off', async () => {
    const timers = clock();
    let fail = false;
    const query = createLiveQuery({
      ask: async () => (fail ? Promise.reject(new Error('away')) : 'good'),
      intervalMs: () => 100,
      timers,
    });
    query.watch();
    await settled();
    fail = true;
    for (let n = 0; n < 6; n++) await timers.pass();
    expect(query.snapshot).toMatchObject({ value: 'good', fetchedAt: 1000, error: { message: 'away' } });
    expect(timers.waits.slice(1)).toEqual([100, 200, 400, 800, 800, 800]);
  });

  it('asks again after a question that was on its way when something was done', async () => {
    const answers: ((value: string) => void)[] = [];
    const query = createLiveQuery({
      ask: () => new Promise<string>((resolve) => answers.push(resolve)),
      intervalMs: () => 100,
      timers: clock(),
    });
    const before = query.refresh();
    const after = query.refresh();
    answers[0]?.('old');
    await before;
    await settled();
    answers[1]?.('new');
    await after;
    expect(query.snapshot.value).toBe('new');
  });
});
