import { describe, expect, it } from 'vitest';
import { createActivity } from '../../extension/client/activity.ts';
import type { Activity } from '../../extension/client/activity.ts';
import { createPullMeter } from '../../extension/commands/image/pull-meter.ts';
import { activityNodes } from '../../extension/tree/activity-nodes.ts';
import type { TreeNode } from '../../extension/tree/tree-node.ts';
import { contextValue } from '../../extension/tree/tree-node.ts';

describe('the Activity view', () => {
  it('shows a pull with a line for each layer, and its end', () => {
    const { activity } = activityAt();
    const task = activity.beginTask('Pull app');
    const meter = createPullMeter(({ message, fraction, parts }) => {
      task.update({ detail: message, fraction, parts });
    });
    meter({ digest: '', phase: 'resolving', doneBytes: 0, totalBytes: 0 });
    expect(linesOf(activity)).toEqual(['Pull app: resolving']);
    meter({ digest: 'sha256:aaaa', phase: 'exists', doneBytes: 0, totalBytes: 1000 });
    meter({ digest: 'sha256:bbbb', phase: 'downloading', doneBytes: 500, totalBytes: 1000 });
    meter({ digest: 'sha256:cccc', phase: 'unpacking', doneBytes: 10, totalBytes: 2000 });
    expect(linesOf(activity)).toEqual([
      'Pull app: 87 % · 1 of 3 layers, 3.5 kB of 4.0 kB',
      '  aaaa: already there',
      '  bbbb: 500 B of 1.0 kB',
      '  cccc: unpacking',
    ]);
    expect(contextOf(activity)).toBe('task;state=running;');
    task.end('done', '');
    expect(linesOf(activity)[0]).toBe('Pull app: done');
    expect(contextOf(activity)).toBe('task;state=done;');
  });

  it('aborts the signal of a task that is cancelled, and says so', () => {
    const { activity } = activityAt();
    const task = activity.beginTask('Pull app');
    activity.cancel(task.key);
    expect(task.signal.aborted).toBe(true);
    task.end('cancelled', '');
    task.update({ detail: 'too late' });
    expect(linesOf(activity)).toEqual(['Pull app: cancelled']);
  });

  it('shows a call with its milliseconds and how it ended', () => {
    const { activity, clock } = activityAt();
    const begin = (method: string): ReturnType<Activity['begin']> =>
      activity.begin({ method, service: 'runtime.v1.RuntimeService', background: false, request: {} });
    const version = begin('Version');
    expect(linesOf(activity)).toEqual(['Version: running']);
    clock.now += 12;
    version({ code: 'ok', message: '', reply: {} });
    begin('StopContainer')({ code: 'not-found', message: 'no', reply: undefined });
    expect(linesOf(activity)).toEqual(['StopContainer: 0 ms · not-found', 'Version: 12 ms']);
  });

  it('folds background calls into one line for each kind', () => {
    const { activity } = activityAt();
    for (const code of ['ok', 'ok', 'unavailable'] as const)
      activity.begin({ method: 'ListContainers', service: 's', background: true, request: {} })({ code, message: '', reply: {} });
    activity.begin({ method: 'Status', service: 's', background: true, request: {} })({ code: 'ok', message: '', reply: {} });
    expect(linesOf(activity)).toEqual([
      'In the background: 2 kinds · 1 failing',
      '  ListContainers: 0 ms · unavailable · 3 times',
      '  Status: 0 ms',
    ]);
  });

  it('says of a stream that was lost and is open again that it runs', () => {
    const { activity } = activityAt();
    const begin = (): ReturnType<typeof activity.begin> =>
      activity.begin({ method: 'GetContainerEvents', service: 's', background: true, lasting: true, request: {} });
    begin()({ code: 'unavailable', message: '', reply: {} });
    expect(linesOf(activity)[0]).toContain('1 failing');
    const end = begin();
    expect(linesOf(activity)).toEqual(['In the background: 1 kind', '  GetContainerEvents: running · 2 times']);
    end({ code: 'ok', message: '', reply: {} });
    expect(linesOf(activity)[1]).toContain('2 times');
  });

  it('takes what a closed panel no longer wants for no failure', () => {
    const { activity } = activityAt();
    activity.begin({ method: 'ContainerStats', service: 's', background: true, request: {} })({
      code: 'cancelled',
      message: '',
      reply: undefined,
    });
    expect(linesOf(activity)).toEqual(['In the background: 1 kind', '  ContainerStats: 0 ms · cancelled']);
  });

  it('gives background calls of one kind one line, also when they run at the same time', () => {
    const { activity } = activityAt();
    const begin = (): ReturnType<Activity['begin']> =>
      activity.begin({ method: 'Version', service: 's', background: true, request: {} });
    const [first, second] = [begin(), begin()];
    first({ code: 'unavailable', message: '', reply: undefined });
    second({ code: 'ok', message: '', reply: {} });
    expect(linesOf(activity)).toEqual(['In the background: 1 kind', '  Version: 0 ms · 2 times']);
  });

  it('opens the line of a task when its first part comes, which VS Code does for new lines only', () => {
    const { activity } = activityAt();
    const task = activity.beginTask('Pull app');
    const [before] = activityNodes(activity);
    task.update({ parts: [{ name: 'a', detail: '', done: false }] });
    const [after] = activityNodes(activity);
    task.update({ parts: [{ name: 'a', detail: 'done', done: true }] });
    expect(after?.id).not.toBe(before?.id);
    expect(after?.expanded).toBe(true);
    expect(activityNodes(activity)[0]?.id).toBe(after?.id);
  });

  it('keeps what runs when it is cleared, and at most its limit of what has ended', () => {
    const { activity } = activityAt(2);
    const running = activity.beginTask('Pull one');
    for (const title of ['a', 'b', 'c', 'd']) activity.beginTask(title).end('done', '');
    expect(activity.tasks.length).toBeLessThanOrEqual(4);
    activity.clear();
    expect(activity.tasks.map((task) => task.key)).toEqual([running.key]);
  });
});

function activityAt(limit = 50): { readonly activity: Activity; readonly clock: { now: number } } {
  const clock = { now: 1000 };
  return { clock, activity: createActivity({ limit, now: () => clock.now }) };
}

function linesOf(activity: Activity): readonly string[] {
  const line = (node: TreeNode, indent: string): readonly string[] => [
    `${indent}${node.label}: ${node.description}`,
    ...node.children.flatMap((child) => line(child, `${indent}  `)),
  ];
  return activityNodes(activity).flatMap((node) => line(node, ''));
}

function contextOf(activity: Activity): string {
  const [node] = activityNodes(activity);
  return node === undefined ? '' : contextValue(node);
}
