import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallRecord, TaskRecord } from '../../extension/client/activity.ts';
import type { ContainerState, Pod } from '../../extension/client/types.ts';
import { setTranslation } from '../../extension/l10n.ts';
import type { ListedContainer } from '../../extension/target/lists.ts';
import { activityNodes } from '../../extension/tree/activity-nodes.ts';
import { podNodes } from '../../extension/tree/pod-nodes.ts';
import { allTargetNodes } from '../../extension/tree/target-nodes.ts';
import type { TreeNode } from '../../extension/tree/tree-node.ts';

const bundle = JSON.parse(readFileSync('extension/l10n/bundle.l10n.zh-cn.json', 'utf8')) as Readonly<Record<string, string>>;
const english = (message: string, ...values: (string | number)[]): string =>
  message.replaceAll(/\{(\d+)\}/g, (_slot, index: string) => String(values[Number(index)]));
beforeAll(() => {
  setTranslation((message, ...values) => english(bundle[message] ?? message, ...values), 'zh-cn');
});
afterAll(() => {
  setTranslation(english, 'en');
});

/** Names of things, units, and what CRI itself calls a thing. */
const NOT_WORDS = /\b(?:web|app|busybox|default|runc|MB|kB|ms|Pod|ID|OOMKilled|Version|RuntimeReady|v1|slipway|socket|SOCKET)\b/g;
const STATES: readonly ContainerState[] = ['created', 'running', 'exited', 'unknown'];
const NOW = Date.UTC(2026, 0, 9);
const AGES_MS = [1000, 120_000, 7_200_000, 172_800_000];

it.each([
  ['pods and containers, at any age and in any state', pods],
  ['calls and tasks', activity],
  ['targets and the chain to them', targets],
])('no English word is left where a Chinese window shows %s', (_what, nodes) => {
  const said = nodes().flatMap(textsOf);
  expect(said.length).toBeGreaterThan(4);
  expect(said.filter((text) => /[A-Za-z]{2}|[0-9][mhd]\b/.test(text.replaceAll(NOT_WORDS, '')))).toEqual([]);
});

function textsOf(node: TreeNode): readonly string[] {
  return [node.label, node.description, node.spoken, node.tooltip(), ...node.children.flatMap(textsOf)];
}

function pods(): readonly TreeNode[] {
  return AGES_MS.flatMap((age, index) => {
    const id = String(index);
    const kept = { labels: {}, annotations: {}, attempt: index, createdAt: NOW - age };
    const state = index === 0 ? 'notready' : 'ready';
    const pod = { ...kept, id, name: 'web', namespace: 'default', uid: '', handler: 'runc', state } as Pod;
    const container = { ...kept, podId: id, name: 'app', image: 'busybox', imageId: '', exitCode: undefined, reason: '' };
    const containers: readonly ListedContainer[] = [
      ...STATES.map((each, at) => ({ ...container, id: `${id}${String(at)}`, state: each, paused: false })),
      { ...container, id: `${id}8`, state: 'exited', exitCode: 137, reason: 'OOMKilled', paused: false },
      { ...container, id: `${id}9`, state: 'running', paused: true },
    ];
    const usage = new Map([[`${id}1`, { cores: 0.2, memoryBytes: 5_000_000 }]]);
    return podNodes({ list: { pods: [pod], containers: index === 3 ? [] : containers }, now: NOW, usage }).nodes;
  });
}

function activity(): readonly TreeNode[] {
  const call = { method: 'Version', service: 'v1', startedAt: NOW, message: '', request: {}, reply: {} };
  const calls: readonly CallRecord[] = [
    { ...call, key: '1', milliseconds: undefined, code: undefined, background: false, repetitions: 1 },
    { ...call, key: '2', milliseconds: 3, code: 'ok', background: false, repetitions: 4 },
    { ...call, key: '3', milliseconds: 3, code: 'cancelled', background: true, repetitions: 1 },
  ];
  const tasks = (['running', 'done', 'failed', 'cancelled'] as const).map((state): TaskRecord => ({
    key: state,
    title: 'web',
    detail: '',
    fraction: 0.5,
    parts: [],
    state,
    startedAt: NOW,
  }));
  return activityNodes({ calls, tasks });
}

function targets(): readonly TreeNode[] {
  const target = { id: '1', label: 'web', kind: 'local', socket: 'SOCKET' } as unknown as Parameters<typeof allTargetNodes>[1];
  const links = (['ok', 'warning', 'failed', 'untested'] as const).map((state) => ({
    id: 'socket' as const,
    state,
    detail: '',
    cause: '',
    fix: undefined,
  }));
  const conditions = [{ type: 'RuntimeReady', ok: true, reason: '', message: '' }];
  return (['ready', 'degraded', 'stopped', 'denied', 'broken'] as const).flatMap((state) =>
    allTargetNodes({ list: [], lastHealth: () => undefined }, target, {
      ...{ state, links, conditions, handlers: ['', 'runc'] },
      version: undefined,
    }),
  );
}
