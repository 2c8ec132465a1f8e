import { mkdtempSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyWithin } from '../../extension/files/copy-within.ts';
import { copyIn, copyOut, type CopyOptions } from '../../extension/files/copy-tree.ts';
import type { SubjectOf } from '../../extension/tree/tree-node.ts';
import { openCommandBed, type CommandBed } from '../support/command-bed.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { archiveMessages, busyboxImage, removeAllPods, runContainer } from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const BIG_BYTES = 200 * 1024 * 1024;

describe.skipIf(missing !== undefined)('copies between this machine and a container', () => {
  let daemon: Daemon;
  let bed: CommandBed;
  let container: SubjectOf<'container'>;
  let directory: string;

  beforeAll(async () => {
    daemon = await startDaemon();
    const image = await busyboxImage([{ name: 'srv/' }, { name: 'srv/page', content: 'hello' }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
    await runContainer(daemon, { name: 'files', image: IMAGE, script: 'sleep 1000' });
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-files-'));
    bed = await openCommandBed({ socket: daemon.socket });
    const [first] = await bed.session.client.listContainers();
    if (first === undefined) throw new Error('no container');
    container = { kind: 'container', container: first };
  });
  afterEach(async () => {
    await bed.close();
    rmSync(directory, { recursive: true });
  });

  const place = (path: string) => ({ containerId: container.container.id, path });
  const options = (change: Partial<CopyOptions> = {}): CopyOptions => ({
    client: bed.session.client,
    signal: AbortSignal.timeout(60_000),
    onProgress: () => undefined,
    ...change,
  });

  it('take whole folders, with modes and empty folders, and say what they leave out', async () => {
    mkdirSync(join(directory, 'app/empty'), { recursive: true });
    writeFileSync(join(directory, 'app/run'), '#!/bin/sh\n', { mode: 0o755 });
    symlinkSync('run', join(directory, 'app/link'));
    const copied = await copyIn(join(directory, 'app'), place('/srv'), options());
    expect(copied).toEqual({ files: 1, bytes: 10, skipped: [join(directory, 'app/link')] });
    const back = join(directory, 'back');
    mkdirSync(back);
    expect(await copyOut(place('/srv/app'), back, options())).toEqual({ files: 1, bytes: 10, skipped: [] });
    expect(readFileSync(join(back, 'app/run'), 'utf8')).toBe('#!/bin/sh\n');
    expect(statSync(join(back, 'app/run')).mode & 0o777).toBe(0o755);
    expect(statSync(join(back, 'app/empty')).isDirectory()).toBe(true);
    expect((await bed.session.client.statFile(place('/srv/app/run'))).mode).toBe(0o755);
  });

  it('carry 200 MB both ways unchanged, and tell how far they are', async () => {
    const big = join(directory, 'big');
    const content = Buffer.alloc(BIG_BYTES, 'slipway ');
    writeFileSync(big, content);
    let heard = 0;
    await copyIn(big, place('/srv'), options({ onProgress: (_name, bytes) => (heard = bytes) }));
    expect(heard).toBe(BIG_BYTES);
    const back = join(directory, 'back');
    mkdirSync(back);
    await copyOut(place('/srv/big'), back, options());
    expect(readFileSync(join(back, 'big')).equals(content)).toBe(true);
  });

  it('happen within the container, too: folders with modes, and nothing is replaced that was not to be', async () => {
    const { client } = bed.session;
    await client.makeDirectory(place('/srv/from/deep'));
    await client.writeFile(place('/srv/from/deep/run'), [Buffer.from('x')], { mode: 0o755 });
    await copyWithin(client, { from: place('/srv/from'), to: place('/srv/to'), overwrite: false });
    expect(await client.statFile(place('/srv/to/deep/run'))).toMatchObject({ mode: 0o755, sizeBytes: 1 });
    const again = copyWithin(client, { from: place('/srv/from'), to: place('/srv/to'), overwrite: false });
    await expect(again).rejects.toMatchObject({ code: 'already-exists' });
    const inside = copyWithin(client, { from: place('/srv/from'), to: place('/srv/from/deep/er'), overwrite: true });
    await expect(inside).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('leave nothing half when they are cancelled', async () => {
    const big = join(directory, 'half');
    writeFileSync(big, Buffer.alloc(BIG_BYTES / 10));
    const abort = new AbortController();
    const onProgress = (_name: string, bytes: number): void => {
      if (bytes > 1e6) abort.abort(new Error('enough'));
    };
    await expect(copyIn(big, place('/srv'), options({ signal: abort.signal, onProgress }))).rejects.toThrow();
    expect((await bed.session.client.listDirectory(place('/srv'))).map(({ name }) => name)).not.toContain('half');
    expect((await bed.session.client.listDirectory(place('/srv'))).filter(({ name }) => name.startsWith('.'))).toEqual([]);
    const out = new AbortController();
    const stop = (): void => {
      out.abort(new Error('enough'));
    };
    writeFileSync(join(directory, 'page'), 'of before');
    await expect(copyOut(place('/srv/page'), directory, options({ signal: out.signal, onProgress: stop }))).rejects.toThrow();
    expect(readFileSync(join(directory, 'page'), 'utf8')).toBe('of before');
    expect(readdirSync(directory).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('happen by command: files that are dropped onto a container go where the person says', async () => {
    const dropped = [join(directory, 'one'), join(directory, 'two')];
    for (const file of dropped) writeFileSync(file, file);
    const outcome = await bed.run('slipway.container.copyTo', { answers: ['/tmp'] }, [{ ...container, dropped }]);
    expect(outcome?.failures).toEqual([]);
    expect((await bed.session.client.listDirectory(place('/tmp'))).map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('and lines of the view can be made, renamed and deleted', async () => {
    const srv: SubjectOf<'entry'> = { kind: 'entry', place: place('/srv'), name: 'srv', directory: true, readOnly: false };
    const names = async () => (await bed.session.client.listDirectory(place('/srv'))).map(({ name }) => name);
    await bed.run('slipway.file.newFolder', { answers: ['made'] }, [srv]);
    await bed.run('slipway.file.new', { answers: ['file'] }, [srv]);
    expect(await names()).toEqual(expect.arrayContaining(['file', 'made']));
    const file = { ...srv, place: place('/srv/file'), name: 'file', directory: false };
    await bed.run('slipway.file.rename', { answers: ['renamed'] }, [file]);
    const refused = await bed.run('slipway.file.new', { answers: ['renamed'] }, [srv]);
    expect(refused?.failures).toHaveLength(1);
    const renamed = { ...file, place: place('/srv/renamed'), name: 'renamed' };
    await bed.run('slipway.file.delete', {}, [renamed, { ...srv, place: place('/srv/made'), name: 'made' }]);
    expect(await names()).not.toEqual(expect.arrayContaining(['renamed']));
    expect(await names()).not.toContain('made');
  });
});
