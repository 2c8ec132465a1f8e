import { describe, expect, it } from 'vitest';
import { RpcError } from '../../extension/client/rpc-error.ts';
import { followEvents } from '../../extension/target/event-watch.ts';
import type { Timers } from '../../extension/target/live-query.ts';

/** Timers that a test lets pass, the shortest first. */
function clock(): Timers & { pass(): Promise<number> } {
  let waiting: { ms: number; run: () => void }[] = [];
  return {
    now: () => 0,
    after: (ms, run) => {
      const entry = { ms, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((each) => each !== entry);
      };
    },
    pass: async () => {
      const next = waiting.toSorted((a, b) => a.ms - b.ms)[0];
      waiting = waiting.filter((each) => each !== next);
      next?.run();
      await settled();
      return next?.ms ?? 0;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function* events(n: number, end: Promise<unknown>): AsyncGenerator<number> {
  for (let i = 0; i < n; i += 1) yield i;
  await end;
}

const never = new Promise<never>(() => undefined);

describe('events of a runtime', () => {
  it('are one look for a burst, and make polling unnecessary', async () => {
    const timers = clock();
    let looks = 0;
    const watch = followEvents({ open: () => events(30, never), onEvent: () => (looks += 1), timers });
    const watching = watch.watch();
    await settled();
    expect(watch.live).toBe(true);
    await timers.pass();
    expect(looks).toBe(1);
    watching.dispose();
    expect(watch.live).toBe(false);
  });

  it('that end at once are not offered: nobody opens them again', async () => {
    const timers = clock();
    let opened = 0;
    const open = (): AsyncIterable<number> => {
      opened += 1;
      return events(0, Promise.resolve());
    };
    const watch = followEvents({ open, onEvent: () => undefined, timers });
    watch.watch();
    await settled();
    await timers.pass();
    expect([opened, watch.live]).toEqual([1, false]);
  });

  it('that are lost are opened again, later each time', async () => {
    const timers = clock();
    const waits: number[] = [];
    const open = async function* (): AsyncGenerator<never> {
      await settled();
      yield* [];
      throw new RpcError('unavailable', 'gone');
    };
    followEvents({ open, onEvent: () => undefined, timers }).watch();
    for (let n = 0; n < 3; n += 1) {
      await settled();
      await settled();
      waits.push(await timers.pass());
    }
    expect(waits).toEqual([2000, 4000, 8000]);
  });
});
