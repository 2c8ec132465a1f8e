import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectText } from '../../extension/inspect/inspect-text.ts';
import type { Subject } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';

let bed: CommandBed;
let subject: Subject;

beforeEach(async () => {
  bed = await openCommandBed();
  bed.endpoint.offersSlipway = false;
  bed.endpoint.images.set('sha256:1', { tags: ['busybox:1', 'busybox:2'], size: 1000 });
  const [image] = await bed.session.client.listImages();
  if (image === undefined) throw new Error('no image');
  subject = { kind: 'image', image, name: 'busybox:1' };
});
afterEach(async () => {
  await bed.close();
});

describe('over a runtime of others', () => {
  it.each([
    ['slipway.image.tag', { answers: ['busybox:3'] }],
    ['slipway.image.untag', {}],
    ['slipway.image.push', { answers: ['localhost/busybox:1'] }],
    ['slipway.image.export', { picks: ['OCI image layout'], paths: ['/tmp/never-written.tar'] }],
    ['slipway.image.cleanUp', {}],
    ['slipway.image.verify', {}],
  ])('%s says that it has no such call', async (id, answers) => {
    const outcome = await bed.run(id, answers, [subject]);
    expect(outcome?.failures).toMatchObject([
      {
        error: {
          code: 'unimplemented',
          message: 'this runtime has no call for it',
          hint: expect.stringContaining('own tools') as string,
        },
      },
    ]);
  });

  it('an image is compared by its configuration alone, and that is said', async () => {
    bed.endpoint.images.set('sha256:2', { tags: ['busybox:9'], size: 2000 });
    await bed.session.images.refresh();
    expect((await bed.run('slipway.image.compare', { picks: ['busybox:9'] }, [subject]))?.failures).toEqual([]);
    expect(bed.texts[0]).toContain('- Size: 1.0 kB\n+ Size: 2.0 kB');
    expect(bed.texts[0]).toContain('This runtime has no call for the files of images.');
  });

  it('an image is inspected as YAML, too', async () => {
    expect(await inspectText(bed.session.client, { kind: 'image', id: 'busybox:1', format: 'yaml' })).toMatch(
      /^tags:\n {2}- busybox:1$/m,
    );
  });

  it('an image is inspected without a history, and removed after a question with all its names and containers', async () => {
    expect(
      JSON.parse(await inspectText(bed.session.client, { kind: 'image', id: 'busybox:1', format: 'json' })),
    ).not.toHaveProperty('history');
    bed.endpoint.pods.set('p', { name: 'web', state: 0, createdAt: 1 });
    bed.endpoint.containers.set('c', { podId: 'p', name: 'app', image: 'busybox:2', state: 1, createdAt: 1 });
    await bed.run('slipway.image.remove', {}, [subject]);
    expect(bed.confirmed).toEqual([
      'All names of an image go with it:\nbusybox:1, busybox:2 (1.0 kB)\n    used by app (running)',
    ]);
    expect(bed.endpoint.images.size).toBe(0);
  });
});

describe('signing in', () => {
  it('keeps user and password by registry, Docker Hub being the one without a name', async () => {
    const seen: unknown[] = [];
    bed.endpoint.offersSlipway = true;
    await bed.run('slipway.registry.signIn', { answers: ['docker.io', 'me', 'secret'] });
    await bed.run('slipway.registry.signIn', { answers: ['localhost:5000', 'you', 'token'] });
    await bed.run('slipway.image.pull', { answers: ['busybox'] });
    for (const { method, request } of bed.session.activity.calls) if (method === 'PullImage') seen.push(request);
    expect(seen).toEqual([{ reference: 'busybox', auth: '(credentials)' }]);
    await bed.run('slipway.registry.signOut', { picks: ['docker.io'] });
    expect(bed.offered).toEqual(['docker.io', 'localhost:5000']);
    await bed.run('slipway.registry.signOut', {});
    expect(bed.offered.slice(2)).toEqual(['localhost:5000']);
  });

  it.each([['https://registry'], ['a/b'], [''], ['two words']])('does not take %j for a registry', async (registry) => {
    await bed.run('slipway.registry.signIn', { answers: [registry, 'me', 'secret'] });
    await bed.run('slipway.registry.signOut', {});
    expect(bed.offered).toEqual([]);
  });
});
