import { describe, expect, it } from 'vitest';
import type { Pod } from '../../extension/client/types.ts';
import type { ListedContainer } from '../../extension/target/lists.ts';
import { createUsageMeter } from '../../extension/target/usage.ts';
import { filterProblem } from '../../extension/tree/filter.ts';
import { imageNodes } from '../../extension/tree/image-nodes.ts';
import { filterMessage } from '../../extension/tree/listing.ts';
import { podNodes } from '../../extension/tree/pod-nodes.ts';
import type { PodsInput } from '../../extension/tree/pod-nodes.ts';
import type { TreeNode } from '../../extension/tree/tree-node.ts';
import { createViewOptions, DEFAULT_OPTIONS } from '../../extension/tree/view-options.ts';
import type { ViewOptions } from '../../extension/tree/view-options.ts';
import { cpuOf } from '../../extension/tree/words.ts';

const pod = (name: string, more: Partial<Pod> = {}): Pod => ({
  id: `id-${name}`,
  name,
  namespace: 'default',
  uid: 'u',
  attempt: 0,
  state: 'ready',
  createdAt: 1000,
  handler: '',
  labels: {},
  annotations: {},
  ...more,
});

const container = (name: string, of: string, more: Partial<ListedContainer> = {}): ListedContainer => ({
  id: `id-${name}`,
  podId: `id-${of}`,
  name,
  attempt: 0,
  image: 'docker.io/library/busybox:1',
  imageId: 'sha256:1',
  state: 'running',
  createdAt: 1000,
  labels: {},
  annotations: {},
  exitCode: undefined,
  reason: '',
  paused: false,
  ...more,
});

const LIST = {
  pods: [
    pod('web', { labels: { app: 'shop' } }),
    pod('db', { createdAt: 3000, namespace: 'data' }),
    pod('job', { createdAt: 2000, state: 'notready', labels: { app: 'jobs' } }),
  ],
  containers: [
    container('nginx', 'web', { image: 'nginx:1.29' }),
    container('proxy', 'web'),
    container('postgres', 'db'),
    container('batch', 'job', { state: 'exited', exitCode: 3 }),
  ],
};

function shown(options: Partial<ViewOptions>, more: Partial<PodsInput> = {}): readonly string[] {
  return lines(podNodes({ list: LIST, now: 4000, options: { ...DEFAULT_OPTIONS.pods, ...options }, ...more }).nodes);
}

const lines = (nodes: readonly TreeNode[], indent = ''): readonly string[] =>
  nodes.flatMap((node) => [`${indent}${node.label}`, ...lines(node.children, `${indent}  `)]);

describe('a filter of pods', () => {
  it.each([
    ['state:running', ['db', '  postgres', 'web', '  nginx', '  proxy']],
    ['state:failed', ['job', '  batch']],
    ['-state:running', ['job', '  batch']],
    ['image:NGINX', ['web', '  nginx']],
    ['label:app=shop', ['web', '  nginx', '  proxy']],
    ['label:app', ['job', '  batch', 'web', '  nginx', '  proxy']],
    ['label:app=sho', []],
    ['ns:data', ['db', '  postgres']],
    ['web', ['web', '  nginx', '  proxy']],
    ['proxy state:running', ['web', '  proxy']],
    ['state:exited ns:data', []],
  ])('%j leaves what fits', (filter, expected) => {
    expect(shown({ filter })).toEqual(expected);
  });

  it('says how many of how many it leaves', () => {
    const listing = podNodes({ list: LIST, now: 0, options: { ...DEFAULT_OPTIONS.pods, filter: 'ns:data' } });
    expect(filterMessage(listing, 'ns:data')).toBe('1 of 3 match ns:data');
    expect(filterMessage(listing, '')).toBe('');
  });

  it('wants a value after the colon', () => {
    expect(filterProblem('state:')).toContain('state');
    expect(filterProblem('state:running a:b')).toBeUndefined();
  });
});

describe('the order of pods', () => {
  it.each([
    ['age', ['db', 'job', 'web']],
    ['name', ['db', 'job', 'web']],
    ['state', ['job', 'db', 'web']],
  ] as const)('is by %s', (sort, expected) => {
    expect(shown({ sort }).filter((line) => !line.startsWith(' '))).toEqual(expected);
  });

  it('is by namespace first when they are grouped', () => {
    expect(shown({ grouped: true }).filter((line) => !line.startsWith('    '))).toEqual([
      'data',
      '  db',
      'default',
      '  job',
      '  web',
    ]);
  });
});

describe('a long list', () => {
  const pods = Array.from({ length: 1203 }, (_, index) => pod(`p${String(index)}`));

  it('is shown in pages of 500, and the line at its end brings the next one', () => {
    const views = createViewOptions({ get: () => undefined, update: async () => undefined });
    const draw = (): readonly TreeNode[] => podNodes({ list: { pods, containers: [] }, now: 0, limitOf: views.limitOf }).nodes;
    expect(draw()).toHaveLength(501);
    expect(draw().at(-1)).toMatchObject({ id: 'more/pods', label: 'Show 500 more', description: '703 are not shown' });
    views.showMore('pods');
    expect(draw()).toHaveLength(1001);
    views.showMore('pods');
    expect(draw()).toHaveLength(1203);
  });
});

describe('what a container uses', () => {
  const at = (seconds: number, cpuSeconds: number): Parameters<ReturnType<typeof createUsageMeter>>[0] => [
    { id: 'a', nanoCores: undefined, cpuTimeNs: cpuSeconds * 1e9, measuredAtNs: seconds * 1e9, memoryBytes: 12e6 },
  ];

  it('is the growth between two measurements, and unknown after a new start', () => {
    const measure = createUsageMeter();
    expect(measure(at(10, 1))).toEqual([['a', { cores: undefined, memoryBytes: 12e6 }]]);
    expect(measure(at(20, 6))).toEqual([['a', { cores: 0.5, memoryBytes: 12e6 }]]);
    expect(measure(at(30, 0))).toEqual([['a', { cores: undefined, memoryBytes: 12e6 }]]);
  });

  it('stands in its line while it runs', () => {
    const usage = new Map([['id-postgres', { cores: 0.5, memoryBytes: 12e6 }]]);
    const { nodes } = podNodes({ list: LIST, now: 4000, usage });
    expect(nodes[0]?.children[0]?.description).toBe('running · 50 % · 12.0 MB · <1m');
  });

  it.each([
    [0.001, '<1 %'],
    [0.0742, '7 %'],
    [0.333, '35 %'],
    [3.512, '350 %'],
  ])('is coarse: %d cores are %s', (cores, text) => {
    expect(cpuOf(cores)).toBe(text);
  });
});

describe('a filter of images', () => {
  const image = { digests: [], sizeBytes: 1, pinned: false };
  const list = {
    images: [
      { ...image, id: 'sha256:1', tags: ['r.test/app:1', 'r.test/app:2'] },
      { ...image, id: 'sha256:2', tags: ['busybox:latest'], pinned: true },
      { ...image, id: 'sha256:3', tags: [], digests: ['r.test/old@sha256:00ff'] },
    ],
    inUse: ['sha256:2'],
  };
  const find = (filter: string, grouped = true): readonly string[] =>
    lines(imageNodes({ list, options: { ...DEFAULT_OPTIONS.images, filter, grouped } }).nodes);

  it.each([
    ['state:used', ['busybox:latest']],
    ['state:pinned', ['busybox:latest']],
    ['state:untagged', ['old:00ff']],
    ['app', ['app', '  1', '  2']],
    ['app:2', ['app:2']],
  ])('%j leaves what fits', (filter, expected) => {
    expect(find(filter)).toEqual(expected);
  });

  it('is flat when nobody wants groups', () => {
    expect(find('app', false)).toEqual(['app:1', 'app:2']);
  });
});

describe('the options of a view', () => {
  it('are remembered, and nonsense from another window counts as none', async () => {
    const memory = new Map<string, unknown>([['slipway.view.images', { filter: 7, grouped: 'yes', sort: 'size' }]]);
    const views = createViewOptions({ get: (key) => memory.get(key), update: async (key, value) => void memory.set(key, value) });
    expect(views.get('images')).toEqual(DEFAULT_OPTIONS.images);
    await views.set('pods', { filter: 'web', sort: 'name' });
    expect(views.get('pods')).toEqual({ filter: 'web', grouped: false, sort: 'name' });
  });
});
