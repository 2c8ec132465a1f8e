import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectText } from '../../extension/inspect/inspect-text.ts';
import type { Image } from '../../extension/client/types.ts';
import type { SubjectOf } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, removeAllPods, runContainer } from '../support/daemon-lab.ts';
import { ociArchive, type BuiltImage } from '../support/image-builder.ts';
import { startMeddler } from '../support/meddler.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('the commands for images, over a runtime', () => {
  let daemon: Daemon;
  let registry: Registry;
  let bed: CommandBed;
  let built: BuiltImage;
  let place = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    daemon = await startDaemon();
    built = await busyboxImage([{ name: 'etc/mine', content: 'yes' }]);
  });
  afterAll(async () => {
    await daemon.close();
    await registry.close();
  });
  beforeEach(async () => {
    place = mkdtempSync(join(tmpdir(), 'slipway-commands-'));
    bed = await openCommandBed({ socket: daemon.socket });
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image: built, names: ['localhost/a:1'] }])));
  });
  afterEach(async () => {
    await bed.close();
    await removeAllPods(daemon);
    for (const { id } of (await daemon.cri.images.ListImages()).images)
      await daemon.cri.images.RemoveImage({ image: { image: id } });
    rmSync(place, { recursive: true });
  });

  const images = async (): Promise<readonly Image[]> => bed.session.client.listImages();
  const subject = async (name: string): Promise<SubjectOf<'image'>> => {
    const image = (await images()).find(({ tags }) => tags.includes(name));
    if (image === undefined) throw new Error(`no image ${name}`);
    return { kind: 'image', image, name };
  };
  const went = (outcome: Awaited<ReturnType<CommandBed['run']>>): void => {
    expect(outcome?.failures).toEqual([]);
  };

  it('tag and untag', async () => {
    went(await bed.run('slipway.image.tag', { answers: ['localhost/b:2'] }, [await subject('localhost/a:1')]));
    expect((await images())[0]?.tags).toEqual(['localhost/a:1', 'localhost/b:2']);
    went(await bed.run('slipway.image.untag', {}, [await subject('localhost/a:1')]));
    expect((await images())[0]?.tags).toEqual(['localhost/b:2']);
  });

  it('several at once are asked about one after the other', async () => {
    const one = await subject('localhost/a:1');
    went(await bed.run('slipway.image.tag', { answers: ['localhost/b:1', 'localhost/c:1'] }, [one, one]));
    expect((await images())[0]?.tags).toEqual(['localhost/a:1', 'localhost/b:1', 'localhost/c:1']);
    expect(bed.session.images.snapshot.value?.images[0]?.tags).toHaveLength(3);
  });

  it('an import that is cancelled, or cannot be read to its end, is no import', async () => {
    const archive = await ociArchive([{ image: built, names: ['localhost/cancelled:1'] }]);
    const controller = new AbortController();
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield archive.subarray(0, 5000);
      controller.abort();
      await new Promise(() => undefined);
    };
    const { client } = bed.session;
    await expect(client.importImages(endless(), [], { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield archive.subarray(0, 5000);
      throw new Error('the disk is gone');
    };
    await expect(client.importImages(broken(), [])).rejects.toThrow('the disk is gone');
    expect(await images()).toHaveLength(1);
  });

  it('push with the credentials of the registry, which Activity does not show', async () => {
    const meddler = await startMeddler(registry.address);
    const header = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    meddler.meddle(({ authorization }) =>
      authorization === header ? undefined : { status: 401, headers: { 'www-authenticate': 'Basic realm="here"' } },
    );
    const name = `${meddler.address}/commands/a:1`;
    const refused = await bed.run('slipway.image.push', { answers: [name] }, [await subject('localhost/a:1')]);
    expect(refused?.failures).toMatchObject([{ error: { code: 'unauthenticated' } }]);
    await bed.run('slipway.registry.signIn', { answers: [meddler.address, 'me', 'secret'] });
    went(await bed.run('slipway.image.push', { answers: [name] }, [await subject('localhost/a:1')]));
    expect(bed.told.at(-1)?.message).toBe(`Pushed ${meddler.address}/commands/a@${built.manifest.digest}`);
    expect(bed.session.activity.tasks.map(({ title, state }) => [title, state])).toEqual([
      ['Push commands/a:1', 'done'],
      ['Push commands/a:1', 'failed'],
    ]);
    await daemon.cri.images.RemoveImage({ image: { image: 'localhost/a:1' } });
    went(await bed.run('slipway.image.pull', { answers: [name] }));
    expect(JSON.stringify(bed.session.activity.calls)).not.toContain('secret');
    await bed.run('slipway.registry.signOut', { picks: [meddler.address] });
    const again = await bed.run('slipway.image.pull', { answers: [name] });
    expect(again?.failures).toMatchObject([{ error: { code: 'unauthenticated' } }]);
    await meddler.close();
  });

  it('export to a file that others read, and import from it and from a folder', async () => {
    const file = join(place, 'a.tar');
    went(await bed.run('slipway.image.export', { picks: ['Docker archive'], paths: [file] }, [await subject('localhost/a:1')]));
    expect(readdirSync(place)).toEqual(['a.tar']);
    const layout = join(place, 'layout');
    mkdirSync(layout);
    execFileSync('tar', ['-xf', file, '-C', layout]);
    expect(readFileSync(join(layout, 'oci-layout'), 'utf8')).toContain('1.0.0');
    for (const answers of [
      { picks: ['Archive…'], paths: [file], answers: [''] },
      { picks: ['Folder…'], paths: [layout], answers: [''] },
    ]) {
      await daemon.cri.images.RemoveImage({ image: { image: 'localhost/a:1' } });
      went(await bed.run('slipway.image.import', answers));
      expect(await images()).toMatchObject([{ id: built.config.digest, tags: ['localhost/a:1'] }]);
      expect(bed.told.at(-1)?.message).toBe('Imported 1 image: localhost/a:1');
    }
  });

  it('export to a folder, an OCI image layout that an import takes back', async () => {
    const folder = join(place, 'a');
    const picks = ['OCI image layout in a folder'];
    went(await bed.run('slipway.image.export', { picks, paths: [folder] }, [await subject('localhost/a:1')]));
    expect(readdirSync(place)).toEqual(['a']);
    const again = await bed.run('slipway.image.export', { picks, paths: [folder] }, [await subject('localhost/a:1')]);
    expect(again?.failures).toMatchObject([
      { error: { code: 'already-exists', hint: expect.stringContaining('new folder') as string } },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    await daemon.cri.images.RemoveImage({ image: { image: 'localhost/a:1' } });
    went(await bed.run('slipway.image.import', { picks: ['Folder…'], paths: [folder], answers: [''] }));
    expect(await images()).toMatchObject([{ id: built.config.digest, tags: ['localhost/a:1'] }]);
  });

  it('verify says that all is well, and repairs a layer that somebody changed', async () => {
    went(await bed.run('slipway.image.verify', {}));
    expect(bed.told.at(-1)?.message).toBe('All images are as their digests say');
    const layers = join(daemon.root, 'images', 'layers');
    const changed = readdirSync(layers)
      .map((name) => join(layers, name, 'etc/mine'))
      .filter((path) => existsSync(path));
    expect(changed).toHaveLength(1);
    writeFileSync(changed[0] ?? '', 'no');
    went(await bed.run('slipway.image.verify', {}));
    expect(bed.told.at(-1)?.message).toBe('1 repaired');
    const again = readdirSync(layers)
      .map((name) => join(layers, name, 'etc/mine'))
      .filter((path) => existsSync(path));
    expect(again.map((path) => readFileSync(path, 'utf8'))).toEqual(['yes']);
  });

  it('an export that fails leaves no file, an import says what is wrong', async () => {
    const path = join(place, 'a.tar');
    const gone = { kind: 'image' as const, image: (await subject('localhost/a:1')).image, name: 'localhost/none:1' };
    const failed = await bed.run('slipway.image.export', { picks: ['OCI image layout'], paths: [path] }, [gone]);
    expect(failed?.failures).toMatchObject([{ error: { code: 'not-found' } }]);
    expect(readdirSync(place)).toEqual([]);
    writeFileSync(path, 'not an archive');
    const wrong = await bed.run('slipway.image.import', { picks: ['Archive…'], paths: [path], answers: [''] });
    expect(wrong?.failures).toMatchObject([{ error: { code: 'data-loss' } }]);
    const absent = await bed.run('slipway.image.import', { picks: ['Archive…'], paths: [`${path}x`], answers: [''] });
    expect(absent?.failures).toMatchObject([
      { error: { code: 'invalid-argument', message: expect.stringContaining('ENOENT') as string } },
    ]);
  });

  it('clean up what is chosen, with its bytes; what is in use is not offered', async () => {
    const other = await busyboxImage([{ name: 'etc/other', content: 'yes' }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image: other, names: ['localhost/other:1'] }])));
    await runContainer(daemon, { name: 'user', image: 'localhost/other:1', script: 'sleep 1000' });
    went(await bed.run('slipway.image.cleanUp', { many: [['localhost/a:1']] }));
    expect(bed.offered).toEqual(['localhost/a:1']);
    expect(bed.details[0]).toMatch(/^\d.* stay, shared with localhost\/other:1$/);
    expect(bed.confirmed[0]).toMatch(/^localhost\/a:1 \([\d.]+ kB\)$/);
    expect((await images()).map(({ tags }) => tags)).toEqual([['localhost/other:1']]);
    expect(bed.told.at(-1)?.message).toMatch(/^Removed 1 image, .* free$/);
    await bed.run('slipway.image.cleanUp');
    expect(bed.told.at(-1)?.message).toBe('Nothing to clean up: 1 in use stays');
  });

  it('remove after a question that tells all names and the containers that use it; inspect tells the history', async () => {
    await daemon.cri.slipway.TagImage({ image: 'localhost/a:1', name: 'localhost/b:2' });
    await runContainer(daemon, { name: 'user', image: 'localhost/a:1', script: 'sleep 1000' });
    const text = JSON.parse(await inspectText(bed.session.client, { kind: 'image', id: 'localhost/a:1', format: 'json' })) as {
      history: object[];
    };
    expect(text.history).toMatchObject(built.layers.map(({ digest }, n) => ({ createdBy: `layer ${n}`, layer: digest })));
    went(await bed.run('slipway.image.remove', {}, [await subject('localhost/b:2')]));
    expect(bed.confirmed[0]).toMatch(/localhost\/a:1, localhost\/b:2 \([\d.]+ MB\)\n {4}used by main \(running\)/);
    expect(await images()).toEqual([]);
  });
});
