import { afterEach, beforeEach, expect, test } from 'vitest';
import { finishContainer } from '../../../runtime/container/finish-container.ts';
import { createContainerBed, type ContainerBed } from '../../support/container-bed.ts';
import { machineFacts } from '../../support/container-config.ts';

let bed: ContainerBed;
beforeEach(() => {
  bed = createContainerBed();
});
afterEach(() => {
  bed.close();
});

const V1 = '/sys/fs/cgroup/memory';
const V2 = '/sys/fs/cgroup';

test.each([
  ['cgroup v1 counts a kill', false, V1, 'memory.oom_control', 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n', 137, 'OOMKilled'],
  ['cgroup v1 counts none', false, V1, 'memory.oom_control', 'oom_kill_disable 0\nunder_oom 0\noom_kill 0\n', 137, 'Error'],
  [
    'cgroup v2 counts a kill',
    true,
    V2,
    'memory.events',
    'low 0\nhigh 3\nmax 9\noom 2\noom_kill 2\noom_group_kill 0\n',
    137,
    'OOMKilled',
  ],
  [
    'cgroup v2 counts a kill of a child, and the container fails for it',
    true,
    V2,
    'memory.events',
    'oom 1\noom_kill 1\n',
    1,
    'OOMKilled',
  ],
  [
    'cgroup v2 reached its limit and killed nobody',
    true,
    V2,
    'memory.events',
    'max 9\noom 2\noom_kill 0\noom_group_kill 0\n',
    137,
    'Error',
  ],
  ['a child was killed, and the container ended well', true, V2, 'memory.events', 'oom_kill 1\n', 0, 'Completed'],
])('%s: %s', async (_title, cgroupV2, mount, file, text, exitCode, reason) => {
  const context = { ...bed.context, machine: machineFacts({ cgroupV2 }) };
  const record = await bed.add();
  await bed.host.files.makeDirectory(`${mount}${record.cgroupsPath}`);
  await bed.host.files.write(`${mount}${record.cgroupsPath}/${file}`, text);
  await bed.host.files.makeDirectory('/run/exits');
  await bed.host.files.write(`/run/exits/${record.id}`, String(exitCode));
  await finishContainer(context, record.id);
  expect(bed.now(record)).toMatchObject({ state: 'exited', exitCode, reason });
});
