import { describe, expect, it } from 'vitest';
import { meaningOf, previewOf } from '../../extension/panels/run-source.ts';
import type { RunForm, RunPreview } from '../../webview/protocol.ts';

const BLANK: RunForm = { image: 'web:1', name: '', command: '', env: '', ports: '', mounts: '', memory: '', cpus: '', flags: '' };
const formed = async (form: Partial<RunForm>): Promise<RunPreview> =>
  previewOf(await meaningOf({ from: 'form', form: { ...BLANK, ...form }, text: '' }, new Set(['web'])));
const documents = (config: string): unknown => config.split('---').map((part) => JSON.parse(part) as unknown);
const written = async (text: string): Promise<RunPreview> =>
  previewOf(await meaningOf({ from: 'text', form: BLANK, text }, new Set()));

describe('the run form', () => {
  it('means what the same line for docker would mean, under a name that is free', async () => {
    const preview = await formed({
      command: 'sh -c "echo hi"',
      env: 'A=1\n\nB=x y=z',
      ports: '8080:80',
      mounts: '/srv:/data:ro',
      memory: '64m',
      cpus: '0.5',
      flags: '--user 1000',
    });
    expect([preview.problems, preview.name, preview.dropped]).toEqual([{}, 'web-2', []]);
    const [pod, container] = preview.config.split('---').map((part) => JSON.parse(part) as unknown);
    expect(pod).toMatchObject({ port_mappings: [{ host_port: 8080, container_port: 80 }] });
    expect(container).toMatchObject({
      image: { image: 'web:1' },
      args: ['sh', '-c', 'echo hi'],
      envs: [
        { key: 'A', value: '1' },
        { key: 'B', value: 'x y=z' },
      ],
      mounts: [{ host_path: '/srv', container_path: '/data', readonly: true }],
      linux: {
        resources: { memory_limit_in_bytes: 67_108_864, cpu_quota: 50_000 },
        security_context: { run_as_user: { value: 1000 } },
      },
    });
  });

  it.each<[keyof RunForm, string]>([
    ['image', ''],
    ['image', 'https://x/y'],
    ['name', 'Upper'],
    ['command', 'sh "'],
    ['env', 'A=1\n=2'],
    ['ports', '80800:80'],
    ['ports', '0:80'],
    ['mounts', 'data:/data'],
    ['memory', 'much'],
    ['cpus', '-1'],
    ['cpus', '0'],
    ['flags', 'nginx'],
    ['flags', '--unheard'],
    ['flags', '-Z'],
  ])('says beside %s what is wrong with %j', async (field, value) => {
    const preview = await formed({ [field]: value });
    expect(Object.keys(preview.problems)).toEqual([field]);
    expect(preview.config).toBe('');
  });
});

describe('a text for the run panel', () => {
  it('is a line for docker, and says what does not come along', async () => {
    const preview = await written('sudo docker run -d --restart always \\\n --name lined web:1');
    expect([preview.name, preview.dropped.map(({ path }) => path)]).toEqual(['lined', ['--restart always']]);
  });

  it('is YAML of Kubernetes, which is shown as CRI has it', async () => {
    const preview = await written('kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i, livenessProbe: {}}]}');
    expect([preview.name, preview.dropped.map(({ path }) => path)]).toEqual(['a', ['spec.containers[0].livenessProbe']]);
    expect(preview.config).toContain('"log_path"');
  });

  it('is the configuration that the page itself shows, which means the same again', async () => {
    const shown = (await formed({ name: 'again', env: 'A=1' })).config;
    const again = await written(shown);
    expect(again.problems).toEqual({});
    expect(documents(again.config)).toEqual(documents(shown));
  });

  it.each(['', 'kind: Service', '{', '{"metadata": {"name": "a"}, "hostnaem": "x"}', 'docker run "'])(
    'says what is wrong with %j',
    async (text) => {
      expect(Object.keys((await written(text)).problems)).toEqual(['text']);
    },
  );
});
