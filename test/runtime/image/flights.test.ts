import { describe, expect, it } from 'vitest';
import { Flights } from '../../../runtime/image/flights.ts';

const flights = (isTheirs = true) => new Flights<string, string>({ kindOf: () => '', isTheirs: () => isTheirs });
const turn = (): Promise<void> => new Promise(setImmediate);

describe('work that several want', () => {
  it('is done once', async () => {
    const all = flights();
    let times = 0;
    const work = async (): Promise<string> => `done ${++times}`;
    expect(await Promise.all([all.join('a', {}, work), all.join('a', {}, work), all.join('b', {}, work)])).toEqual([
      'done 1',
      'done 1',
      'done 2',
    ]);
  });

  it('that fails is begun anew by one who had joined, for all who had', async () => {
    const all = flights();
    const { promise, reject } = Promise.withResolvers<string>();
    const first = all.join('a', {}, () => promise);
    let times = 0;
    const others = [1, 2, 3].map(() => all.join('a', {}, async () => `mine ${++times}`));
    await turn();
    reject(new Error('theirs'));
    await expect(first).rejects.toThrow('theirs');
    expect(await Promise.all(others)).toEqual(['mine 1', 'mine 1', 'mine 1']);
  });

  it('that fails again, or in a way that concerns all, has failed', async () => {
    for (const [isTheirs, begun] of [
      [true, 2],
      [false, 1],
    ] as const) {
      const all = flights(isTheirs);
      let times = 0;
      const fail = async (): Promise<string> => {
        times++;
        await turn();
        throw new Error('no');
      };
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => all.join('a', {}, fail)));
      expect(results.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
      expect(times).toBe(begun);
    }
  });

  it('is not begun anew by one who has left', async () => {
    const all = flights();
    const { promise, reject } = Promise.withResolvers<string>();
    const first = all.join('a', {}, () => promise);
    const leaving = new AbortController();
    const second = all.join('a', { signal: leaving.signal }, async () => Promise.reject(new Error('begun')));
    await turn();
    leaving.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    reject(new Error('theirs'));
    await expect(first).rejects.toThrow('theirs');
  });
});
