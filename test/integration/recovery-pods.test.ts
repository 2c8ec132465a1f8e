import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyedLock } from '../../runtime/base/keyed-lock.ts';
import type { ContainerId, SandboxId } from '../../runtime/base/ids.ts';
import { createListeners } from '../../runtime/base/listeners.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import { createPaths, type Paths } from '../../runtime/base/paths.ts';
import type { PodSandboxConfig } from '../../runtime/base/pod-sandbox.ts';
import { isAlive } from '../../runtime/container/proc.ts';
import { createHost } from '../../runtime/host/host.ts';
import { createPodNetwork } from '../../runtime/network/create-pod-network.ts';
import type { LeftoverParts } from '../../runtime/pod/clear-leftovers.ts';
import { createPods } from '../../runtime/pod/pods.ts';
import { recoverPods } from '../../runtime/pod/recover-pods.ts';
import { createNames } from '../../runtime/state/names.ts';
import { openStore, type Store } from '../../runtime/state/store.ts';
import { podConfig } from '../runtime/state/records.ts';
import { dropBridge } from '../support/clear-machine.ts';
import { machineFacts } from '../support/container-config.ts';
import { fakeHandlers } from '../support/fake-handlers.ts';
import { expectNoLeaks, takeSnapshot, type LeakScope, type Snapshot } from '../support/leak-check.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('skipped: pods can only be run by root');

const BRIDGE = 'slwpodt1';
const host = createHost({ path: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' });
let directory = '';
let paths: Paths;
let store: Store;
let scope: LeakScope;
let before: Snapshot;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'slipway-recovery-'));
  paths = createPaths(join(directory, 'root'), join(directory, 'run'));
  execFileSync('mkdir', ['-p', paths.root, paths.run]);
  store = openStore(paths.database, silentLogger);
  scope = {
    directories: [join(directory, 'run'), join(directory, 'root/pause')],
    bridge: BRIDGE,
    addresses: join(paths.cniCache, 'addresses'),
  };
  before = takeSnapshot(scope);
});

/** The kernel takes the devices of a namespace away some milliseconds after its last reference. */
async function settled(): Promise<Snapshot> {
  const hasPorts = (): boolean => takeSnapshot(scope).bridgePorts.length > before.bridgePorts.length;
  for (let tries = 0; tries < 100 && hasPorts(); tries++) await host.clock.sleep(10);
  return takeSnapshot(scope);
}

afterEach(async () => {
  try {
    expectNoLeaks(before, await settled());
  } finally {
    store.close();
    dropBridge(BRIDGE);
    rmSync(directory, { recursive: true });
  }
});

/** What a daemon has right after its start: nothing but what is on the disk. */
function daemon(bootId = 'this boot', deleted: string[] = []): LeftoverParts {
  const none = (): Promise<void> => Promise.resolve();
  const noContainer = () => Promise.reject(new Error('no container is made here'));
  return {
    host,
    log: silentLogger,
    paths,
    sandboxes: store.sandboxes,
    containerRecords: store.containers,
    names: createNames(),
    locks: new KeyedLock(),
    bootId,
    noMappedImages: () => Promise.resolve(undefined),
    changes: createListeners(),
    containers: {
      bySandbox: (id) => store.containers.bySandbox(id),
      kill: none,
      remove: none,
      create: noContainer,
      checkpointTogether: none,
    },
    machine: machineFacts(),
    cgroupDriver: 'cgroupfs',
    runtimes: fakeHandlers(['runc'], '', (id) => deleted.push(id)),
    network: createPodNetwork({
      host,
      log: silentLogger,
      confDir: join(directory, 'no-conf'),
      binDirs: ['/usr/lib/cni', '/opt/cni/bin'],
      cacheDir: paths.cniCache,
      builtIn: { bridge: BRIDGE, subnet: '10.231.78.0/24' },
    }),
  };
}

function sharingPids(): PodSandboxConfig {
  const base = podConfig();
  const namespaceOptions = { ...base.linux.securityContext.namespaceOptions, pid: 'POD' as const };
  return { ...base, linux: { ...base.linux, securityContext: { ...base.linux.securityContext, namespaceOptions } } };
}

const run = () => createPods(daemon()).run({ config: sharingPids(), runtimeHandler: '' });

describe.runIf(isRoot)('recovery of pods', () => {
  it('keeps a pod that runs, with its name held and its processes alive', async () => {
    const pod = await run();
    const next = daemon();
    await recoverPods(next);
    expect(store.sandboxes.list()).toEqual([pod]);
    expect(await isAlive(host.files, pod.pidHolder ?? { pid: 0, startTime: 0 })).toBe(true);
    await expect(createPods(next).run({ config: sharingPids(), runtimeHandler: '' })).rejects.toMatchObject({
      code: 'already-exists',
    });
    await createPods(next).remove(pod.id);
  });

  it('discards a pod that was half made when the daemon died, and frees its name', async () => {
    const pod = await run();
    const { cni: _cni, pidHolder: _pidHolder, ...rest } = pod;
    store.sandboxes.put({ ...rest, ...(pod.pidHolder && { pidHolder: pod.pidHolder }), state: 'creating', ips: [] });
    const next = daemon();
    await recoverPods(next);
    expect(store.sandboxes.list()).toEqual([]);
    expectNoLeaks(before, await settled());
    await createPods(next)
      .run({ config: sharingPids(), runtimeHandler: '' })
      .then((again) => createPods(next).remove(again.id));
  });

  it('ends a stop that was cut short', async () => {
    const pod = await run();
    store.sandboxes.put({ ...pod, state: 'stopping' });
    await recoverPods(daemon());
    expect(store.sandboxes.get(pod.id)).toMatchObject({ state: 'stopped', ips: [] });
  });

  it('stops a pod whose network namespace is gone', async () => {
    const pod = await run();
    await host.sys.umount(pod.namespaces.net ?? '');
    await recoverPods(daemon());
    expect(store.sandboxes.get(pod.id)?.state).toBe('stopped');
  });

  it('shows a pod of an earlier boot as stopped, with its address free, and can remove it', async () => {
    const pod = await run();
    await createPods(daemon()).stop(pod.id);
    store.sandboxes.put({ ...pod, namespaces: {}, bootId: 'an earlier boot' });
    rmSync(paths.run, { recursive: true });
    const next = daemon();
    await recoverPods(next);
    expect(createPods(next).list()).toMatchObject([{ id: pod.id, state: 'stopped', ips: [] }]);
    await createPods(next).remove(pod.id);
    expect(store.sandboxes.list()).toEqual([]);
  });

  it('shows a pod without namespaces of its own as stopped after a reboot, too', async () => {
    const { securityContext } = podConfig().linux;
    const namespaceOptions = { ...securityContext.namespaceOptions, network: 'NODE' as const, ipc: 'NODE' as const };
    const config = { ...podConfig(), linux: { ...podConfig().linux, securityContext: { ...securityContext, namespaceOptions } } };
    const pod = await createPods(daemon('an earlier boot')).run({ config, runtimeHandler: '' });
    await recoverPods(daemon('an earlier boot'));
    expect(store.sandboxes.get(pod.id)?.state).toBe('ready');
    await recoverPods(daemon());
    expect(store.sandboxes.get(pod.id)?.state).toBe('stopped');
  });

  it('clears pods and containers that no record knows, and nothing else', async () => {
    const kept = await run();
    const lost = await createPods(daemon()).run({
      config: { ...sharingPids(), hostname: 'lost', metadata: { ...podConfig().metadata, name: 'lost' } },
      runtimeHandler: '',
    });
    store.sandboxes.delete(lost.id);
    const container = 'c'.repeat(64) as ContainerId;
    for (const path of [paths.bundle(container), paths.writableLayer(container), join(paths.run, 'pods', 'not-an-id')])
      execFileSync('mkdir', ['-p', path]);
    execFileSync('mkdir', ['-p', join(paths.bundle(container), 'rootfs')]);
    execFileSync('mount', ['-t', 'tmpfs', 'rootfs', join(paths.bundle(container), 'rootfs')]);
    const deleted: string[] = [];
    const next = daemon('this boot', deleted);
    await recoverPods(next);
    expect(await isAlive(host.files, lost.pidHolder ?? { pid: 0, startTime: 0 })).toBe(false);
    expect(readdirSync(join(paths.run, 'pods')).sort()).toEqual([kept.id, 'not-an-id'].sort());
    expect([paths.bundle(container), paths.writableLayer(container)].filter((path) => existsSync(path))).toEqual([]);
    expect(deleted).toEqual([container]);
    expect(await isAlive(host.files, kept.pidHolder ?? { pid: 0, startTime: 0 })).toBe(true);
    await createPods(next).remove(kept.id);
  });

  it('sets a pod that cannot be recovered to unknown, goes on with the next, and Remove clears both', async () => {
    const bad = await run();
    const good = await createPods(daemon()).run({
      config: { ...podConfig(), metadata: { ...podConfig().metadata, name: 'good' } },
      runtimeHandler: '',
    });
    store.sandboxes.put({ ...bad, state: 'stopping' });
    const next = daemon();
    const broken = { ...next.network, remove: () => Promise.reject(new Error('no iptables')) };
    await recoverPods({ ...next, network: broken });
    expect(
      store.sandboxes
        .list()
        .map(({ id, state }) => [id, state])
        .sort(),
    ).toEqual(
      [
        [bad.id, 'unknown'],
        [good.id, 'ready'],
      ].sort(),
    );
    const pods = createPods(next);
    for (const id of [bad.id, good.id] as SandboxId[]) await pods.remove(id);
    expect(store.sandboxes.list()).toEqual([]);
  });
});
