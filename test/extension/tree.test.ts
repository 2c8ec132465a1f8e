import { describe, expect, it } from 'vitest';
import type { Pod } from '../../extension/client/types.ts';
import { createLogBuffer } from '../../extension/logs/log-buffer.ts';
import { panelHtml } from '../../extension/panels/panel-html.ts';
import type { ListedContainer } from '../../extension/target/lists.ts';
import { imageNodes } from '../../extension/tree/image-nodes.ts';
import { podNodes } from '../../extension/tree/pod-nodes.ts';
import { treeChanges } from '../../extension/tree/tree-changes.ts';
import { contextValue } from '../../extension/tree/tree-node.ts';
import type { TreeNode } from '../../extension/tree/tree-node.ts';
import { ageOf, plain, sizeOf } from '../../extension/tree/words.ts';

const POD: Pod = {
  id: 'p1',
  name: 'web',
  namespace: 'default',
  uid: 'u',
  attempt: 0,
  state: 'ready',
  createdAt: 1000,
  handler: '',
  labels: {},
  annotations: {},
};
const CONTAINER: ListedContainer = {
  id: 'c1',
  podId: 'p1',
  name: 'app',
  attempt: 0,
  image: 'busybox',
  imageId: 'sha256:1',
  state: 'running',
  createdAt: 1000,
  labels: {},
  annotations: {},
  exitCode: undefined,
  reason: '',
  paused: false,
};

describe('the Pods view', () => {
  it('puts containers under their pod, with their state as flags', () => {
    const [pod] = podNodes({ list: { pods: [POD], containers: [CONTAINER] }, now: 61_000 }).nodes;
    expect(pod).toMatchObject({ label: 'web', description: '1m' });
    expect(pod?.children.map((node) => `${node.label} ${node.description} ${contextValue(node)}`)).toEqual([
      'app running · 1m container;state=running;',
    ]);
  });

  it('tells how a container ended', () => {
    const ended = { ...CONTAINER, state: 'exited' as const, exitCode: 137, reason: 'OOMKilled' };
    const [pod] = podNodes({ list: { pods: [POD], containers: [ended] }, now: 2000 }).nodes;
    expect(pod?.children[0]).toMatchObject({ description: 'exited 137 OOMKilled · <1m', icon: { id: 'error' } });
  });

  it('marks pods that a kubelet made', () => {
    const owned = { ...POD, labels: { 'io.kubernetes.pod.uid': 'x' } };
    const [pod] = podNodes({ list: { pods: [owned], containers: [] }, now: 2000 }).nodes;
    expect(pod?.description).toContain('kubelet');
    expect(pod?.flags).toContain('owned');
  });

  it('redraws only the node that changed', () => {
    const at = (container: ListedContainer): readonly TreeNode[] =>
      podNodes({ list: { pods: [POD], containers: [container] }, now: 2000 }).nodes;
    const before = at(CONTAINER);
    expect(treeChanges(before, at(CONTAINER))).toEqual({ root: false, nodes: [] });
    const after = at({ ...CONTAINER, state: 'exited', exitCode: 0 });
    expect(treeChanges(before, after)).toEqual({ root: false, nodes: ['container/c1'] });
    expect(treeChanges(before, [])).toEqual({ root: true, nodes: [] });
  });
});

describe('the Images view', () => {
  it('groups tags under a repository, and marks what is in use', () => {
    const image = { id: 'sha256:1', digests: [], sizeBytes: 4_200_000, pinned: false };
    const images = [
      { ...image, tags: ['localhost:5000/app:1', 'localhost:5000/app:2'] },
      { ...image, id: 'sha256:2', tags: ['busybox:latest'] },
      { ...image, id: 'sha256:3', tags: ['registry.test/team/web:1'], sizeBytes: 999 },
    ];
    const { nodes } = imageNodes({ list: { images, inUse: ['sha256:2'] } });
    expect(nodes.map((node) => `${node.label} ${node.description}`)).toEqual([
      'busybox:latest 4.2 MB · in use',
      'app 2 tags · localhost:5000',
      'team/web:1 999 B · registry.test',
    ]);
    expect(nodes[1]?.children.map((node) => node.id)).toEqual(['image/localhost:5000/app:1', 'image/localhost:5000/app:2']);
  });
});

describe('words', () => {
  it.each([
    [4000, '<1m'],
    [59_000, '<1m'],
    [3_600_000, '1h'],
    [200_000_000, '2d'],
  ])('gives %i ms the age %s', (ms, text) => {
    expect(ageOf(1, ms + 1)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [650e6, '650 MB'],
  ])('gives %i bytes the size %s', (bytes, text) => {
    expect(sizeOf(bytes)).toBe(text);
  });

  it('lets nothing from a container become Markdown', () => {
    expect(plain('[x](command:evil) <img> `a`')).toBe(String.raw`\[x\]\(command:evil\) \<img\> \`a\``);
  });
});

describe('a followed log', () => {
  it('joins partial lines, drops the oldest ones, and keeps no control sequences', () => {
    const buffer = createLogBuffer({ lines: 2 });
    const entry = (text: string, partial = false): Parameters<typeof buffer.add>[0][number] => ({
      time: 0,
      stream: 'stdout',
      text,
      partial,
    });
    buffer.add([entry('one'), entry('\u001b[31mtw', true), entry('o\u001b[0m'), entry('three')]);
    expect(buffer.text).toBe('… 1 earlier lines are not shown\n two\n three\n');
  });
});

describe('a panel page', () => {
  it('runs only its own script, and escapes the name of a container', () => {
    const html = panelHtml({
      title: '<script>alert(1)</script>',
      script: 's.js',
      style: 's.css',
      cspSource: 'https://x',
      language: 'en',
      words: undefined,
      nonce: 'N',
    });
    expect(html).toContain("default-src 'none'; script-src 'nonce-N'");
    expect(html).not.toContain('<script>alert');
  });
});
