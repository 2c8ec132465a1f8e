import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHost } from '../../runtime/host/host.ts';
import { pinPodNamespaces, unpinPodNamespaces, type PinRequest } from '../../runtime/network/pod-namespaces.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';
import { expectNoLeaks, takeSnapshot, type Snapshot } from '../support/leak-check.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: namespaces can only be pinned by root');

const host = createHost({ path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' });
let root = '';
let dir = '';
let before: Snapshot;
let own: string[] = [];

beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'slipway-namespaces-'));
  dir = join(root, 'pod');
  before = takeSnapshot({ directories: [root] });
  own = ownNamespaces();
});

afterEach(() => {
  expect(ownNamespaces()).toEqual(own);
  expectNoLeaks(before, takeSnapshot({ directories: [root] }));
  fs.rmSync(root, { recursive: true });
});

describe.runIf(isRoot)('pinPodNamespaces', () => {
  const request = (changes: Partial<PinRequest> = {}): PinRequest => ({
    host,
    dir,
    hostname: 'web-0',
    network: 'POD',
    ipc: 'POD',
    sysctls: {},
    ...changes,
  });

  it('pins namespaces that a process can join, with hostname and loopback', async () => {
    const { net, ipc, uts } = await pinPodNamespaces(request());
    const { stdout } = await host.exec([
      'nsenter',
      `--net=${String(net)}`,
      `--ipc=${String(ipc)}`,
      `--uts=${String(uts)}`,
      'sh',
      '-c',
      'hostname; cat /sys/class/net/lo/operstate; ip -o -4 addr show lo; readlink /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts',
    ]);
    expect(String(stdout)).toMatch(/^web-0\n(unknown|up)?/);
    expect(String(stdout)).toContain('127.0.0.1/8');
    for (const namespace of own) expect(String(stdout)).not.toContain(namespace);
    await unpinPodNamespaces(host, dir);
  });

  it("leaves out what the pod shares with the machine, the machine's hostname too", async () => {
    expect(await pinPodNamespaces(request({ network: 'NODE', hostname: '' }))).toEqual({ ipc: join(dir, 'ipcns') });
    await unpinPodNamespaces(host, dir);
    expect(await pinPodNamespaces(request({ network: 'NODE', ipc: 'NODE', hostname: '' }))).toEqual({});
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it('sets sysctls in the pod and not on the machine', async () => {
    const machine = fs.readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8');
    const sysctls = { 'net.ipv4.ip_unprivileged_port_start': '77', 'kernel/shm_rmid_forced': '1', 'fs.mqueue.msg_max': '13' };
    const { net = '', ipc = '' } = await pinPodNamespaces(request({ sysctls }));
    const { stdout } = await host.exec([
      'nsenter',
      `--net=${net}`,
      `--ipc=${ipc}`,
      'cat',
      '/proc/sys/net/ipv4/ip_unprivileged_port_start',
      '/proc/sys/kernel/shm_rmid_forced',
      '/proc/sys/fs/mqueue/msg_max',
    ]);
    expect(String(stdout)).toBe('77\n1\n13\n');
    expect(fs.readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')).toBe(machine);
    await unpinPodNamespaces(host, dir);
  });

  it('leaves nothing when the kernel refuses a sysctl', async () => {
    for (const [name, value] of [
      ['net.ipv4.ip_unprivileged_port_start', 'many'],
      ['net.ipv4.nothing_like_it', '1'],
    ] as const) {
      await expect(pinPodNamespaces(request({ sysctls: { [name]: value } }))).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining(name) as string,
      });
      expect(fs.readdirSync(dir)).toEqual([]);
    }
  });

  it('leaves nothing when a pin cannot be made', async () => {
    fs.mkdirSync(join(dir, 'utsns'), { recursive: true });
    await expect(pinPodNamespaces(request())).rejects.toThrow();
    expect(fs.readdirSync(dir)).toEqual(['utsns']);
    fs.rmdirSync(join(dir, 'utsns'));
  });

  it('lets the namespaces go, also twice, and when the pod was never there', async () => {
    await pinPodNamespaces(request());
    await unpinPodNamespaces(host, dir);
    await unpinPodNamespaces(host, dir);
    await unpinPodNamespaces(host, join(root, 'absent'));
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it('lets the namespaces go while another mount namespace has a copy of the pins', async () => {
    const { net = '' } = await pinPodNamespaces(request());
    const id = fs.statSync(net, { bigint: true }).ino;
    const copy = await host.spawnPiped(['unshare', '--mount', '--propagation', 'private', 'sh', '-c', 'echo >&3; sleep 1000'], {
      pipeCount: 1,
    });
    await new Promise((resolve) => copy.pipes[0]?.once('data', resolve));
    const copies = (): string => fs.readFileSync(`/proc/${copy.pid}/mountinfo`, 'utf8');
    expect(copies()).toContain(`net:[${id}]`);
    await unpinPodNamespaces(host, dir);
    expect(fs.existsSync(net)).toBe(false);
    expect(copies()).not.toContain(`net:[${id}]`);
    process.kill(-copy.pid, 'SIGKILL');
    await copy.exited;
    copy.pipes[0]?.destroy();
  });

  it('stands a failure of any call', async () => {
    const failing = createFailingHost(host);
    const calls = await sweep(() => pinPodNamespaces(request({ host: failing })), {
      host: failing,
      clear: () => unpinPodNamespaces(host, dir),
      check: () => unpinPodNamespaces(host, dir),
    });
    expect(calls).toEqual([`files.makeDirectory ${dir}`, 'sys.pinNamespaces']);
  });

  it('runs an act inside the network namespace of the pod, and comes back when it throws', async () => {
    const { net = '' } = await pinPodNamespaces(request());
    const interfaces = host.sys.inNetworkNamespace(net, () => fs.readFileSync('/proc/thread-self/net/dev', 'utf8'));
    expect(interfaces.match(/^ *\w+:/gm)?.map((name) => name.trim())).toEqual(['lo:']);
    expect(() =>
      host.sys.inNetworkNamespace(net, () => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(ownNamespaces()).toEqual(own);
    await unpinPodNamespaces(host, dir);
  });
});

function ownNamespaces(): string[] {
  return ['net', 'ipc', 'uts'].map((kind) => fs.readlinkSync(`/proc/thread-self/ns/${kind}`));
}
