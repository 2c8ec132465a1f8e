import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContainerRecord } from '../../runtime/base/container.ts';
import type { IdMapping, NamespaceMode, NamespaceOption } from '../../runtime/base/linux-config.ts';
import type { PodSandboxConfig, SandboxRecord } from '../../runtime/base/pod-sandbox.ts';
import { createHost } from '../../runtime/host/host.ts';
import { createLowLevelRuntime } from '../../runtime/oci/low-level-runtime.ts';
import type { Pods } from '../../runtime/pod/pods.ts';
import { podConfig } from '../runtime/state/records.ts';
import { dropBridge } from '../support/clear-machine.ts';
import { hostMount, shellConfig } from '../support/container-config.ts';
import {
  cgroupsInLab,
  makeLabDirectory,
  openLab,
  openLabPods,
  removeLabDirectory,
  whyNotHere,
  type ContainerLab,
} from '../support/container-lab.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';
import { expectNoLeaksSoon, takeSnapshot, type LeakScope, type Snapshot } from '../support/leak-check.ts';

const RANGE: IdMapping = { hostId: 300_000, containerId: 0, length: 65_536 };
const USERS = { mode: 'POD', uids: [RANGE], gids: [RANGE] } as const;
const BRIDGE = `swu${String(process.pid)}`;

const absent = whyNotHere();
const without = absent ?? (await whyNoUserNamespaces());
if (without !== undefined) console.warn(`user-namespaces: skipped, ${without}`);

/** What runc says of itself. */
async function whyNoUserNamespaces(): Promise<string | undefined> {
  const runc = createLowLevelRuntime(createHost({ path: process.env['PATH'] ?? '' }), {
    name: 'runc',
    program: 'runc',
    stateDirectory: '/nowhere',
    systemdCgroup: false,
  });
  const { noUserNamespaces } = await runc.features();
  return noUserNamespaces === '' ? undefined : noUserNamespaces;
}

let directory: string;
let lab: ContainerLab;
let pods: Pods;
let scope: LeakScope;
let before: Snapshot;

beforeEach(async () => {
  directory = makeLabDirectory();
  // Directories of a test are for their owner alone; the root of a user namespace has to pass them.
  fs.chmodSync(directory, 0o711);
  scope = { directories: [join(directory, 'run')], bridge: BRIDGE };
  before = takeSnapshot(scope);
  lab = await openLab({ directory });
  pods = openLabPods(lab, { bridge: BRIDGE, subnet: `10.${String(process.pid % 250)}.244.0/24` });
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

const options = (modes: Modes): NamespaceOption => ({
  network: 'POD',
  pid: 'CONTAINER',
  ipc: 'POD',
  targetId: '',
  usernsOptions: USERS,
  ...modes,
});

function configOf(modes: Modes = {}, sysctls: Readonly<Record<string, string>> = {}): PodSandboxConfig {
  const base = podConfig({ hostname: 'inside', logDirectory: join(directory, 'logs') });
  const securityContext = { ...base.linux.securityContext, namespaceOptions: options(modes) };
  return { ...base, linux: { ...base.linux, cgroupParent: `/${basename(directory)}`, sysctls, securityContext } };
}

async function started(
  sandbox: SandboxRecord,
  {
    script = 'sleep 1000',
    modes = {},
    more = {},
  }: { script?: string; modes?: Modes; more?: Parameters<typeof shellConfig>[1] } = {},
): Promise<ContainerRecord> {
  const config = shellConfig(script, more, { namespaceOptions: options(modes) });
  const record = await lab.containers.create({ sandbox, config });
  await lab.containers.start(record.id);
  return record;
}

async function run({ id }: ContainerRecord, script: string): Promise<string> {
  const { stdout, stderr } = await lab.containers.execSync({ id, argv: ['/bin/sh', '-c', script], timeoutSeconds: 10 });
  return `${stdout.toString()}${stderr.toString()}`.trim();
}

const owner = (path: string): string => {
  const { uid, gid } = fs.lstatSync(path);
  return `${String(uid)}:${String(gid)}`;
};

describe.skipIf(without !== undefined)('a pod with a user namespace', { timeout: 60_000 }, () => {
  test('has a root that is nobody on the machine, and an image that belongs to it', async () => {
    const sandbox = await pods.run({ config: configOf(), runtimeHandler: '' });
    const main = await started(sandbox);
    expect(await run(main, 'id -u; cat /proc/self/uid_map')).toMatch(/^0\n\s+0\s+300000\s+65536$/);
    expect(owner(`/proc/${String(main.init.pid)}`)).toBe('300000:300000');
    expect(
      await run(
        main,
        'busybox stat -c %u:%g /bin/busybox /etc/passwd /; busybox touch /etc/mine && busybox stat -c %u /etc/mine',
      ),
    ).toBe('0:0\n0:0\n0:0\n0');
    // The image's own files are as they were; what the container wrote belongs to its ids on this machine.
    expect(owner(join(directory, 'layer/etc/passwd'))).toBe('0:0');
    expect(owner(join(lab.paths.writableLayer(main.id), 'upper/etc/mine'))).toBe('300000:300000');
  });

  test('owns its network, hostname and shared memory: sysctls of each kind are set, and its root may change them', async () => {
    const sysctls = {
      'net.ipv4.ip_unprivileged_port_start': '80',
      'kernel.shm_rmid_forced': '1',
      'kernel.domainname': 'example.test',
    };
    const sandbox = await pods.run({ config: configOf({}, sysctls), runtimeHandler: '' });
    const main = await started(sandbox);
    expect(
      await run(
        main,
        'cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/kernel/shm_rmid_forced /proc/sys/kernel/domainname; hostname',
      ),
    ).toBe('80\n1\nexample.test\ninside');
    const pid = String(main.init.pid);
    const asRoot = (...argv: string[]): string =>
      execFileSync('nsenter', ['-t', pid, '--user', '--net', '--uts', ...argv], { encoding: 'utf8' }).trim();
    expect(asRoot('sh', '-c', 'hostname renamed && hostname')).toBe('renamed');
    expect(asRoot('sh', '-c', 'ip link add dummy0 type veth && ip -br link show dummy0 | cut -d" " -f1')).toContain('dummy0');
    const gateway = (sandbox.ips[0] ?? '').replace(/\d+$/, '1');
    expect(await run(main, `busybox ping -c 1 -W 2 ${gateway} | grep -c "1 packets received"`)).toBe('1');
  });

  test('shares one PID namespace under a pause process, which is nobody either', async () => {
    const sandbox = await pods.run({ config: configOf({ pid: 'POD' }), runtimeHandler: '' });
    const main = await started(sandbox, { modes: { pid: 'POD' } });
    expect(sandbox.pidHolder).toBeDefined();
    expect(owner(`/proc/${String(sandbox.pidHolder?.pid)}`)).toBe('365535:365535');
    expect(await run(main, 'ps -o pid,comm | grep -c sleep; cat /proc/1/comm')).toBe('1\n5');
  });

  test("can be on the machine's network, whose sysctls it may not touch", async () => {
    const sandbox = await pods.run({ config: configOf({ network: 'NODE', ipc: 'NODE' }), runtimeHandler: '' });
    const main = await started(sandbox, { modes: { network: 'NODE', ipc: 'NODE' } });
    expect(fs.readlinkSync(`/proc/${String(main.init.pid)}/ns/net`)).toBe(fs.readlinkSync('/proc/self/ns/net'));
    expect(fs.readlinkSync(`/proc/${String(main.init.pid)}/ns/ipc`)).toBe(fs.readlinkSync('/proc/self/ns/ipc'));
    expect(await run(main, 'busybox ls /sys/class/net | grep -x lo; busybox touch /sys/x')).toMatch(
      /^lo\n.*Read-only file system$/,
    );
    const write = await run(main, 'echo 1 > /proc/sys/net/ipv4/ip_forward && echo written');
    expect(write).toMatch(/[Pp]ermission denied|Read-only/);
  });

  test('sees a volume with its own ids when the volume is mapped', async () => {
    const volume = join(directory, 'volume');
    fs.mkdirSync(volume);
    fs.writeFileSync(join(volume, 'file'), 'x');
    const sandbox = await pods.run({ config: configOf(), runtimeHandler: '' });
    const mount = {
      containerPath: '/volume',
      hostPath: volume,
      imageSubPath: '',
      readonly: false,
      recursiveReadOnly: false,
      selinuxRelabel: false,
      propagation: 'PRIVATE' as const,
      uidMappings: [RANGE],
      gidMappings: [RANGE],
      mountOptions: [],
    };
    const main = await started(sandbox, { more: { mounts: [mount] } });
    expect(await run(main, 'busybox stat -c %u:%g /volume/file; echo y > /volume/new; busybox stat -c %u /volume/new')).toBe(
      '0:0\n0',
    );
    expect(owner(join(volume, 'new'))).toBe('0:0');
  });

  test('shows the files of an image volume as those of its own users, and cannot write them', async () => {
    lab.close();
    lab = await openLab({ directory, images: { data: [join(directory, 'layer')] } });
    pods = openLabPods(lab, { bridge: BRIDGE, subnet: `10.${String(process.pid % 250)}.244.0/24` });
    fs.chownSync(join(directory, 'layer/etc/group'), 101, 102);
    const sandbox = await pods.run({ config: configOf(), runtimeHandler: '' });
    const image = { ...shellConfig('true').image, image: 'data' };
    const main = await started(sandbox, { more: { mounts: [hostMount('', { image, imageSubPath: 'etc' })] } });
    expect(await run(main, 'busybox stat -c %u:%g /data/passwd /data/group; echo x > /data/passwd')).toMatch(
      /^0:0\n101:102\n.*Read-only file system$/,
    );
  });

  test("makes the image's volumes for its own root", async () => {
    lab.close();
    lab = await openLab({ directory, imageConfig: { volumes: ['/data/deep'] } });
    pods = openLabPods(lab, { bridge: BRIDGE, subnet: `10.${String(process.pid % 250)}.244.0/24` });
    const sandbox = await pods.run({ config: configOf(), runtimeHandler: '' });
    const main = await started(sandbox);
    expect(await run(main, 'busybox stat -c %u /data /data/deep; echo x > /data/deep/file && echo written')).toBe(
      '0\n0\nwritten',
    );
  });

  test('takes no container with other users than its own', async () => {
    const sandbox = await pods.run({ config: configOf(), runtimeHandler: '' });
    const other = { ...USERS, uids: [{ ...RANGE, hostId: 400_000 }] };
    for (const usernsOptions of [undefined, other]) {
      const namespaceOptions = { ...options({}), usernsOptions } as NamespaceOption;
      await expect(
        lab.containers.create({ sandbox, config: shellConfig('true', {}, { namespaceOptions }) }),
      ).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining('differ in their user namespace') as string,
      });
    }
  });

  test('leaves nothing when any host call fails, and the same request then succeeds', async () => {
    lab.close();
    const host = createFailingHost(createHost({ path: '/usr/sbin:/usr/bin:/sbin:/bin' }));
    lab = await openLab({ directory, host });
    pods = openLabPods(lab, { bridge: BRIDGE, subnet: `10.${String(process.pid % 250)}.244.0/24` });
    const config = configOf({ network: 'NODE', pid: 'POD' }, { 'kernel.shm_rmid_forced': '1' });
    const act = (): Promise<unknown> => pods.run({ config, runtimeHandler: '' });
    const clear = async (): Promise<void> => {
      for (const { id } of lab.store.sandboxes.list()) if (id !== lab.sandbox.id) await pods.remove(id);
    };
    const check = async (): Promise<void> => {
      await clear();
      await expectNoLeaksSoon(before, scope);
    };
    // What is asked of the machine once is no part of the act.
    await act();
    await clear();
    const calls = await sweep(act, { host, check, clear, modes: ['before', 'after', 'onwards'] });
    expect(calls.filter((call) => call.startsWith('spawnPiped')).length).toBe(2);
  });
});

describe.skipIf(absent !== undefined || without === undefined)('a low-level runtime without id-mapped mounts', () => {
  test('refuses a pod with a user namespace, and says why', async () => {
    await expect(pods.run({ config: configOf(), runtimeHandler: '' })).rejects.toMatchObject({
      code: 'unimplemented',
      message: expect.stringMatching(
        /^runtime handler runc gives pods no user namespace: .*(user namespaces|id-mapped mounts|Linux)/,
      ) as string,
      hint: expect.stringContaining('NODE') as string,
    });
    expect(fs.existsSync(join(lab.paths.run, 'pods', 'x'))).toBe(false);
  });
});
