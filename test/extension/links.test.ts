import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { containerNamed, imageNamed, podNamed } from '../../extension/find-named.ts';
import { linkPath, parseLink } from '../../extension/links/link.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

const ran = vi.hoisted(() => [] as (readonly unknown[])[]);
vi.mock('vscode', () => ({
  env: { uriScheme: 'vscode' },
  commands: { executeCommand: async (...call: unknown[]) => void ran.push(call) },
  window: { showErrorMessage: async (text: string) => void ran.push(['error', text]), setStatusBarMessage: () => undefined },
}));
const { createLinkHandler, linkTo } = await import('../../extension/links/link-handler.ts');

describe('a link', () => {
  it.each(['container', 'pod', 'image', 'logs'] as const)('to a %s is read back as it was written', (kind) => {
    const link = { kind, name: 'registry.example:5000/team/app@sha256:00ff' };
    expect(parseLink(decodeURIComponent(linkPath(link)))).toEqual(link);
  });

  it.each(['', '/', '/container', '/container/', '/remove/abc', '/view/settings', '/container/$(id)', '/pod/-rf', '/image/a b'])(
    'with the path %j leads nowhere',
    (path) => {
      expect(() => parseLink(path)).toThrow('leads nowhere');
    },
  );
});

describe('opening a link', () => {
  let bed: CommandBed;
  beforeEach(async () => {
    ran.length = 0;
    bed = await openCommandBed();
    const podId = 'a'.repeat(64);
    bed.endpoint.pods.set(podId, { name: 'web', state: 0, createdAt: 1e9 });
    bed.endpoint.containers.set('b'.repeat(64), { podId, name: 'nginx', image: 'sha256:1', state: 1, createdAt: 1e9 });
    bed.endpoint.images.set('sha256:1', { tags: ['registry.test/web:1'], size: 5 });
    await bed.session.refresh();
  });
  afterEach(() => bed.close());

  const pods = (): ReturnType<typeof lists> => lists(bed);
  const open = (path: string): Promise<void> => createLinkHandler(() => bed.session).handleUri({ path });

  it('runs only commands that look, each with the thing that it names', async () => {
    const { container, pod } = pods();
    await open(`/container/${container.id}`);
    await open(`/logs/${container.id}`);
    await open(`/pod/${pod.id}`);
    await open('/view/images');
    expect(ran.map(([command]) => command)).toEqual([
      'slipway.container.open',
      'slipway.container.logs',
      'slipway.pod.inspect',
      'slipway.images.focus',
    ]);
    expect(ran[0]?.[1]).toMatchObject({ kind: 'container', container: { id: container.id } });
  });

  it('says that the thing is not there, and opens nothing', async () => {
    await open('/container/nobody');
    expect(ran.filter(([command]) => command !== 'error')).toEqual([]);
  });

  it('is copied for each chosen thing', () => {
    const { container } = pods();
    expect(linkTo('slipway.slipway', { kind: 'container', container })).toBe(
      `vscode://slipway.slipway/container/${container.id}`,
    );
    expect(linkTo('slipway.slipway', { kind: 'target' })).toBeUndefined();
  });

  it('finds things by name and by the first letters of their ids', async () => {
    const { container, pod, image } = pods();
    expect((await containerNamed(bed.session, container.id.slice(0, 8))).id).toBe(container.id);
    expect((await podNamed(bed.session, pod.name)).id).toBe(pod.id);
    expect((await imageNamed(bed.session, image.tags[0] ?? '')).id).toBe(image.id);
    await expect(containerNamed(bed.session, 'x')).rejects.toThrow('there is no container x');
  });
});

function lists({ session }: CommandBed) {
  const [container] = session.pods.snapshot.value?.containers ?? [];
  const [pod] = session.pods.snapshot.value?.pods ?? [];
  const [image] = session.images.snapshot.value?.images ?? [];
  if (container === undefined || pod === undefined || image === undefined) throw new Error('the fake endpoint is empty');
  return { container, pod, image };
}
