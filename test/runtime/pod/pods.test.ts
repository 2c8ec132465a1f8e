import { beforeEach, describe, expect, it } from 'vitest';
import type { ContainerId, SandboxId } from '../../../runtime/base/ids.ts';
import { KeyedLock } from '../../../runtime/base/keyed-lock.ts';
import { createListeners } from '../../../runtime/base/listeners.ts';
import { silentLogger } from '../../../runtime/base/logger.ts';
import { createPaths } from '../../../runtime/base/paths.ts';
import type { IdMapping, UserNamespaceOption } from '../../../runtime/base/linux-config.ts';
import type { PodSandboxConfig } from '../../../runtime/base/pod-sandbox.ts';
import type { PodNetwork } from '../../../runtime/network/pod-network.ts';
import type { PodParts } from '../../../runtime/pod/pod-parts.ts';
import { createPods } from '../../../runtime/pod/pods.ts';
import { createNames, podName } from '../../../runtime/state/names.ts';
import { openStore, type Store } from '../../../runtime/state/store.ts';
import { machineFacts } from '../../support/container-config.ts';
import { fakeHandlers } from '../../support/fake-handlers.ts';
import { createFailingHost, sweep, type FailingHost } from '../../support/failure-sweep.ts';
import { createScriptedHost, type ScriptedHost } from '../../support/scripted-host.ts';
import { containerRecord, podConfig } from '../state/records.ts';

let scripted: ScriptedHost;
let host: FailingHost;
let store: Store;
let network: PodNetwork & { readonly attached: Set<string> };
let parts: PodParts;

beforeEach(() => {
  scripted = createScriptedHost({
    '/etc/resolv.conf': 'nameserver 9.9.9.9\n',
    '/etc/hosts': '127.0.0.1 me\n',
    '/proc/sys/kernel/hostname': 'machine\n',
    '/sys/fs/cgroup/memory/cgroup.procs': '',
    '/sys/fs/cgroup/cpu/cgroup.procs': '',
  });
  scripted.program(['cni'], {});
  host = createFailingHost(scripted);
  store = openStore(':memory:', silentLogger);
  network = scriptedNetwork();
  parts = {
    host,
    log: silentLogger,
    paths: createPaths('/root', '/run'),
    sandboxes: store.sandboxes,
    names: createNames(),
    locks: new KeyedLock(),
    bootId: 'boot',
    network,
    machine: machineFacts(),
    cgroupDriver: 'cgroupfs',
    runtimes: fakeHandlers(['runc', 'crun']),
    noMappedImages: () => Promise.resolve(undefined),
    changes: createListeners(),
    containers: {
      bySandbox: (id) => store.containers.bySandbox(id),
      create: () => Promise.reject(new Error('no container is made here')),
      checkpointTogether: () => Promise.resolve(),
      kill: async (id) => {
        await host.exec(['cni', 'kill']);
        store.containers.put(containerRecord(id, sandboxOf(id), { state: 'exited' }));
      },
      remove: async (id) => {
        await host.exec(['cni', 'remove']);
        store.containers.delete(id);
      },
    },
  };
});

/** Attaches in memory; each of its acts is a host call, so that the sweep can make it fail. */
function scriptedNetwork(): PodNetwork & { readonly attached: Set<string> } {
  const attached = new Set<string>();
  return {
    attached,
    readiness: () => Promise.resolve({ ready: true, message: '' }),
    setPodCidr: () => Promise.resolve(),
    add: async ({ id, signal }) => {
      attached.add(id);
      await host.exec(['cni', 'ADD']);
      signal?.throwIfAborted();
      return { ips: ['10.0.0.2'], cni: { confList: '{}', result: '{}' } };
    },
    check: () => Promise.resolve(),
    remove: async ({ id }) => {
      await host.exec(['cni', 'DEL']);
      attached.delete(id);
    },
    collectLeftovers: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

const sandboxOf = (id: ContainerId): SandboxId => store.containers.get(id)?.sandboxId ?? ('' as SandboxId);

const withLinux = (change: Partial<PodSandboxConfig['linux']>): PodSandboxConfig => ({
  ...podConfig(),
  linux: { ...podConfig().linux, ...change },
});

const withSecurity = (change: Partial<PodSandboxConfig['linux']['securityContext']>): PodSandboxConfig =>
  withLinux({ securityContext: { ...podConfig().linux.securityContext, ...change } });

const noLimits = {
  cpuPeriod: 0,
  cpuQuota: 0,
  cpuShares: 2,
  memoryLimitInBytes: 0,
  memorySwapLimitInBytes: 0,
  oomScoreAdj: 0,
  cpusetCpus: '',
  cpusetMems: '',
  hugepageLimits: [{ pageSize: '2MB', limit: 0 }],
  unified: {},
};

const namespaces = podConfig().linux.securityContext.namespaceOptions;

const usersFrom = (hostId: number): IdMapping => ({ hostId, containerId: 0, length: 65_536 });

const withUsers = (usernsOptions: UserNamespaceOption): PodSandboxConfig =>
  withSecurity({ namespaceOptions: { ...namespaces, usernsOptions } });

function expectNothingLeft(): void {
  expect(store.sandboxes.list()).toEqual([]);
  expect(scripted.sys.mounts).toEqual([]);
  expect([...network.attached]).toEqual([]);
  expect(scripted.paths().filter((path) => path.startsWith('/run/pods/') || path.includes('/slipway/pod-'))).toEqual([]);
}

describe('RunPodSandbox', () => {
  it.each([
    ['an unknown handler', podConfig(), 'kata', 'invalid-argument', 'runtime handler kata'],
    ['no name', { ...podConfig(), metadata: { ...podConfig().metadata, name: '' } }, '', 'invalid-argument', 'no name'],
    ['a group without a user', withSecurity({ runAsGroup: 1 }), '', 'invalid-argument', 'run_as_group'],
    [
      "a pod whose network is a container's",
      withSecurity({ namespaceOptions: { ...namespaces, network: 'CONTAINER' } }),
      '',
      'invalid-argument',
      'network',
    ],
    [
      "a pod whose PIDs are a target's",
      withSecurity({ namespaceOptions: { ...namespaces, pid: 'TARGET' } }),
      '',
      'invalid-argument',
      'TARGET',
    ],
    [
      "a user namespace with the machine's processes",
      withSecurity({
        namespaceOptions: {
          ...namespaces,
          pid: 'NODE',
          usernsOptions: { mode: 'POD', uids: [usersFrom(1)], gids: [usersFrom(1)] },
        },
      }),
      '',
      'invalid-argument',
      'pid namespace mode NODE',
    ],
    ...(
      [
        ['without mappings', [], 'uids has 0 mappings'],
        ['of two mappings', [usersFrom(1000), usersFrom(9000)], 'uids has 2 mappings'],
        ['without id 0', [{ ...usersFrom(1000), containerId: 1 }], 'does not map container id 0'],
        ['of length 0', [{ ...usersFrom(1000), length: 0 }], 'maps nothing'],
        ['beyond the last id', [usersFrom(4_294_901_760)], 'beyond the last id'],
      ] as const
    ).map(
      ([what, uids, text]) =>
        [`a user namespace ${what}`, withUsers({ mode: 'POD', uids, gids: uids }), '', 'invalid-argument', text] as const,
    ),
    [
      'user ids without group ids',
      withUsers({ mode: 'POD', uids: [usersFrom(1)], gids: [] }),
      '',
      'invalid-argument',
      'gids has 0',
    ],
    ['a user namespace per container', withUsers({ mode: 'CONTAINER', uids: [], gids: [] }), '', 'invalid-argument', 'CONTAINER'],
    [
      'a user namespace of another container',
      withUsers({ mode: 'TARGET', uids: [], gids: [] }),
      '',
      'invalid-argument',
      'TARGET',
    ],
    [
      "the machine's users with a mapping",
      withUsers({ mode: 'NODE', uids: [usersFrom(1)], gids: [] }),
      '',
      'invalid-argument',
      'NODE comes with',
    ],
    [
      'a line break in dns_config',
      { ...podConfig(), dnsConfig: { servers: ['1.1.1.1\noptions x'], searches: [], options: [] } },
      '',
      'invalid-argument',
      'dns_config',
    ],
  ] as const)('refuses %s, and holds no name for it', async (_what, config, runtimeHandler, code, text) => {
    await expect(createPods(parts).run({ config, runtimeHandler })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(text) as string,
    });
    expect(parts.names.holder(podName(config.metadata))).toBeUndefined();
    expectNothingLeft();
  });

  it.each([
    ['a low-level runtime', fakeHandlers(['runc'], 'it is too old'), undefined, 'it is too old'],
    ['the file system of the images', fakeHandlers(['runc']), 'cannot be mounted with other owners', 'cannot be mounted'],
  ])('refuses a user namespace that %s cannot give, and says why', async (_what, runtimes, noImages, text) => {
    const pods = createPods({ ...parts, runtimes, noMappedImages: () => Promise.resolve(noImages) });
    const config = withUsers({ mode: 'POD', uids: [usersFrom(1000)], gids: [usersFrom(1000)] });
    await expect(pods.run({ config, runtimeHandler: '' })).rejects.toMatchObject({
      code: 'unimplemented',
      message: expect.stringMatching(`^runtime handler runc gives pods no user namespace: .*${text}`) as string,
    });
    expect(parts.names.holder(podName(config.metadata))).toBeUndefined();
    expectNothingLeft();
  });

  it('leaves the limits of a cgroup that the caller named to the caller', async () => {
    const config = withLinux({ cgroupParent: '/kubepods/x', resources: { ...noLimits, cpuQuota: 5 } });
    expect(await createPods(parts).run({ config, runtimeHandler: 'crun' })).toMatchObject({
      state: 'ready',
      cgroupParent: '/kubepods/x',
    });
    expect(scripted.paths().filter((path) => path.includes('kubepods'))).toEqual([]);
  });

  it('limits a pod that named no cgroup in one of its own, with its overhead, which goes with it', async () => {
    const pods = createPods(parts);
    const resources = { ...noLimits, memoryLimitInBytes: 100, cpuPeriod: 100_000, cpuQuota: 50_000 };
    const overhead = { ...noLimits, cpuShares: 0, memoryLimitInBytes: 20, cpuPeriod: 50_000, cpuQuota: 5000 };
    const { id, cgroupParent } = await pods.run({ config: withLinux({ resources, overhead }), runtimeHandler: '' });
    expect(cgroupParent).toBe(`/slipway/pod-${id}`);
    const read = (file: string): Promise<string> =>
      scripted.files.readText(`/sys/fs/cgroup/${file.replace('/', `${cgroupParent}/`)}`);
    expect(await read('memory/memory.limit_in_bytes')).toBe('120');
    expect(await read('cpu/cpu.cfs_quota_us')).toBe('60000');
    expect(await read('cpu/cpu.shares')).toBe('2');
    await pods.remove(id);
    expectNothingLeft();
  });

  it("gives the machine's real name servers to a pod that cannot reach the local stub", async () => {
    await scripted.files.write('/etc/resolv.conf', 'nameserver 127.0.0.53\n');
    await scripted.files.makeDirectory('/run/systemd/resolve');
    await scripted.files.write('/run/systemd/resolve/resolv.conf', 'nameserver 8.8.8.8\n');
    const { id } = await createPods(parts).run({ config: podConfig(), runtimeHandler: '' });
    expect(await scripted.files.readText(`/run/pods/${id}/resolv.conf`)).toBe('nameserver 8.8.8.8\n');
  });

  it('is not listed before it is ready, and an equal request joins it', async () => {
    const pods = createPods(parts);
    const request = { config: podConfig(), runtimeHandler: '' };
    const both = [pods.run(request), pods.run(structuredClone(request))];
    expect(pods.list()).toEqual([]);
    expect(store.sandboxes.list()).toHaveLength(1);
    expect(pods.find(store.sandboxes.list()[0]?.id ?? '')).toBeUndefined();
    const [first, second] = await Promise.all(both);
    expect(first?.id).toBe(second?.id);
    await expect(pods.run(request)).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining(first?.id ?? '?') as string,
    });
  });

  it('leaves nothing when its caller gives up, and the retry works at once', async () => {
    const pods = createPods(parts);
    const caller = new AbortController();
    scripted.program(['cni', 'ADD'], () => {
      caller.abort(new Error('deadline'));
      return {};
    });
    await expect(pods.run({ config: podConfig(), runtimeHandler: '', signal: caller.signal })).rejects.toThrow('deadline');
    expect((await pods.run({ config: podConfig(), runtimeHandler: '' })).state).toBe('ready');
    expect(store.sandboxes.list()).toHaveLength(1);
    expect(network.attached.size).toBe(1);
  });

  it('leaves nothing, or a record that Remove clears, whichever host call fails, and the same request then succeeds', async () => {
    const pods = createPods(parts);
    const clear = async (): Promise<void> => {
      for (const { id } of pods.list()) await pods.remove(id);
      expectNothingLeft();
    };
    const config = withLinux({ resources: { ...noLimits, memoryLimitInBytes: 100 } });
    const calls = await sweep(() => pods.run({ config, runtimeHandler: '' }), {
      host,
      clear,
      modes: ['before', 'after', 'onwards'],
      check: async ({ mode, error }) => {
        if (mode !== 'onwards' && error !== undefined) expectNothingLeft();
        // With what could not be undone still in the way of nobody: its name is free.
        if (error !== undefined) await pods.run({ config, runtimeHandler: '' });
        await clear();
      },
    });
    expect(calls).toContain('exec cni ADD');
  });

  it('says resource-exhausted when the disk is full', async () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    parts = { ...parts, host: { ...host, files: { ...host.files, write: () => Promise.reject(full) } } };
    await expect(createPods(parts).run({ config: podConfig(), runtimeHandler: '' })).rejects.toMatchObject({
      code: 'resource-exhausted',
    });
    expectNothingLeft();
  });
});

describe('Stop and RemovePodSandbox', () => {
  it('answer success for an unknown pod', async () => {
    await createPods(parts).stop('none');
    await createPods(parts).remove('none');
  });

  it.each(['stop', 'remove'] as const)('%s can be repeated after any failed host call until nothing is left', async (verb) => {
    const pods = createPods(parts);
    const act = async (): Promise<void> => {
      let [pod] = pods.list();
      if (pod === undefined) {
        pod = await pods.run({ config: podConfig(), runtimeHandler: '' });
        store.containers.put(containerRecord('c1', pod.id, { state: 'running' }));
      }
      await pods[verb](pod.id);
    };
    const clear = async (): Promise<void> => {
      for (const { id } of pods.list()) await pods.remove(id);
      expectNothingLeft();
      expect(store.containers.list()).toEqual([]);
    };
    await sweep(act, {
      host,
      clear,
      check: () => {
        expect(pods.list().filter(({ state }) => state === 'ready')).toEqual([]);
      },
    });
  });

  it('kills the containers before it takes their network', async () => {
    const pods = createPods(parts);
    const pod = await pods.run({ config: podConfig(), runtimeHandler: '' });
    store.containers.put(containerRecord('c1', pod.id, { state: 'running' }));
    scripted.ran.length = 0;
    await pods.stop(pod.id);
    expect(scripted.ran.map((argv) => argv[1])).toEqual(['kill', 'DEL']);
    expect(store.containers.list()).toMatchObject([{ state: 'exited' }]);
  });
});
