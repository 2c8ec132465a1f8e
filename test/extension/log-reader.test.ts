import { describe, expect, it } from 'vitest';
import { RpcError } from '../../extension/client/rpc-error.ts';
import { openLogReader } from '../../extension/logs/log-reader.ts';
import { containerLogId, logSubjectOf, podLogId } from '../../extension/logs/log-subject.ts';
import type { SourcedEntries } from '../../extension/logs/pod-log.ts';

const never = new AbortController().signal;
const entries = (count: number, source = 'web'): SourcedEntries => ({
  source,
  entries: Array.from({ length: count }, (_, at) => ({ time: at, stream: 'stderr', text: String(at), partial: at === 0 })),
});

describe('a log that a page reads', () => {
  it('comes in batches, and ends with the last of them', async () => {
    const reader = openLogReader({
      filtered: () => true,
      gatherMs: 0,
      read: async function* () {
        yield [entries(2), entries(1, 'db')];
        yield [entries(5000)];
      },
    });
    const first = await reader.next(never);
    expect(first).toMatchObject({ sources: ['web', 'db'], filtered: true, state: 'more', problem: '' });
    expect(first.lines.slice(0, 3)).toEqual([
      [0, 0, 3, '0'],
      [1, 0, 1, '1'],
      [0, 1, 3, '0'],
    ]);
    const second = await reader.next(never);
    expect([first.lines.length + second.lines.length, second.state]).toEqual([5003, 'ended']);
  });

  it('is read no faster than the page asks', async () => {
    let given = 0;
    const reader = openLogReader({
      filtered: () => true,
      gatherMs: 0,
      read: async function* () {
        for (; given < 1000; given += 1) yield [entries(1000)];
      },
    });
    await reader.next(never);
    for (let turn = 0; turn < 2000; turn += 1) await Promise.resolve();
    expect(given).toBeLessThan(30);
    reader.dispose();
  });

  it('loses nothing when the page is hidden while it waits', async () => {
    const more = Promise.withResolvers<undefined>();
    const reader = openLogReader({
      filtered: () => false,
      gatherMs: 0,
      read: async function* () {
        await more.promise;
        yield [entries(1)];
      },
    });
    const hidden = new AbortController();
    const waiting = reader.next(hidden.signal);
    hidden.abort();
    expect(await waiting).toMatchObject({ lines: [], state: 'hidden' });
    more.resolve(undefined);
    expect((await reader.next(never)).lines).toHaveLength(1);
  });

  it('says why it cannot go on, and what helps', async () => {
    const reader = openLogReader({
      filtered: () => true,
      gatherMs: 0,
      // eslint-disable-next-line require-yield -- it fails before
      read: async function* () {
        throw new RpcError('invalid-argument', 'the pattern ( is none', { hint: 'close it' });
      },
    });
    expect(await reader.next(never)).toMatchObject({ state: 'failed', problem: 'the pattern ( is none (close it)' });
  });
});

describe('whose logs a panel shows', () => {
  it('is its id: a pod, or containers in whatever order they were chosen', () => {
    expect(logSubjectOf(podLogId('p1'))).toEqual({ pod: 'p1' });
    expect(containerLogId(['b', 'a'])).toBe(containerLogId(['a', 'b']));
    expect(logSubjectOf(containerLogId(['b', 'a']))).toEqual({ containers: ['a', 'b'] });
  });
});
