import { describe, expect, it } from 'vitest';
import { Semaphore } from '../../../runtime/base/semaphore.ts';

describe('Semaphore', () => {
  it('lets only so many acts run at a time, and all in the end', async () => {
    const semaphore = new Semaphore(2);
    let [running, most, done] = [0, 0, 0];
    const act = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      done++;
    };
    await Promise.all(Array.from({ length: 7 }, () => semaphore.run(act)));
    expect([most, done]).toEqual([2, 7]);
  });

  it('frees the place of an act that failed', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await semaphore.run(() => Promise.resolve('next'))).toBe('next');
  });

  it('gives the place of an aborted waiter to the next one', async () => {
    const semaphore = new Semaphore(1);
    const holder = Promise.withResolvers<string>();
    const held = semaphore.run(() => holder.promise);
    const abort = new AbortController();
    const aborted = semaphore.run(() => Promise.resolve('never'), abort.signal);
    const next = semaphore.run(() => Promise.resolve('next'));
    abort.abort(new Error('gone'));
    await expect(aborted).rejects.toThrow('gone');
    holder.resolve('held');
    expect([await held, await next]).toEqual(['held', 'next']);
    expect(await semaphore.run(() => Promise.resolve('free'))).toBe('free');
  });

  it('is not troubled by an abort after the act has begun', async () => {
    const semaphore = new Semaphore(1);
    const abort = new AbortController();
    const first = Promise.withResolvers<string>();
    const held = semaphore.run(() => first.promise);
    const second = semaphore.run(() => Promise.resolve('second'), abort.signal);
    first.resolve('first');
    expect([await held, await second]).toEqual(['first', 'second']);
    abort.abort();
    expect(await semaphore.run(() => Promise.resolve('third'))).toBe('third');
  });
});
