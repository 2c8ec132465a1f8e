import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SubjectOf } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages } from '../support/daemon-lab.ts';
import { buildImage, ociArchive, type LayerEntry } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const BASE: readonly LayerEntry[] = [
  { name: 'etc/app.conf', content: 'port=80\n' },
  { name: 'etc/same', content: 'same' },
  { name: 'cache/old', content: 'x'.repeat(3000) },
];
const NEXT: readonly LayerEntry[] = [
  { name: 'etc/app.conf', content: 'port=8080\n' },
  { name: 'etc/new', content: 'new' },
  { name: '.wh.cache' },
];

describe.skipIf(missing !== undefined)('two images are compared', () => {
  let daemon: Daemon;
  let bed: CommandBed;

  beforeAll(async () => {
    daemon = await startDaemon();
    const images = [
      { image: await buildImage({ layers: [BASE], config: { Env: ['A=1', 'B=2'] } }), names: ['localhost/app:1'] },
      { image: await buildImage({ layers: [BASE, NEXT], config: { Env: ['A=1', 'B=3'] } }), names: ['localhost/app:2'] },
    ];
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive(images)));
  });
  afterAll(() => daemon.close());
  beforeEach(async () => {
    bed = await openCommandBed({ socket: daemon.socket });
  });
  afterEach(() => bed.close());

  const subject = async (name: string): Promise<SubjectOf<'image'>> => {
    const image = (await bed.session.client.listImages()).find(({ tags }) => tags.includes(name));
    if (image === undefined) throw new Error(`no image ${name}`);
    return { kind: 'image', image, name };
  };
  const compare = async (picks: readonly string[], ...names: readonly string[]): Promise<void> => {
    const outcome = await bed.run('slipway.image.compare', { picks }, await Promise.all(names.map(subject)));
    expect(outcome?.failures).toEqual([]);
  };

  it('in a text with configuration, layers and files as they are seen', async () => {
    await compare(['All Differences'], 'localhost/app:1', 'localhost/app:2');
    expect(bed.texts[0]).toMatch(/\n- Size: .*\n\+ Size: .*\n- Variable: B=2\n\+ Variable: B=3\n/);
    expect(bed.texts[0]).toContain('  1 and 2, 1 of them the same\n');
    expect(bed.texts[0]).toMatch(/@@ Changed files: 1 @@\n! +8 B → 10 B {2}\/etc\/app.conf\n/);
    expect(bed.texts[0]).toMatch(/@@ Added files: 1 @@\n\+ +3 B {2}\/etc\/new\n/);
    expect(bed.texts[0]).toMatch(/@@ Removed files: 1 @@\n- +3\.0 kB {2}\/cache\/old\n/);
    expect(bed.texts[0]).toContain('localhost/app:2: 17 B, and 3.0 kB that later layers replace or remove');
    expect(bed.texts[0]).not.toContain('/etc/same');
  });

  it('file by file: one beside the other, or alone', async () => {
    await compare(['localhost/app:2', '/etc/app.conf'], 'localhost/app:1');
    await compare(['/cache/old'], 'localhost/app:1', 'localhost/app:2');
    expect(bed.opened).toEqual(['image /etc/app.conf ↔ image /etc/app.conf', '/cache/old']);
  });

  it('but not one with itself, nor three', async () => {
    await compare([], 'localhost/app:1', 'localhost/app:1');
    expect(bed.texts).toEqual([]);
    const three = await Promise.all(['1', '2', '1'].map((tag) => subject(`localhost/app:${tag}`)));
    const outcome = await bed.run('slipway.image.compare', {}, three);
    expect(outcome?.failures).toMatchObject([{ error: { message: 'two images can be compared, not 3' } }]);
  });
});
