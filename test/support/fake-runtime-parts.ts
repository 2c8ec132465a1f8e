import { createListeners } from '../../runtime/base/listeners.ts';
import { silentLogger } from '../../runtime/base/logger.ts';
import type { ContainerRecord } from '../../runtime/base/container.ts';
import type { ImageRecord } from '../../runtime/base/image-record.ts';
import type { SandboxRecord } from '../../runtime/base/pod-sandbox.ts';
import { systemClock } from '../../runtime/host/clock.ts';
import type { Containers } from '../../runtime/container/containers.ts';
import type { Images } from '../../runtime/image/images.ts';
import type { PodChange } from '../../runtime/pod/pod-parts.ts';
import type { Pods } from '../../runtime/pod/pods.ts';
import type { Stats } from '../../runtime/pod/stats.ts';
import { createContainerEvents } from '../../runtime/rpc/container-events.ts';
import type { RuntimeParts } from '../../runtime/rpc/runtime-parts.ts';

/** What a test of rpc/ sets and changes; the rooms below are not run. */
export interface FakeRuntime {
  readonly parts: RuntimeParts;
  readonly sandboxes: SandboxRecord[];
  readonly containers: ContainerRecord[];
  readonly images: ImageRecord[];
  /** Replaces methods of the rooms. */
  pods: Partial<Pods>;
  containerVerbs: Partial<Containers>;
  imageVerbs: Partial<Images>;
  stats: Partial<Stats>;
  /** Tells the listeners of container changes. */
  readonly changed: (record: ContainerRecord) => void;
  readonly podChanged: (record: SandboxRecord, change: PodChange) => void;
}

/** A runtime with records in memory; every verb that a test does not give throws. */
export function createFakeRuntime(change: Partial<RuntimeParts> = {}): FakeRuntime {
  const containerChanges = createListeners<[ContainerRecord]>();
  const podChanges = createListeners<[SandboxRecord, PodChange]>();
  const byPrefix = <T extends { readonly id: string }>(records: readonly T[], id: string): T | undefined =>
    records.find((record) => record.id.startsWith(id));
  const fake: FakeRuntime = {
    sandboxes: [],
    containers: [],
    images: [],
    pods: {},
    containerVerbs: {},
    imageVerbs: {},
    stats: {},
    changed: containerChanges.tell,
    podChanged: podChanges.tell,
    parts: {
      pods: delegate<Pods>(
        {
          find: (id) => byPrefix(fake.sandboxes, id),
          list: () => fake.sandboxes,
          onChange: (listener) => podChanges.listen(listener),
        },
        () => fake.pods,
      ),
      containers: delegate<Containers>(
        {
          find: (id) => byPrefix(fake.containers, id),
          list: ({ sandboxId = '' } = {}) => fake.containers.filter((record) => record.sandboxId.startsWith(sandboxId)),
          bySandbox: (id) => fake.containers.filter((record) => record.sandboxId === id),
          onChange: (listener) => containerChanges.listen(listener),
        },
        () => fake.containerVerbs,
      ),
      images: delegate<Images>(
        {
          find: (name) => fake.images.find((image) => image.id === name || image.repoTags.includes(name)),
          list: (name = '') => fake.images.filter((image) => name === '' || image.repoTags.includes(name)),
          layerDirectories: () => [],
        },
        () => fake.imageVerbs,
      ),
      events: { subscribe: (signal) => createContainerEvents(fake.parts).subscribe(signal) },
      stats: delegate<Stats>({ limits: () => undefined }, () => fake.stats),
      network: { readiness: () => Promise.resolve({ ready: true, message: '' }), setPodCidr: () => Promise.resolve() },
      streams: { offer: (offer) => Promise.resolve(`http://stream.test/${offer.kind}/token`) },
      clock: systemClock,
      log: silentLogger,
      version: '1.2.3',
      cgroupDriver: 'cgroupfs',
      programs: () =>
        Promise.resolve({
          ready: true,
          message: '',
          handlers: ['', 'runc'].map((name) => ({
            name,
            features: { recursiveReadOnlyMounts: name !== '', userNamespaces: false },
          })),
        }),
      system: () =>
        Promise.resolve({
          facts: {
            kernel: '6.1',
            os: 'Debian',
            architecture: 'x64',
            processors: 2,
            memoryBytes: 1024,
            cgroupVersion: 1 as const,
          },
          checks: [],
        }),
      directories: {
        root: '/root-dir',
        run: '/run-dir',
        sandbox: (id) => `/run-dir/pods/${id}`,
        bundle: (id) => `/run-dir/containers/${id}`,
        image: () => '/root-dir/images',
      },
      ...change,
    },
  };
  return fake;
}

/** The test's method, else the default one, else an error that names the method. */
function delegate<T extends object>(defaults: Partial<T>, given: () => Partial<T>): T {
  return new Proxy({} as T, {
    get: (_target, key) => {
      const method: unknown = Reflect.get(given(), key) ?? Reflect.get(defaults, key);
      return (
        method ??
        (() => {
          throw new Error(`the test gives no ${String(key)}`);
        })
      );
    },
  });
}
