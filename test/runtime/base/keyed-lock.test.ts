import { describe, expect, it } from 'vitest';
import { KeyedLock } from '../../../runtime/base/keyed-lock.ts';

describe('KeyedLock', () => {
  it('runs acts of one key one after another, in order of arrival', async () => {
    const lock = new KeyedLock();
    const log: string[] = [];
    const act = (name: string) => async (): Promise<void> => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
    };
    await Promise.all([lock.run('pod', act('first')), lock.run('pod', act('second')), lock.run('pod', act('third'))]);
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  it('runs acts of different keys side by side', async () => {
    const lock = new KeyedLock();
    const other = Promise.withResolvers<string>();
    const waiting = lock.run('one', () => other.promise);
    await lock.run('two', () => {
      other.resolve('met');
      return Promise.resolve();
    });
    expect(await waiting).toBe('met');
  });

  it('goes on after an act that failed, and passes its error on', async () => {
    const lock = new KeyedLock();
    const failing = lock.run('pod', () => Promise.reject(new Error('broken')));
    const next = lock.run('pod', () => Promise.resolve('fine'));
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('fine');
  });

  it('gives the place of an aborted waiter up, without running its act', async () => {
    const lock = new KeyedLock();
    const held = hold(lock);
    const abort = new AbortController();
    let ran = false;
    const waiting = lock.run('pod', () => Promise.resolve((ran = true)), abort.signal);
    const reason = new Error('the caller went away');
    abort.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    held.end();
    await held.done;
    expect([await lock.run('pod', () => Promise.resolve('next')), ran]).toEqual(['next', false]);
  });

  it('keeps later callers out while the first one holds the lock, although a waiter in between was aborted', async () => {
    const lock = new KeyedLock();
    const held = hold(lock);
    const abort = new AbortController();
    const waiting = lock.run('pod', () => Promise.resolve(), abort.signal);
    abort.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    let entered = false;
    const later = lock.run('pod', () => Promise.resolve((entered = true)));
    await turn();
    expect(entered).toBe(false);
    held.end();
    await later;
    expect(entered).toBe(true);
  });

  it('does not run an act whose signal is aborted already', async () => {
    const lock = new KeyedLock();
    await expect(lock.run('pod', () => Promise.resolve('ran'), AbortSignal.abort(new Error('too late')))).rejects.toThrow(
      'too late',
    );
    expect(await lock.run('pod', () => Promise.resolve('next'))).toBe('next');
  });
});

function hold(lock: KeyedLock): { end: () => void; done: Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const done = lock.run('pod', () => promise);
  return {
    end: () => {
      resolve(undefined);
    },
    done,
  };
}

function turn(): Promise<void> {
  return new Promise(setImmediate);
}
