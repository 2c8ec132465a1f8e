import { describe, expect, it } from 'vitest';
import type { SandboxId } from '../../../runtime/base/ids.ts';
import { createJoinedActs } from '../../../runtime/state/joined-acts.ts';
import { containerName, createNames, podName } from '../../../runtime/state/names.ts';
import { requireContainer, requireSandbox } from '../../../runtime/state/transitions.ts';
import { upgradeRecord } from '../../../runtime/state/upgrade.ts';
import { containerRecord, sandboxRecord } from './records.ts';

describe('names', () => {
  it('refuses a held name, says who holds it, and gives it again after its release by the holder only', () => {
    const names = createNames();
    names.reserve('pod a', 'one');
    expect(() => {
      names.reserve('pod a', 'two');
    }).toThrow(expect.objectContaining({ code: 'already-exists', message: expect.stringContaining('one') as string }));
    names.release('pod a', 'two');
    expect(names.holder('pod a')).toBe('one');
    names.release('pod a', 'one');
    names.reserve('pod a', 'two');
    expect(names.holder('pod a')).toBe('two');
  });

  it('keeps apart pods and containers that differ in any part of their name', () => {
    const base = { name: 'a', namespace: 'b', uid: 'c', attempt: 0 };
    const all = [
      base,
      { ...base, name: 'a/b' },
      { ...base, namespace: 'b/a' },
      { ...base, name: 'x' },
      { ...base, uid: 'x' },
      { ...base, attempt: 1 },
    ];
    expect(new Set(all.map(podName)).size).toBe(all.length);
    const pod = 'p' as SandboxId;
    expect(containerName(pod, { name: 'a', attempt: 0 })).not.toBe(containerName(pod, { name: 'a', attempt: 1 }));
  });
});

describe('joined acts', () => {
  it('runs one act for two equal requests and answers both', async () => {
    const acts = createJoinedActs<number>();
    let runs = 0;
    const act = async () => {
      await Promise.resolve();
      return ++runs;
    };
    expect(
      await Promise.all([acts.run({ name: 'a', request: { x: 1 } }, act), acts.run({ name: 'a', request: { x: 1 } }, act)]),
    ).toEqual([1, 1]);
    expect(await acts.run({ name: 'a', request: { x: 1 } }, act)).toBe(2);
  });

  it('refuses a different request under the same name while one is at work', async () => {
    const acts = createJoinedActs<number>();
    const first = acts.run({ name: 'a', request: 1 }, () => Promise.resolve(1));
    await expect(acts.run({ name: 'a', request: 2 }, () => Promise.resolve(2))).rejects.toMatchObject({ code: 'already-exists' });
    expect(await first).toBe(1);
  });

  it('aborts the act when the last caller has gone, and a retry waits for the unwind and runs afresh', async () => {
    const acts = createJoinedActs<string>();
    const caller = new AbortController();
    const unwind = Promise.withResolvers<undefined>();
    let unwound = false;
    const first = acts.run({ name: 'a', request: 1, signal: caller.signal }, async (signal) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      await unwind.promise;
      unwound = true;
      throw new Error('unwound');
    });
    caller.abort(new Error('timed out'));
    await expect(first).rejects.toThrow('timed out');
    const retry = acts.run({ name: 'a', request: 1 }, () => Promise.resolve(unwound ? 'fresh' : 'too early'));
    unwind.resolve(undefined);
    expect(await retry).toBe('fresh');
  });

  it('goes on for the second caller when the first one has gone', async () => {
    const acts = createJoinedActs<string>();
    const caller = new AbortController();
    const work = Promise.withResolvers<string>();
    const act = async (signal: AbortSignal) => {
      const text = await work.promise;
      signal.throwIfAborted();
      return text;
    };
    const first = acts.run({ name: 'a', request: 1, signal: caller.signal }, act);
    const second = acts.run({ name: 'a', request: 1 }, act);
    caller.abort(new Error('timed out'));
    await expect(first).rejects.toThrow('timed out');
    work.resolve('done');
    expect(await second).toBe('done');
  });
});

describe('transitions', () => {
  it('names the id, the state and the state that the verb needs', () => {
    expect(() => {
      requireContainer('start', containerRecord('3f2a', 'p', { state: 'exited' }));
    }).toThrow(
      expect.objectContaining({ code: 'failed-precondition', message: 'container 3f2a is exited; start needs created' }),
    );
    expect(() => {
      requireSandbox('create-container', sandboxRecord('9a', { state: 'stopped' }));
    }).toThrow('pod 9a is stopped; create-container needs ready');
  });
  it.each(['creating', 'created', 'running', 'exited', 'removing', 'unknown'] as const)(
    'lets a container that is %s be stopped and removed',
    (state) => {
      requireContainer('stop', containerRecord('c', 'p', { state }));
      requireContainer('remove', containerRecord('c', 'p', { state }));
    },
  );
  it('lets only a running container be used by exec', () => {
    requireContainer('exec', containerRecord('c', 'p', { state: 'running' }));
    expect(() => {
      requireContainer('exec', containerRecord('c', 'p', { state: 'created' }));
    }).toThrow('needs running');
  });
});

describe('upgrades', () => {
  it('goes up one version at a time', () => {
    const upgrades = { 1: (old: object) => ({ ...old, b: 1 }), 2: (old: object) => ({ ...old, c: 2 }) };
    expect(upgradeRecord({ version: 1, a: 0 }, 3, upgrades)).toEqual({ version: 3, a: 0, b: 1, c: 2 });
  });
  it.each([{ version: 4 }, { version: 0 }, { version: 'x' }, {}])('refuses %j', (record) => {
    expect(() => upgradeRecord(record, 3, {})).toThrow(/version/);
  });
});
