import { describe, expect, test } from 'vitest';
import {
  ContainerState,
  ContainerStatusResponse,
  ImageStatusResponse,
  ListContainersResponse,
  ListPodSandboxResponse,
  PodSandboxState,
  PodSandboxStatusResponse,
  Signal,
  StatusResponse,
} from '../../../proto/gen/cri.ts';
import type { ContainerFilter, PodSandboxFilter } from '../../../proto/gen/cri.ts';
import type { Codec, Input } from '../../../proto/wire.ts';
import type { ContainerConfig } from '../../../runtime/base/container.ts';
import type { Digest, ImageId } from '../../../runtime/base/ids.ts';
import type { ImageConfig } from '../../../runtime/base/image-record.ts';
import { containerStatus } from '../../../runtime/rpc/container-status.ts';
import { fromContainerConfig } from '../../../runtime/rpc/from-container-config.ts';
import { imageStatus } from '../../../runtime/rpc/image-status.ts';
import { listContainers } from '../../../runtime/rpc/list-containers.ts';
import { listPodSandbox } from '../../../runtime/rpc/list-pod-sandbox.ts';
import { podSandboxStatus } from '../../../runtime/rpc/pod-sandbox-status.ts';
import { runtimeConfig } from '../../../runtime/rpc/runtime-config.ts';
import { updateRuntimeConfig } from '../../../runtime/rpc/update-runtime-config.ts';
import { status } from '../../../runtime/rpc/status.ts';
import { streamContainers } from '../../../runtime/rpc/stream-containers.ts';
import * as cri from '../../../proto/gen/cri.ts';
import { createFakeRuntime } from '../../support/fake-runtime-parts.ts';
import { containerRecord, imageRecord, podConfig, sandboxRecord } from '../state/records.ts';

const sent = <T>(codec: Codec<T>, message: Input<NoInfer<T>>): T => codec.decode(codec.encode(message));
const config = (change: Input<cri.ContainerConfig> = {}): ContainerConfig =>
  fromContainerConfig(
    cri.ContainerConfig.decode(cri.ContainerConfig.encode({ metadata: { name: 'c' }, image: { image: 'busybox' }, ...change })),
  );
const podFilter = (filter: Partial<PodSandboxFilter>): PodSandboxFilter => ({
  id: '',
  state: undefined,
  labelSelector: {},
  ...filter,
});
const containerFilter = (filter: Partial<ContainerFilter>): ContainerFilter => ({
  id: '',
  state: undefined,
  podSandboxId: '',
  labelSelector: {},
  ...filter,
});

describe('pods', () => {
  const { parts, sandboxes, containers } = createFakeRuntime();
  sandboxes.push(
    sandboxRecord('a1', {
      ips: ['10.0.0.2', 'fd00::2'],
      createdAtNs: 5e18,
      config: podConfig({ labels: { app: 'x', tier: 'y' }, annotations: { n: 'm' } }),
    }),
    sandboxRecord('a2', { state: 'stopping' }),
    sandboxRecord('b3', { state: 'unknown', runtimeHandler: 'crun' }),
  );
  containers.push(containerRecord('c1', 'a1', { config: config() }), containerRecord('c2', 'a2', { config: config() }));

  test('the status has addresses, namespaces, all containers and its moment', () => {
    const answer = sent(PodSandboxStatusResponse, podSandboxStatus(parts, { podSandboxId: 'a1', verbose: false }));
    expect(answer.status).toMatchObject({
      id: 'a1',
      state: PodSandboxState.SANDBOX_READY,
      createdAt: 5e18,
      labels: { app: 'x', tier: 'y' },
      annotations: { n: 'm' },
      metadata: { name: 'web', uid: 'u1', namespace: 'default', attempt: 0 },
      network: { ip: '10.0.0.2', additionalIps: [{ ip: 'fd00::2' }] },
      linux: { namespaces: { options: { network: 0, pid: 1, ipc: 0, targetId: '' } } },
    });
    expect(answer.containersStatuses.map(({ id }) => id)).toEqual(['c1']);
    expect(answer.timestamp).toBeGreaterThan(1e18);
    expect(answer.info).toEqual({});
  });

  test('verbose adds JSON', () => {
    const { info } = sent(PodSandboxStatusResponse, podSandboxStatus(parts, { podSandboxId: 'a1', verbose: true }));
    expect(JSON.parse(info['info'] ?? '')).toMatchObject({ state: 'ready', stateDir: '/run-dir/pods/a1' });
  });

  test('an unknown one is not-found', () => {
    expect(() => podSandboxStatus(parts, { podSandboxId: 'zz', verbose: false })).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  test.each<[string, Partial<PodSandboxFilter>, string[]]>([
    ['nothing', {}, ['a1', 'a2', 'b3']],
    ['the beginning of an id', { id: 'a' }, ['a1', 'a2']],
    ['ready', { state: { state: 0 } }, ['a1']],
    ['not ready', { state: { state: 1 } }, ['a2', 'b3']],
    ['id and state', { id: 'b', state: { state: 0 } }, []],
    ['a label', { labelSelector: { app: 'x' } }, ['a1']],
    ['two labels', { labelSelector: { app: 'x', tier: 'y' } }, ['a1']],
    ['a label with another value', { labelSelector: { app: 'x', tier: 'z' } }, []],
    ['a label that every object seems to have', { labelSelector: { constructor: '' } }, []],
  ])('a filter for %s', (_what, filter, ids) => {
    const { items } = sent(ListPodSandboxResponse, listPodSandbox(parts, { filter: podFilter(filter) }));
    expect(items.map(({ id }) => id)).toEqual(ids);
  });
});

describe('containers', () => {
  const { parts, containers, images } = createFakeRuntime();
  images.push({ ...imageRecord('sha256:i'), repoTags: ['docker.io/library/busybox:latest'] });
  containers.push(
    containerRecord('c1', 'p1', {
      state: 'exited',
      createdAtNs: 3e18,
      startedAtNs: 4e18,
      finishedAtNs: 5e18,
      exitCode: 137,
      reason: 'OOMKilled',
      message: 'm',
      stopSignal: 10,
      logPath: '/l',
      imageRef: 'busybox@sha256:1',
      user: { uid: 1, gid: 2, supplementalGroups: [3] },
      config: config({
        labels: { app: 'x' },
        mounts: [{ containerPath: '/a', hostPath: '/b', propagation: 2, readonly: true }],
        linux: { resources: { cpuShares: 7 } },
      }),
    }),
    containerRecord('c2', 'p2', { state: 'running', config: config({ image: { image: `sha256:${'a'.repeat(64)}` } }) }),
    containerRecord('d3', 'p2', { state: 'removing', config: config() }),
  );
  const status_ = async (containerId: string, verbose = false): Promise<ContainerStatusResponse> =>
    sent(ContainerStatusResponse, await containerStatus(parts, { containerId, verbose }));

  test('the status has times, exit, mounts as asked, resources, user and stop signal', async () => {
    expect((await status_('c1')).status).toMatchObject({
      id: 'c1',
      state: ContainerState.CONTAINER_EXITED,
      createdAt: 3e18,
      startedAt: 4e18,
      finishedAt: 5e18,
      exitCode: 137,
      reason: 'OOMKilled',
      message: 'm',
      logPath: '/l',
      imageRef: 'busybox@sha256:1',
      imageId: 'sha256:i',
      image: { image: 'busybox' },
      mounts: [{ containerPath: '/a', hostPath: '/b', propagation: 2, readonly: true, image: undefined }],
      resources: { linux: { cpuShares: 7 } },
      user: { linux: { uid: 1, gid: 2, supplementalGroups: [3] } },
      stopSignal: Signal.SIGNAL_SIGUSR1,
    });
  });

  test('an image that was asked for by its id is shown by a name', async () => {
    expect((await status_('c2')).status?.image?.image).toBe('docker.io/library/busybox:latest');
  });

  test('verbose names the process and the directories', async () => {
    const info: unknown = JSON.parse((await status_('c1', true)).info['info'] ?? '');
    expect(info).toMatchObject({ sandboxID: 'p1', pid: 0, stateDir: '/run-dir/containers/c1' });
  });

  test.each(['zz', 'e'])('an unknown one is not-found', async (id) => {
    await expect(status_(id)).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  test('one still being made is not there yet', async () => {
    containers.push(containerRecord('f4', 'p9', { state: 'creating', config: config() }));
    await expect(status_('f4')).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
    containers.pop();
  });

  test.each<[string, Partial<ContainerFilter>, string[]]>([
    ['nothing', {}, ['c1', 'c2', 'd3']],
    ['the beginning of an id', { id: 'c' }, ['c1', 'c2']],
    ['a pod', { podSandboxId: 'p2' }, ['c2', 'd3']],
    ['running', { state: { state: ContainerState.CONTAINER_RUNNING } }, ['c2']],
    ['a pod and a state', { podSandboxId: 'p1', state: { state: ContainerState.CONTAINER_RUNNING } }, []],
    ['a label', { labelSelector: { app: 'x' } }, ['c1']],
  ])('a filter for %s', (_what, filter, ids) => {
    const answer = sent(ListContainersResponse, listContainers(parts, { filter: containerFilter(filter) }));
    expect(answer.containers.map(({ id }) => id)).toEqual(ids);
  });

  test('a stream of many comes in pieces without duplicates; of none there is no message', async () => {
    const many = createFakeRuntime();
    const pieces = async (): Promise<number[]> => {
      const sizes: number[] = [];
      for await (const { containers: piece } of streamContainers(many.parts, { filter: undefined }))
        sizes.push(piece?.length ?? 0);
      return sizes;
    };
    expect(await pieces()).toEqual([]);
    for (let at = 0; at < 250; at++) many.containers.push(containerRecord(`c${String(at)}`, 'p', { config: config() }));
    expect(await pieces()).toEqual([100, 100, 50]);
    const annotations = { large: 'x'.repeat(400_000) };
    many.containers.length = 0;
    for (let at = 0; at < 5; at++)
      many.containers.push(containerRecord(`c${String(at)}`, 'p', { config: config({ annotations }) }));
    expect(await pieces()).toEqual([2, 2, 1]);
  });

  test('a list shows each change of a container, its removal, and the new name of its image', () => {
    const changing = createFakeRuntime();
    const imageId = `sha256:${'1'.repeat(64)}`;
    const byId = config({ image: { image: imageId } });
    const listed = (): unknown[] =>
      sent(ListContainersResponse, listContainers(changing.parts, { filter: undefined })).containers.map(
        ({ id, state, labels, image }) => [id, state, labels, image?.image],
      );
    const record = containerRecord('c1', 'p', { config: byId, imageId: imageId as ImageId, state: 'created' });
    changing.containers.push(record);
    expect(listed()).toEqual([['c1', ContainerState.CONTAINER_CREATED, {}, imageId]]);
    changing.containers[0] = { ...record, state: 'running', config: { ...byId, labels: { app: 'x' } } };
    expect(listed()).toEqual([['c1', ContainerState.CONTAINER_RUNNING, { app: 'x' }, imageId]]);
    changing.images.push({ ...imageRecord(imageId), repoTags: ['docker.io/library/busybox:1'] });
    expect(listed()).toEqual([['c1', ContainerState.CONTAINER_RUNNING, { app: 'x' }, 'docker.io/library/busybox:1']]);
    changing.containers.length = 0;
    expect(listed()).toEqual([]);
  });

  test('a list of ten thousand is one answer; one beyond 16 MiB names the call that streams', () => {
    const many = createFakeRuntime();
    const add = (count: number, annotations: Record<string, string>): void => {
      const shared = config({ annotations });
      for (let at = 0; at < count; at++) {
        const id = `${many.containers.length}`;
        many.containers.push(containerRecord(id, 'p', { config: shared }));
        many.sandboxes.push(sandboxRecord(id, { config: podConfig({ annotations }) }));
      }
    };
    const lists = (): number[] => [
      sent(ListContainersResponse, listContainers(many.parts, { filter: undefined })).containers.length,
      sent(ListPodSandboxResponse, listPodSandbox(many.parts, { filter: undefined })).items.length,
    ];
    add(10_000, {});
    expect(lists()).toEqual([10_000, 10_000]);
    add(100, { large: 'x'.repeat(200_000) });
    const refused = (call: string): unknown =>
      expect.objectContaining({ code: 'resource-exhausted', hint: expect.stringContaining(call) as unknown });
    expect(() => listContainers(many.parts, { filter: undefined })).toThrow(refused('StreamContainers'));
    expect(() => listPodSandbox(many.parts, { filter: undefined })).toThrow(refused('StreamPodSandboxes'));
    expect(
      sent(ListContainersResponse, listContainers(many.parts, { filter: containerFilter({ id: '77' }) })).containers,
    ).not.toEqual([]);
  });
});

describe('images', () => {
  const { parts, images } = createFakeRuntime();
  const ask = (name: string, verbose = false): ImageStatusResponse =>
    sent(
      ImageStatusResponse,
      imageStatus(parts, {
        image: { image: name, annotations: {}, userSpecifiedImage: '', runtimeHandler: '', imageRef: '' },
        verbose,
      }),
    );
  const imageConfig: ImageConfig = {
    architecture: 'amd64',
    os: 'linux',
    variant: '',
    user: '',
    env: ['A=b'],
    entrypoint: [],
    cmd: ['sh'],
    workingDir: '/',
    stopSignal: '',
    volumes: ['/v'],
    exposedPorts: [],
    labels: {},
    created: '',
  };
  const withUser = (user: string): void => {
    images.splice(0, 1, {
      ...imageRecord('sha256:i'),
      id: 'sha256:i' as ImageId,
      repoTags: ['a:1', 'b:2'],
      repoDigests: ['a@sha256:9'],
      sizeBytes: 42,
      pinned: true,
      config: { ...imageConfig, user },
      layers: [{ digest: 'd' as Digest, diffId: 'e' as Digest, chainId: 'f' as Digest, sizeBytes: 1, mediaType: 't' }],
    });
  };

  test.each([
    ['', { uid: { value: 0 }, username: '' }],
    ['0', { uid: { value: 0 }, username: '' }],
    ['1000:1000', { uid: { value: 1000 }, username: '' }],
    ['www:www', { uid: undefined, username: 'www' }],
    [':5', { uid: { value: 0 }, username: '' }],
  ])('the user %j is told as uid or name', (user, expected) => {
    withUser(user);
    expect(ask('a:1').image).toMatchObject(expected);
  });

  test('an image has all its names, and the same answer under each', () => {
    withUser('');
    expect(ask('a:1').image).toMatchObject({
      id: 'sha256:i',
      repoTags: ['a:1', 'b:2'],
      repoDigests: ['a@sha256:9'],
      size: 42,
      pinned: true,
    });
    expect(ask('b:2')).toEqual(ask('sha256:i'));
  });

  test('an absent image is an answer without one', () => {
    expect(ask('nowhere')).toEqual({ image: undefined, info: {} });
  });

  test('verbose has the configuration with the field names of OCI', () => {
    withUser('u');
    expect(JSON.parse(ask('a:1', true).info['info'] ?? '')).toMatchObject({
      imageSpec: { architecture: 'amd64', config: { User: 'u', Env: ['A=b'], Cmd: ['sh'], Volumes: { '/v': {} } } },
      layers: [{ digest: 'd' }],
    });
  });
});

describe('the runtime', () => {
  test('has both conditions, its handlers with the default first, and a readable configuration', async () => {
    const { parts } = createFakeRuntime();
    const quiet = sent(StatusResponse, await status(parts, { verbose: false }));
    expect(quiet.status?.conditions).toEqual([
      { type: 'RuntimeReady', status: true, reason: '', message: '' },
      { type: 'NetworkReady', status: true, reason: '', message: '' },
    ]);
    expect(quiet.runtimeHandlers).toEqual([
      { name: '', features: { recursiveReadOnlyMounts: false, userNamespaces: false } },
      { name: 'runc', features: { recursiveReadOnlyMounts: true, userNamespaces: false } },
    ]);
    expect(quiet.info).toEqual({});
    const { info } = sent(StatusResponse, await status(parts, { verbose: true }));
    expect(JSON.parse(info['config'] ?? '')).toMatchObject({
      stateDir: '/run-dir',
      rootDir: '/root-dir',
      runtimeHandlers: ['runc'],
    });
  });

  test('says what is missing', async () => {
    const { parts } = createFakeRuntime({
      network: {
        readiness: () => Promise.resolve({ ready: false, message: 'bridge is not installed' }),
        setPodCidr: () => Promise.resolve(),
      },
      programs: () => Promise.resolve({ ready: false, message: 'conmon is not installed', handlers: [] }),
    });
    expect(sent(StatusResponse, await status(parts, { verbose: false })).status?.conditions).toEqual([
      { type: 'RuntimeReady', status: false, reason: 'ProgramMissing', message: 'conmon is not installed' },
      { type: 'NetworkReady', status: false, reason: 'NetworkPluginNotReady', message: 'bridge is not installed' },
    ]);
  });

  test("takes the addresses that a kubelet says for this machine's pods, and nothing from a call without them", async () => {
    const said: string[] = [];
    const { parts } = createFakeRuntime({
      network: {
        readiness: () => Promise.resolve({ ready: true, message: '' }),
        setPodCidr: (podCidr) => Promise.resolve(void said.push(podCidr)),
      },
    });
    await updateRuntimeConfig(parts, { runtimeConfig: { networkConfig: { podCidr: '10.244.3.0/24' } } });
    await updateRuntimeConfig(parts, { runtimeConfig: undefined });
    expect(said).toEqual(['10.244.3.0/24', '']);
  });

  test.each([
    ['cgroupfs', 1],
    ['systemd', 0],
  ] as const)('tells the cgroup driver %s', (cgroupDriver, number) => {
    expect(runtimeConfig(createFakeRuntime({ cgroupDriver }).parts, {})).toEqual({ linux: { cgroupDriver: number } });
  });
});
