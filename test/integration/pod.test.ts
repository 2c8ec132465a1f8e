import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NamespaceMode } from '../../runtime/base/linux-config.ts';
import { createListeners } from '../../runtime/base/listeners.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import { KeyedLock } from '../../runtime/base/keyed-lock.ts';
import { createPaths } from '../../runtime/base/paths.ts';
import type { PodSandboxConfig } from '../../runtime/base/pod-sandbox.ts';
import { processStat } from '../../runtime/container/proc.ts';
import { createHost } from '../../runtime/host/host.ts';
import { createPodNetwork } from '../../runtime/network/create-pod-network.ts';
import type { PodParts } from '../../runtime/pod/pod-parts.ts';
import { createPods } from '../../runtime/pod/pods.ts';
import { createNames } from '../../runtime/state/names.ts';
import { openStore, type Store } from '../../runtime/state/store.ts';
import { podConfig } from '../runtime/state/records.ts';
import { dropBridge } from '../support/clear-machine.ts';
import { machineFacts } from '../support/container-config.ts';
import { fakeHandlers } from '../support/fake-handlers.ts';
import { createFailingHost, sweep } from '../support/failure-sweep.ts';
import { expectNoLeaksSoon, takeSnapshot, type LeakScope, type Snapshot } from '../support/leak-check.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: pods can only be run by root');

const BRIDGE = 'slwpodt0';
const host = createFailingHost(createHost({ path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }));
let directory = '';
let store: Store;
let parts: PodParts;
let scope: LeakScope;
let before: Snapshot;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-pod-'));
  const paths = createPaths(join(directory, 'root'), join(directory, 'run'));
  execFileSync('mkdir', ['-p', paths.root, paths.run]);
  store = openStore(paths.database, silentLogger);
  const none = (): Promise<void> => Promise.resolve();
  const noContainer = () => Promise.reject(new Error('no container is made here'));
  const network = createPodNetwork({
    host,
    log: silentLogger,
    confDir: join(directory, 'no-conf'),
    binDirs: ['/usr/lib/cni', '/opt/cni/bin'],
    cacheDir: paths.cniCache,
    builtIn: { bridge: BRIDGE, subnet: '10.231.77.0/24' },
  });
  parts = {
    host,
    log: silentLogger,
    paths,
    sandboxes: store.sandboxes,
    names: createNames(),
    locks: new KeyedLock(),
    bootId: 'boot',
    network,
    machine: machineFacts(),
    cgroupDriver: 'cgroupfs',
    runtimes: fakeHandlers(['runc']),
    noMappedImages: () => Promise.resolve(undefined),
    changes: createListeners(),
    containers: {
      bySandbox: (id) => store.containers.bySandbox(id),
      kill: none,
      remove: none,
      create: noContainer,
      checkpointTogether: none,
    },
  };
  scope = { directories: [directory], bridge: BRIDGE, addresses: join(paths.cniCache, 'addresses') };
  before = takeSnapshot({ ...scope, directories: watched() });
});

afterEach(async () => {
  try {
    await expectNoLeaksSoon(before, { ...scope, directories: watched() });
  } finally {
    store.close();
    dropBridge(BRIDGE);
    rmSync(directory, { recursive: true });
  }
});

/** Not all of `directory`: the database is open. */
const watched = (): string[] => [join(directory, 'run'), join(directory, 'root/pause')];

const config = (modes: { network?: NamespaceMode; pid?: NamespaceMode; ipc?: NamespaceMode } = {}): PodSandboxConfig => {
  const base = podConfig({ dnsConfig: { servers: ['10.0.0.1'], searches: ['a.b'], options: ['ndots:5'] } });
  const namespaceOptions = { ...base.linux.securityContext.namespaceOptions, ...modes };
  return { ...base, linux: { ...base.linux, securityContext: { ...base.linux.securityContext, namespaceOptions } } };
};

describe.runIf(isRoot)('a pod', () => {
  it('has an address, its own hostname, shared memory and generated files, and leaves nothing when removed', async () => {
    const pods = createPods(parts);
    const pod = await pods.run({ config: config(), runtimeHandler: '' });
    expect(pod).toMatchObject({ state: 'ready', ips: [expect.stringMatching(/^10\.231\.77\./)] });
    const dir = parts.paths.sandbox(pod.id);
    expect(readFileSync(join(dir, 'resolv.conf'), 'utf8')).toBe('search a.b\nnameserver 10.0.0.1\noptions ndots:5\n');
    expect(readFileSync(join(dir, 'hosts'), 'utf8')).toContain(`${pod.ips[0] ?? '?'}\tweb`);
    expect(execFileSync('nsenter', [`--uts=${pod.namespaces.uts ?? ''}`, 'hostname'], { encoding: 'utf8' })).toBe('web\n');
    expect(execFileSync('nsenter', [`--net=${pod.namespaces.net ?? ''}`, 'ip', 'addr'], { encoding: 'utf8' })).toContain(
      pod.ips[0],
    );
    expect(execFileSync('findmnt', ['-no', 'FSTYPE,SIZE', join(dir, 'shm')], { encoding: 'utf8' })).toMatch(/tmpfs\s+64M/);
    await pods.stop(pod.id);
    await pods.stop(pod.id);
    expect(pods.find(pod.id)).toMatchObject({ state: 'stopped', ips: [], namespaces: {} });
    await pods.remove(pod.id.slice(0, 9));
    await pods.remove(pod.id);
    expect(store.sandboxes.list()).toEqual([]);
  });

  it("on the machine's network has no namespace, no address and the machine's hostname", async () => {
    const pods = createPods(parts);
    const pod = await pods.run({ config: { ...config({ network: 'NODE', ipc: 'NODE' }), hostname: '' }, runtimeHandler: 'runc' });
    expect(pod).toMatchObject({ ips: [], namespaces: {} });
    expect(readFileSync(join(parts.paths.sandbox(pod.id), 'hostname'), 'utf8')).toBe(
      readFileSync('/proc/sys/kernel/hostname', 'utf8'),
    );
    await pods.remove(pod.id);
  });

  it('with a shared PID namespace has a harmless init that outlives callers and ends with the pod, reaped', async () => {
    host.sys.becomeSubreaper();
    const pods = createPods(parts);
    const pod = await pods.run({ config: config({ network: 'POD', pid: 'POD' }), runtimeHandler: '' });
    const pid = String(pod.pidHolder?.pid);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Uid:\t65535\t65535\t65535\t65535$/m);
    expect(status).toMatch(/^CapPrm:\t0+$/m);
    expect(status).toMatch(/^NSpid:\t\d+\t1$/m);
    expect(execFileSync('ls', ['-A', `/proc/${pid}/root/`], { encoding: 'utf8' })).toBe('');
    for (const kind of ['net', 'ipc', 'uts', 'mnt', 'pid']) {
      expect(readlinkSync(`/proc/${pid}/ns/${kind}`), kind).not.toBe(readlinkSync(`/proc/self/ns/${kind}`));
    }
    const inside = [
      'sh',
      '-c',
      'sh -c "(exit 3) &" ; kill -TERM 1; kill -INT 1; sleep 0.05; ps -o pid=,stat= -A | grep -c " Z" || true',
    ];
    expect(
      execFileSync('nsenter', [`--pid=${pod.namespaces.pid ?? ''}`, 'unshare', '--mount-proc', ...inside], { encoding: 'utf8' }),
    ).toBe('0\n');
    await pods.stop(pod.id);
    expect(await processStat(host.files, Number(pid))).toBeUndefined();
    await pods.remove(pod.id);
  });

  it.each([
    ['POD', 'POD'],
    ['NODE', 'CONTAINER'],
  ] as const)(
    'with network %s and pid %s leaves nothing when any host call fails, and the same request then succeeds',
    async (network, pid) => {
      const pods = createPods(parts);
      const request = { config: config({ network, pid }), runtimeHandler: '' };
      const removeAll = async (): Promise<void> => {
        for (const record of store.sandboxes.list()) await pods.remove(record.id);
      };
      const clear = async (): Promise<void> => {
        await removeAll();
      };
      const check = (): void => {
        expect(store.sandboxes.list().filter(({ state }) => state !== 'ready')).toEqual([]);
      };
      const calls = await sweep(() => pods.run(request), { host, check, clear });
      expect(calls.length).toBeGreaterThan(6);
    },
    120_000,
  );
});
