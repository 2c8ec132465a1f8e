import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ASSISTANT_TOOLS, type ToolInput } from '../../extension/assistant/tools.ts';
import { whyEnded } from '../../extension/assistant/why-ended.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const POD = 'a'.repeat(64);
const WEB = 'b'.repeat(64);
const DEAD = 'c'.repeat(64);

let bed: CommandBed;
beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.pods.set(POD, { name: 'shop', state: 0, createdAt: 1e9 });
  bed.endpoint.images.set('sha256:1', { tags: ['registry.test/web:1'], size: 5_000_000 });
  bed.endpoint.containers.set(WEB, { podId: POD, name: 'web', image: 'sha256:1', state: 1, createdAt: 1e9 });
  const ended = { podId: POD, name: 'job', image: 'sha256:1', state: 2, createdAt: 1e9 };
  bed.endpoint.containers.set(DEAD, { ...ended, exitCode: 137, reason: 'OOMKilled' });
  await bed.session.refresh();
});
afterEach(() => bed.close());

function use(name: string, input: ToolInput = {}): Promise<string> {
  const context = { session: bed.session, stopTimeoutSeconds: 1, signal: new AbortController().signal };
  return toolNamed(name).run(context, input);
}

function toolNamed(name: string): (typeof ASSISTANT_TOOLS)[number] {
  const tool = ASSISTANT_TOOLS.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool;
}

describe('the tools of language models', () => {
  it('are those of package.json, and all that change something ask before', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly contributes: {
        readonly languageModelTools: readonly { readonly name: string; readonly tags: readonly string[] }[];
      };
    };
    const declared = contributes.languageModelTools.map(({ name, tags }) => ({ name, asks: tags.includes('changes') }));
    expect(ASSISTANT_TOOLS.map(({ name, confirm }) => ({ name, asks: confirm !== undefined }))).toEqual(declared);
  });

  it('list containers with their states, pods with their containers and images with their use', async () => {
    expect(await use('slipway_list')).toMatch(/web running id=b{13} pod=shop[^]*job exited exit=137/);
    expect(await use('slipway_list', { kind: 'pods' })).toContain('default/shop ready');
    expect(await use('slipway_list', { kind: 'images' })).toMatch(/registry\.test\/web:1 .*\(in use\)/);
  });

  it('say that a container ran out of memory', async () => {
    expect(await use('slipway_explain', { name: 'job' })).toContain('as the memory it may use was used up');
  });

  it('stop and remove what is named, and nothing else', async () => {
    await use('slipway_stop', { name: 'web' });
    expect(bed.endpoint.containers.get(WEB)?.state).toBe(2);
    await use('slipway_remove', { name: 'job' });
    expect([...bed.endpoint.containers.keys()]).toEqual([WEB]);
    await use('slipway_remove', { name: 'shop', kind: 'pod' });
    expect(bed.endpoint.pods.size).toBe(0);
    await expect(use('slipway_remove', { name: 'shop', kind: 'pod' })).rejects.toThrow('there is no pod shop');
  });

  it('run an image in a pod of its own, under a name that is free', async () => {
    const said = await use('slipway_run', { image: 'registry.test/web:1', command: ['sleep', '1 h'], env: { A: 'b' } });
    expect(said).toContain('is running');
    expect([...bed.endpoint.pods.values()].map(({ name }) => name)).toEqual(['shop', 'web']);
  });

  it('refuse what is no name of an image, before anything is made', async () => {
    await expect(use('slipway_run', { image: 'no such name' })).rejects.toThrow();
    expect(bed.endpoint.calls).not.toContain('RunPodSandbox');
  });

  it('show all of what will run in the question, as code that cannot become anything else', () => {
    const asked = toolNamed('slipway_run').confirm?.(
      { image: 'a`b', command: ['sh', '-c', 'rm -rf /'], env: { K: 'v' } },
      bed.session,
    );
    expect(asked?.message).toBe('Run `-e K=v "a b" sh -c "rm -rf /"` in a new pod?');
  });
});

describe('running an image by a tool', () => {
  it('tells in the question that a kubelet removes what it did not make', async () => {
    const labels = { 'io.kubernetes.pod.uid': 'u' };
    bed.endpoint.pods.set('k'.repeat(64), { name: 'coredns', state: 0, createdAt: 1e9, labels });
    await bed.session.refresh();
    const asked = toolNamed('slipway_run').confirm?.({ image: 'registry.test/web:1' }, bed.session);
    expect(asked?.message).toContain('removes pods that it did not make');
  });
});

describe('why a container has ended', () => {
  const told = { startedAt: 1000, finishedAt: 61_000, limits: { cores: undefined, memoryBytes: undefined } };

  it.each([
    [{ state: 'running', exitCode: 0, reason: '', message: '' }, 'It is running.'],
    [{ state: 'created', exitCode: 0, reason: '', message: '' }, 'It was created and never started.'],
    [{ state: 'exited', exitCode: 143, reason: 'Error', message: '' }, 'The signal SIGTERM has ended it after 1 min.'],
    [{ state: 'exited', exitCode: 143, reason: 'Error', message: '' }, '(exit code 143, Error)'],
    [{ state: 'exited', exitCode: 128, reason: 'StartError', message: 'no such file' }, 'StartError, no such file'],
  ] as const)('is said of %j', (ended, words) => {
    expect(whyEnded({ ...told, ...ended })).toContain(words);
  });
});
