import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foreignTarget, socketPathOf } from '../../extension/target/target.ts';
import type { Health } from '../../extension/target/health.ts';
import { contextValue, type TreeNode } from '../../extension/tree/tree-node.ts';
import { allTargetNodes } from '../../extension/tree/target-nodes.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { startFakeEndpoint, type FakeEndpoint } from '../support/fake-cri-endpoint.ts';

describe('the path of a socket', () => {
  it.each([
    ['/run/x.sock', '/run/x.sock'],
    [' unix:///run/x.sock ', '/run/x.sock'],
    ['unix:/run/x.sock', '/run/x.sock'],
    ['run/x.sock', undefined],
    ['tcp://127.0.0.1:1', undefined],
    ['/run/', undefined],
    ['', undefined],
  ])('of %j is %j', (text, path) => {
    expect(socketPathOf(text)).toBe(path);
  });
});

describe('other runtimes', () => {
  let bed: CommandBed;
  let other: FakeEndpoint;
  beforeEach(async () => {
    bed = await openCommandBed();
    other = await startFakeEndpoint();
  });
  afterEach(async () => {
    await bed.close();
    await other.stop();
  });

  it('are named by their socket, tested, and shown when they answer', async () => {
    await bed.run('slipway.target.add', { picks: [`unix://${other.socket}`], answers: ['Lab'] });
    expect(bed.targets.list.map(({ label, kind }) => `${label} ${kind}`)).toEqual(['This machine local', 'Lab foreign']);
    expect(bed.targets.chosen).toMatchObject({ label: 'Lab', socket: other.socket });
  });

  it('are switched, each workspace for itself, and forgotten without harm: then this machine is shown', async () => {
    const lab = await bed.targets.add({ label: 'Lab', socket: other.socket });
    await bed.run('slipway.target.switch', {}, [{ kind: 'target', target: lab }]);
    expect(bed.memory.get('slipway.target')).toBe(lab.id);
    await bed.run('slipway.target.remove', {}, [{ kind: 'target', target: lab }]);
    expect(bed.targets.list.map(({ id }) => id)).toEqual(['local']);
    expect(bed.targets.chosen.id).toBe('local');
  });

  it('never lose this machine', async () => {
    const [local] = bed.targets.list;
    if (local === undefined) throw new Error('no target');
    const outcome = await bed.run('slipway.target.remove', {}, [{ kind: 'target', target: local }]);
    expect(outcome?.failures[0]?.error).toMatchObject({ message: 'This machine is always there' });
  });

  it('are lines of the Targets view, with what is known of them; a click shows one', async () => {
    const lab = foreignTarget({ label: 'Lab', socket: '/run/lab.sock' });
    const lines = (health?: Health): readonly TreeNode[] =>
      allTargetNodes({ list: [bed.session.target, lab], lastHealth: () => health }, bed.session.target, undefined);
    expect(lines().map(({ label, description }) => `${label}: ${description}`)).toEqual([
      'This machine: connecting…',
      'Lab: not shown · /run/lab.sock',
    ]);
    const [, tested] = lines(await bed.targets.test(foreignTarget({ label: 'Lab', socket: other.socket })));
    expect(tested).toMatchObject({ command: 'slipway.target.switch', description: expect.stringContaining('ready') as string });
    expect(tested === undefined ? '' : contextValue(tested)).toBe('target;kind=foreign;other;state=ready;');
  });
});

describe('a runtime that a kubelet owns', () => {
  let bed: CommandBed;
  beforeEach(async () => {
    bed = await openCommandBed();
  });
  afterEach(() => bed.close());

  it('is told before a pod is run there, and only there', async () => {
    await bed.run('slipway.image.run');
    expect(bed.confirmed).toEqual([]);
    const labels = { 'io.kubernetes.pod.uid': 'u' };
    bed.endpoint.pods.set('p1', { name: 'coredns', state: 0, createdAt: 1e9, labels });
    await bed.session.refresh();
    await bed.run('slipway.image.run');
    expect(bed.confirmed).toEqual([expect.stringContaining('removes pods that it did not make')]);
  });
});
