import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeCgroup } from '../../../runtime/container/container-cgroup.ts';
import type { ContainerRecord } from '../../../runtime/base/container.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';

let bed: ContainerBed;
let record: ContainerRecord;
let group: string;

beforeEach(async () => {
  bed = createContainerBed();
  record = await bed.add({ state: 'exited' });
  group = `/sys/fs/cgroup/cpuset${record.cgroupsPath}`;
  await bed.host.files.makeDirectory(`${group}/own/deeper`);
});
afterEach(() => {
  bed.close();
});

/** As a group with a process in it; files in memory know mount points only. */
const keepBusy = (): void => {
  bed.host.sys.mount('processes', group, '', 0, '');
};
const remove = (): Promise<void> => removeCgroup(bed.host, bed.context.machine, record);

describe('the control groups of a container', () => {
  test('go with those that it made itself', async () => {
    await remove();
    expect(bed.host.paths().filter((path) => path.startsWith(group))).toEqual([]);
  });

  test('wait for a process that is dying, and end one that came in meanwhile', async () => {
    const late = await bed.process();
    await bed.host.files.write(`${group}/cgroup.procs`, `${String(late)}\n`);
    keepBusy();
    bed.host.sys.onSignal = () => void bed.host.sys.umount(group);
    const removed = remove();
    await bed.pass(50);
    await removed;
    expect(bed.host.sys.signals).toEqual([{ pid: late, signal: 9 }]);
    expect(await bed.host.files.exists(group)).toBe(false);
  });

  test('are given up after 5 s when a process does not go', async () => {
    keepBusy();
    const failed = expect(remove()).rejects.toMatchObject({ code: 'EBUSY' });
    await bed.pass(6000);
    await failed;
  });
});
