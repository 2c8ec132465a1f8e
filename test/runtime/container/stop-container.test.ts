import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { stopContainer } from '../../../runtime/container/stop-container.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';

let bed: ContainerBed;
let record: ContainerRecord;
/** Signals to init, with the seconds at which they came. */
let seen: string[];

beforeEach(async () => {
  bed = createContainerBed();
  record = await bed.add();
  seen = [];
  const begin = bed.host.clock.monotonicMs();
  bed.host.sys.onSignal = (pid, signal) => {
    if (pid === record.init.pid) seen.push(`${String(signal)} at ${String((bed.host.clock.monotonicMs() - begin) / 1000)} s`);
  };
});

afterEach(() => {
  bed.close();
});

/** Ends it when the signal comes. */
function diesOf(wanted: number): void {
  const { onSignal } = bed.host.sys;
  bed.host.sys.onSignal = (pid, signal) => {
    onSignal(pid, signal);
    if (pid === record.init.pid && signal === wanted) void bed.exit(record, signal === 9 ? 137 : 7);
  };
}

function stop(timeoutSeconds: number, signal?: AbortSignal): { readonly done: () => boolean; readonly result: Promise<void> } {
  let isDone = false;
  const result = stopContainer(bed.context, record.id, { timeoutSeconds, signal });
  result.then(
    () => {
      isDone = true;
    },
    () => {
      isDone = true;
    },
  );
  return { done: () => isDone, result };
}

describe('a stop', () => {
  test('sends the stop signal, waits for the timeout, then kills, and returns only when it is dead', async () => {
    diesOf(9);
    const { done } = stop(10);
    await bed.pass(9900);
    expect([done(), seen]).toEqual([false, ['15 at 0 s']]);
    await bed.pass(200);
    expect([done(), seen[1], bed.now(record)?.exitCode]).toEqual([true, '9 at 10 s', 137]);
  });

  test('that is heeded returns at once and kills nobody', async () => {
    diesOf(15);
    const { done } = stop(10);
    await bed.pass(100);
    expect([done(), seen, bed.now(record)]).toMatchObject([true, ['15 at 0 s'], { state: 'exited', exitCode: 7 }]);
  });

  test('with timeout 0 kills without a word', async () => {
    diesOf(9);
    const { done } = stop(0);
    await bed.pass(100);
    expect([done(), seen]).toEqual([true, ['9 at 0 s']]);
  });

  test("sends the container's own stop signal", async () => {
    bed.context.containers.put({ ...record, stopSignal: 37 });
    diesOf(37);
    const { done } = stop(10);
    await bed.pass(100);
    expect([done(), seen]).toEqual([true, ['37 at 0 s']]);
  });

  test('that comes second sends no second signal, and cannot prolong the first', async () => {
    diesOf(9);
    const first = stop(10);
    await bed.pass(2000);
    const second = stop(60);
    await bed.pass(8100);
    expect([first.done(), second.done(), seen]).toEqual([true, true, ['15 at 0 s', '9 at 10 s']]);
  });

  test('that comes second with less patience shortens the first', async () => {
    diesOf(9);
    const first = stop(3600);
    await bed.pass(2000);
    const second = stop(1);
    await bed.pass(1100);
    expect([first.done(), second.done(), seen]).toEqual([true, true, ['15 at 0 s', '9 at 3 s']]);
  });

  test('goes on with all its patience when its caller goes away', async () => {
    diesOf(9);
    const caller = new AbortController();
    const { result } = stop(10, caller.signal);
    await bed.pass(1000);
    caller.abort(new Error('gone'));
    await expect(result).rejects.toThrow('gone');
    await bed.pass(8000);
    expect(seen).toEqual(['15 at 0 s']);
    await bed.pass(1100);
    expect(bed.now(record)).toMatchObject({ state: 'exited' });
  });

  test('kills the rest of the cgroup too', async () => {
    const helper = await bed.process({ in: record });
    diesOf(9);
    stop(0);
    await bed.pass(100);
    expect(bed.host.sys.signals).toContainEqual({ pid: helper, signal: 9 });
  });

  test("kills what is in a group below the container's, and thaws it", async () => {
    const nested = { ...record, cgroupsPath: `${record.cgroupsPath}/init.scope` };
    const helper = await bed.process({ in: nested });
    const state = `/sys/fs/cgroup/freezer${nested.cgroupsPath}/freezer.state`;
    await bed.host.files.makeDirectory(dirname(state));
    await bed.host.files.write(state, 'FROZEN');
    diesOf(9);
    stop(0);
    await bed.pass(100);
    expect(bed.host.sys.signals).toContainEqual({ pid: helper, signal: 9 });
    expect(await bed.host.files.readText(state)).toBe('THAWED');
  });

  test('of a process that not even SIGKILL ends is given up after 10 s, and can be tried again', async () => {
    const { result } = stop(1);
    const failed = expect(result).rejects.toMatchObject({ code: 'unavailable' });
    await bed.pass(12_000);
    await failed;
    expect(bed.context.stops.size).toBe(0);
    void bed.exit(record, 137);
    const again = stop(1);
    await bed.pass(2000);
    expect(again.done()).toBe(true);
  });

  test('leaves a created container alone, and its pod and its removal do not', async () => {
    bed.context.containers.put({ ...record, state: 'created' });
    await stop(0).result;
    expect(seen).toEqual([]);
    diesOf(9);
    const killed = stopContainer(bed.context, record.id, { timeoutSeconds: 0, alsoCreated: true });
    await bed.pass(100);
    await killed;
    expect(seen).toEqual(['9 at 0 s']);
  });

  test('never signals a stranger that got the pid', async () => {
    bed.context.containers.put({ ...record, init: { ...record.init, startTime: 5 } });
    void stop(5).result;
    await bed.pass(100);
    expect(seen).toEqual([]);
    void bed.exit(record, 0);
    await bed.pass(100);
  });
});
