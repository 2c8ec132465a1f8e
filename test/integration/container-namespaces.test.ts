import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerConfig, ContainerRecord } from '../../runtime/base/container.ts';
import type { NamespaceMode, NamespaceOption } from '../../runtime/base/linux-config.ts';
import type { PodSandboxConfig, SandboxRecord } from '../../runtime/base/pod-sandbox.ts';
import type { Pods } from '../../runtime/pod/pods.ts';
import { podConfig } from '../runtime/state/records.ts';
import { dropBridge } from '../support/clear-machine.ts';
import { shellConfig } from '../support/container-config.ts';
import {
  cgroupsInLab,
  makeLabDirectory,
  openLab,
  openLabPods,
  removeLabDirectory,
  whyNotHere,
  type ContainerLab,
} from '../support/container-lab.ts';
import { expectNoLeaksSoon, takeSnapshot, type LeakScope, type Snapshot } from '../support/leak-check.ts';

const why = whyNotHere();
if (why !== undefined) console.warn(`container-namespaces: skipped, ${why}`);

const BRIDGE = 'slwcont0';
const KINDS = ['net', 'ipc', 'uts', 'pid', 'mnt'] as const;
let directory: string;
let lab: ContainerLab;
let pods: Pods;
let scope: LeakScope;
let before: Snapshot;

beforeEach(async () => {
  directory = makeLabDirectory();
  scope = { directories: [join(directory, 'run')], bridge: BRIDGE };
  before = takeSnapshot(scope);
  lab = await openLab({ directory });
  pods = openLabPods(lab, { bridge: BRIDGE, subnet: '10.231.79.0/24' });
});

afterEach(async () => {
  for (const { id } of pods.list()) await pods.remove(id);
  expect(lab.store.containers.list()).toEqual([]);
  expect(cgroupsInLab(directory)).toEqual([]);
  await expectNoLeaksSoon(before, scope);
  lab.close();
  removeLabDirectory(directory);
  dropBridge(BRIDGE);
});

type Modes = Partial<Record<'network' | 'pid' | 'ipc', NamespaceMode>>;

async function pod(modes: Modes = {}, overrides: Partial<PodSandboxConfig> = {}): Promise<SandboxRecord> {
  const base = podConfig({ hostname: 'inside', logDirectory: join(directory, 'logs'), ...overrides });
  const { securityContext } = base.linux;
  const namespaceOptions = {
    ...securityContext.namespaceOptions,
    network: 'POD',
    pid: 'CONTAINER',
    ipc: 'POD',
    ...modes,
  } as NamespaceOption;
  const linux = {
    ...base.linux,
    cgroupParent: lab.sandbox.cgroupParent,
    securityContext: { ...securityContext, namespaceOptions },
  };
  return pods.run({ config: { ...base, linux }, runtimeHandler: '' });
}

async function started(
  sandbox: SandboxRecord,
  name: string,
  modes: Modes & { targetId?: string } = {},
  script = 'sleep 1000',
  overrides: Partial<ContainerConfig> = {},
): Promise<ContainerRecord> {
  const namespaceOptions = { network: 'POD', pid: 'CONTAINER', ipc: 'POD', targetId: '', ...modes } as NamespaceOption;
  const config = shellConfig(script, { metadata: { name, attempt: 0 }, ...overrides }, { namespaceOptions });
  const record = await lab.containers.create({ sandbox, config });
  await lab.containers.start(record.id);
  return record;
}

async function run(record: ContainerRecord, script: string): Promise<string> {
  const result = await lab.containers.execSync({ id: record.id, argv: ['/bin/sh', '-c', script], timeoutSeconds: 10 });
  return `${result.stdout.toString()}${result.stderr.toString()}`.trim();
}

/** Namespaces of a process, by kind. */
function namespaces(pid: number | 'self'): Record<(typeof KINDS)[number], string> {
  return Object.fromEntries(KINDS.map((kind) => [kind, fs.readlinkSync(`/proc/${String(pid)}/ns/${kind}`)])) as Record<
    (typeof KINDS)[number],
    string
  >;
}

describe.skipIf(why !== undefined)('containers of a pod', { timeout: 30_000 }, () => {
  test('share its network, hostname and shared memory, and each has processes of its own', async () => {
    const sandbox = await pod();
    const one = await started(sandbox, 'one');
    const two = await started(sandbox, 'two');
    const [first, second, host] = [namespaces(one.init.pid), namespaces(two.init.pid), namespaces('self')];
    for (const kind of ['net', 'ipc', 'uts'] as const)
      expect([kind, first[kind] === second[kind], first[kind] === host[kind]]).toEqual([kind, true, false]);
    for (const kind of ['pid', 'mnt'] as const)
      expect([kind, first[kind] === second[kind], first[kind] === host[kind]]).toEqual([kind, false, false]);
    expect(await run(one, 'hostname; cat /etc/hostname; grep -c inside /etc/hosts')).toBe('inside\ninside\n1');
    await run(one, 'echo hello > /dev/shm/word');
    expect(await run(two, 'cat /dev/shm/word; ls -ld /dev/shm | head -c 10')).toBe('hello\ndrwxrwxrwt');
    expect(fs.readFileSync(`/proc/${String(one.init.pid)}/net/fib_trie`, 'utf8')).toContain(sandbox.ips[0]);
    await pods.stop(sandbox.id);
    expect([lab.containers.find(one.id)?.state, lab.containers.find(two.id)?.exitCode]).toEqual(['exited', 137]);
  });

  test('share one PID namespace under a pause process when the pod asks for it, and a stop leaves nobody behind', async () => {
    const sandbox = await pod({ pid: 'POD' });
    const one = await started(sandbox, 'one', { pid: 'POD' });
    const two = await started(sandbox, 'two', { pid: 'POD' }, 'setsid sleep 777 & sleep 1000');
    expect(namespaces(one.init.pid).pid).toBe(namespaces(two.init.pid).pid);
    expect(namespaces(one.init.pid).pid).toBe(namespaces(sandbox.pidHolder?.pid ?? 0).pid);
    expect(await run(one, 'ps')).toMatch(/1 65535 .*sleep 777/s);
    await lab.containers.stop(two.id, 0);
    expect(await run(one, 'ps')).not.toContain('777');
    expect(lab.containers.find(one.id)?.state).toBe('running');
    const alone = await started(sandbox, 'alone');
    expect(namespaces(alone.init.pid).pid).not.toBe(namespaces(one.init.pid).pid);
  });

  test('can look into the processes of another one (TARGET), and outlive neither it nor a wrong target', async () => {
    const sandbox = await pod();
    const target = await started(sandbox, 'target', {}, 'sleep 776; true');
    const debug = await started(sandbox, 'debug', { pid: 'TARGET', targetId: target.id });
    expect(namespaces(debug.init.pid).pid).toBe(namespaces(target.init.pid).pid);
    expect(await run(debug, 'ps')).toContain('sleep 776');
    await lab.containers.stop(target.id, 0);
    await expect.poll(() => lab.containers.find(debug.id)?.state).toBe('exited');
    await expect(started(sandbox, 'late', { pid: 'TARGET', targetId: target.id })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
    const elsewhere = await pod({}, { metadata: { name: 'other', uid: 'u2', namespace: 'default', attempt: 0 } });
    const there = await started(elsewhere, 'there');
    await expect(started(sandbox, 'thief', { pid: 'TARGET', targetId: there.id })).rejects.toMatchObject({
      code: 'failed-precondition',
    });
  });

  test("see the machine's processes with NODE", async () => {
    const sandbox = await pod({ pid: 'NODE' });
    const record = await started(sandbox, 'node', { pid: 'NODE' });
    expect(namespaces(record.init.pid).pid).toBe(namespaces('self').pid);
    expect(await run(record, `cat /proc/${String(process.pid)}/comm`)).not.toBe('');
    await lab.containers.stop(record.id, 0);
    expect(lab.containers.find(record.id)?.exitCode).toBe(137);
  });

  test("are on the machine's network, IPC and hostname when the pod is", async () => {
    const sandbox = await pod({ network: 'NODE', ipc: 'NODE' }, { hostname: '' });
    const record = await started(sandbox, 'node', { network: 'NODE', ipc: 'NODE' });
    const [inside, host] = [namespaces(record.init.pid), namespaces('self')];
    for (const kind of ['net', 'ipc', 'uts'] as const) expect([kind, inside[kind]]).toEqual([kind, host[kind]]);
    expect(inside.pid).not.toBe(host.pid);
    const marker = `slipway-${String(process.pid)}`;
    fs.writeFileSync(`/dev/shm/${marker}`, 'x');
    expect(await run(record, 'ls /dev/shm')).toContain(marker);
    fs.rmSync(`/dev/shm/${marker}`);
  });

  test('may have IPC of their own, which no other sees', async () => {
    const sandbox = await pod();
    const shared = await started(sandbox, 'shared');
    const own = await started(sandbox, 'own', { ipc: 'CONTAINER' });
    const other = await started(sandbox, 'other', { ipc: 'CONTAINER' });
    const seen = [shared, own, other].map(({ init }) => namespaces(init.pid));
    expect(new Set(seen.map(({ ipc }) => ipc)).size).toBe(3);
    expect(new Set(seen.map(({ net }) => net)).size).toBe(1);
    await run(own, 'echo mine > /dev/shm/word');
    expect([await run(shared, 'ls /dev/shm'), await run(other, 'ls /dev/shm')]).toEqual(['', '']);
  });

  test("cannot be put onto the machine's shared memory by their own word alone", async () => {
    const sandbox = await pod();
    const record = await started(sandbox, 'claims', { ipc: 'NODE' });
    expect(namespaces(record.init.pid).ipc).not.toBe(namespaces('self').ipc);
    const point = (pid: string | number, at: string): string =>
      fs
        .readFileSync(`/proc/${String(pid)}/mountinfo`, 'utf8')
        .split('\n')
        .filter((line) => line.split(' ')[4] === at)
        .at(-1)
        ?.split(' ')[2] ?? '';
    expect(point(record.init.pid, '/dev/shm')).not.toBe(point('self', '/dev/shm'));
  });

  test('with PID mode POD in a pod that shares none are refused with a hint, and nothing is left', async () => {
    const sandbox = await pod();
    await expect(started(sandbox, 'x', { pid: 'POD' })).rejects.toMatchObject({
      code: 'failed-precondition',
      hint: expect.stringContaining('CONTAINER') as string,
    });
    expect(lab.store.containers.list()).toEqual([]);
  });

  test('cannot be made or started once the pod is stopped', async () => {
    const sandbox = await pod();
    const { id } = await lab.containers.create({
      sandbox,
      config: shellConfig('true', {}, { namespaceOptions: { network: 'POD', pid: 'CONTAINER', ipc: 'POD', targetId: '' } }),
    });
    await pods.stop(sandbox.id);
    await expect(lab.containers.start(id)).rejects.toMatchObject({ code: 'failed-precondition' });
    await expect(started(sandbox, 'late')).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});
