import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { recoverContainers } from '../../../runtime/container/recover-containers.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';

let bed: ContainerBed;

beforeEach(() => {
  bed = createContainerBed();
});
afterEach(() => {
  bed.close();
});

async function recover(): Promise<void> {
  const done = recoverContainers(bed.context);
  await bed.pass(3000);
  await done;
}

/** What conmon left while nobody was there. */
async function exitFile(record: ContainerRecord, code: string): Promise<void> {
  await bed.host.files.makeDirectory('/run/exits');
  await bed.host.files.write(`/run/exits/${record.id}`, code);
}

async function dies(...pids: number[]): Promise<void> {
  for (const pid of pids) await bed.host.files.remove(`/proc/${String(pid)}`);
}

async function runtimeSays(record: ContainerRecord, stdout: string): Promise<void> {
  await bed.host.files.makeDirectory(`/run/runtime/runc/${record.id}`);
  bed.host.program(['runc', '--root', '*', '--log', '*', '--log-format', 'json', 'state'], { stdout });
}

describe('after the death of the daemon', () => {
  test('what runs is running, is watched again, and keeps its name', async () => {
    const record = await bed.add();
    bed.context.exits.settle(record.id);
    await recover();
    expect(bed.now(record)).toEqual(record);
    let isOver = false;
    void bed.context.exits.ended(record.id).then(() => {
      isOver = true;
    });
    await bed.pass(10);
    expect(isOver).toBe(false);
    expect(() => {
      bed.context.names.reserve(`container ${record.config.metadata.name}/0 of pod ${record.sandboxId}`, 'another');
    }).toThrow(/exists already/);
  });

  test.each([
    ['0', 0, 'Completed'],
    ['42\n', 42, 'Error'],
    ['137', 137, 'Error'],
  ])('what ended meanwhile has its true exit code: %j', async (text, exitCode, reason) => {
    const record = await bed.add();
    await dies(record.init.pid, record.conmon.pid);
    await exitFile(record, text);
    await recover();
    expect(bed.now(record)).toMatchObject({ state: 'exited', exitCode, reason, message: '' });
    expect(bed.now(record)?.finishedAtNs).toBeGreaterThanOrEqual(record.startedAtNs);
  });

  test('what waits in a checkpoint goes on to wait, and what was being brought back has ended', async () => {
    for (const [begun, state] of [
      [false, 'created'],
      [true, 'exited'],
    ] as const) {
      const record = await bed.add();
      bed.context.containers.put({
        ...record,
        state: 'created',
        restoreFrom: '/root/images',
        init: { pid: 0, startTime: 0 },
        conmon: { pid: 0, startTime: 0 },
      });
      await bed.host.files.makeDirectory(`/run/containers/${record.id}`);
      if (begun) await bed.host.files.write(`/run/containers/${record.id}/conmon.pid`, '7');
      await recover();
      expect(bed.now(record)?.state).toBe(state);
    }
  });

  test('what the kernel killed for memory meanwhile is OOMKilled', async () => {
    const record = await bed.add();
    await dies(record.init.pid, record.conmon.pid);
    await exitFile(record, '137');
    await bed.host.files.makeDirectory(`/run/containers/${record.id}`);
    await bed.host.files.write(`/run/containers/${record.id}/oom`, '');
    await recover();
    expect(bed.now(record)).toMatchObject({ state: 'exited', exitCode: 137, reason: 'OOMKilled' });
  });

  test('an exit file that conmon is just about to write is waited for', async () => {
    const record = await bed.add();
    await dies(record.init.pid);
    const done = recoverContainers(bed.context);
    await bed.pass(300);
    await exitFile(record, '3');
    await bed.pass(300);
    await done;
    expect(bed.now(record)).toMatchObject({ state: 'exited', exitCode: 3 });
  });

  test.each([
    ['conmon was killed, too', async (record: ContainerRecord) => dies(record.init.pid, record.conmon.pid)],
    [
      'the exit file is empty',
      async (record: ContainerRecord) => {
        await dies(record.init.pid, record.conmon.pid);
        await exitFile(record, '');
      },
    ],
  ])('an exit code that nobody knows is 255, and said to be unknown: %s', async (_title, arrange) => {
    const record = await bed.add();
    await arrange(record);
    await recover();
    expect(bed.now(record)).toMatchObject({ state: 'exited', exitCode: 255, reason: 'ContainerStatusUnknown' });
  });

  test('a stranger that got the pid is not taken for the container', async () => {
    const record = await bed.add();
    const init = { ...record.init, startTime: 5 };
    bed.context.containers.put({ ...record, init, conmon: { ...record.conmon, startTime: 5 } });
    await bed.host.files.write(`/sys/fs/cgroup/devices${record.cgroupsPath}/cgroup.procs`, '');
    await recover();
    expect(bed.now(record)).toMatchObject({ state: 'exited', reason: 'ContainerStatusUnknown' });
    expect(bed.host.sys.signals).toEqual([]);
  });

  test('what else is left in the cgroup of a container that has ended is killed', async () => {
    const record = await bed.add();
    await dies(record.init.pid, record.conmon.pid);
    await exitFile(record, '0');
    const stray = await bed.process({ in: record });
    await recover();
    expect(bed.host.sys.signals).toContainEqual({ pid: stray, signal: 9 });
  });

  test.each(['running', 'created', 'unknown'] as const)(
    'after a reboot what was %s has exited, whatever has its pid now',
    async (state) => {
      const record = await bed.add({ state, bootId: 'boot-before' });
      await recover();
      expect(bed.now(record)).toMatchObject({
        state: 'exited',
        exitCode: 255,
        message: expect.stringContaining('restarted') as string,
      });
    },
  );

  test.each(['creating', 'removing'] as const)('what was %s is gone, and its name is free', async (state) => {
    const record = await bed.add({ state });
    await bed.host.files.makeDirectory(`/run/containers/${record.id}`);
    await bed.host.files.makeDirectory(`/root/containers/${record.id}/upper`);
    await bed.host.files.makeDirectory('/sys/fs/cgroup');
    await recover();
    expect(bed.now(record)).toBeUndefined();
    expect(bed.host.paths().filter((path) => path.includes(record.id))).toEqual([]);
    expect(bed.context.names.holder(`container ${record.config.metadata.name}/0 of pod ${record.sandboxId}`)).toBeUndefined();
  });

  test('what was started, but not yet recorded so, is running', async () => {
    const record = await bed.add({ state: 'created', startedAtNs: 0 });
    await runtimeSays(record, JSON.stringify({ status: 'running', pid: record.init.pid }));
    await recover();
    expect(bed.now(record)).toMatchObject({ state: 'running' });
    expect(bed.now(record)?.startedAtNs).toBeGreaterThan(0);
  });

  test('one that cannot be told is unknown, and does not keep the others from recovery', async () => {
    const bad = await bed.add({ state: 'created' });
    const good = await bed.add();
    await dies(good.init.pid, good.conmon.pid);
    await exitFile(good, '4');
    await runtimeSays(bad, 'not JSON');
    await recover();
    expect(bed.now(bad)).toMatchObject({ state: 'unknown' });
    expect(bed.now(good)).toMatchObject({ state: 'exited', exitCode: 4 });
  });
});
