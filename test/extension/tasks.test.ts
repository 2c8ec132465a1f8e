import { status } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTaskTerminal } from '../../extension/tasks/task-terminal.ts';
import { TASK_TYPE, readTask } from '../../extension/tasks/task-definition.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const POD = 'a'.repeat(64);
const FILES: Readonly<Record<string, string>> = {
  'pod.json': JSON.stringify({ metadata: { name: 'shop', namespace: 'default', uid: '1' } }),
  'web.json': JSON.stringify({ metadata: { name: 'web' }, image: { image: 'registry.test/web:1' } }),
  'pod.yaml': 'kind: Pod\nmetadata: { name: site }\nspec:\n  containers:\n    - { name: nginx, image: registry.test/web:1 }\n',
  'bad.json': '{ "metadata": ',
};

let bed: CommandBed;
beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.images.set('sha256:1', { tags: ['registry.test/web:1'], size: 5 });
});
afterEach(() => bed.close());

interface Running {
  readonly exitCode: Promise<number>;
  readonly output: () => string;
  /** Resolves when the output has this. */
  says(text: string): Promise<void>;
  type(text: string): void;
}

function start(definition: Readonly<Record<string, unknown>>): Running {
  const terminal = createTaskTerminal(() => readTask(definition), {
    session: bed.session,
    stopTimeoutSeconds: 1,
    credentialOf: async () => undefined,
    readFile: async (path) => FILES[path] ?? Promise.reject(new Error(`no file ${path}`)),
  });
  let output = '';
  const waiting = new Set<() => void>();
  terminal.onDidWrite((text) => {
    output += text;
    for (const look of waiting) look();
  });
  const exit = Promise.withResolvers<number>();
  terminal.onDidClose(exit.resolve);
  terminal.open({ columns: 80, rows: 24 });
  return {
    exitCode: exit.promise,
    output: () => output,
    says: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (output.includes(text)) resolve();
        };
        waiting.add(look);
        look();
      }),
    type: (text) => {
      terminal.handleInput(text);
    },
  };
}

describe('a task of the type slipway', () => {
  it('has in package.json the acts that the code knows', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly contributes: {
        readonly taskDefinitions: readonly {
          readonly type: string;
          readonly properties: { readonly act: { readonly enum: readonly string[] } };
        }[];
      };
    };
    const [declared] = contributes.taskDefinitions;
    expect(declared?.type).toBe(TASK_TYPE);
    for (const act of declared?.properties.act.enum ?? [])
      expect(readTask({ act, image: 'a', config: 'b', container: 'c', command: ['d'] }).act).toBe(act);
  });

  it.each([
    [{}, 'no act ""'],
    [{ act: 'destroy' }, 'no act "destroy"'],
    [{ act: 'pull' }, 'property image of the task is missing'],
    [{ act: 'exec', container: 'web' }, 'property command of the task is missing'],
    [{ act: 'runImage', image: 'a', env: { A: 1 } }, 'property env of the task has a value of a wrong type'],
    [{ act: 'runImage', image: 'a', ports: [80] }, 'property ports of the task has a value of a wrong type'],
  ])('that is %j says what is wrong with it', (definition, words) => {
    expect(() => readTask(definition)).toThrow(words);
  });

  it('pulls an image and ends with 0', async () => {
    const task = start({ act: 'pull', image: 'registry.test/app:2' });
    expect(await task.exitCode, task.output()).toBe(0);
    expect(bed.endpoint.calls).toContain('slipway.PullImage');
  });

  it('runs a pod with its containers from configuration files', async () => {
    const task = start({ act: 'runPod', config: 'pod.json', containers: ['web.json'] });
    expect(await task.exitCode, task.output()).toBe(0);
    expect([...bed.endpoint.pods.values()].map(({ name }) => name)).toEqual(['shop']);
    expect([...bed.endpoint.containers.values()].map(({ name, state }) => [name, state])).toEqual([['web', 1]]);
  });

  it('runs a pod of Kubernetes, and pulls what is missing', async () => {
    bed.endpoint.images.clear();
    const task = start({ act: 'runPod', config: 'pod.yaml' });
    expect(await task.exitCode, task.output()).toBe(0);
    expect(bed.endpoint.calls).toContain('slipway.PullImage');
    expect([...bed.endpoint.containers.values()].map(({ name, state }) => [name, state])).toEqual([['nginx', 1]]);
  });

  it('takes the pod back when one of its containers does not start, and says why', async () => {
    bed.endpoint.fail('StartContainer', status.FAILED_PRECONDITION, 'no such program');
    const task = start({ act: 'runPod', config: 'pod.json', containers: ['web.json'] });
    expect(await task.exitCode).toBe(1);
    expect(task.output()).toContain('no such program');
    expect(bed.endpoint.pods.size).toBe(0);
  });

  it('makes nothing of a configuration that cannot be read', async () => {
    const task = start({ act: 'runPod', config: 'pod.json', containers: ['bad.json'] });
    expect(await task.exitCode).toBe(1);
    expect(task.output()).toContain('bad.json: ');
    expect(bed.endpoint.calls).not.toContain('RunPodSandbox');
  });

  it('runs an image, shows its log, and stops the container when it is cancelled', async () => {
    const task = start({ act: 'runImage', image: 'registry.test/web:1', name: 'job', command: 'sleep "1 h"' });
    await task.says('hello');
    task.type('\u0003');
    expect(await task.exitCode).toBe(130);
    expect([...bed.endpoint.containers.values()].map(({ name, state }) => [name, state])).toEqual([['job', 2]]);
  });

  it('runs a command in a container, with its input, and ends with its exit code', async () => {
    bed.endpoint.pods.set(POD, { name: 'shop', state: 0, createdAt: 1e9 });
    bed.endpoint.containers.set('c'.repeat(64), { podId: POD, name: 'web', image: 'sha256:1', state: 1, createdAt: 1e9 });
    const task = start({ act: 'exec', container: 'web', command: ['sh'] });
    await task.says('$ ');
    task.type('exit 3\r');
    expect(await task.exitCode).toBe(3);
  });
});
