import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileKind, type FileInfo } from '../../proto/gen/slipway.ts';
import type { CriClient } from '../support/cri-client.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  failureOf,
  podConfig,
  removeAllPods,
  runContainer,
  shellContainer,
  untilExited,
} from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const [INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION] = [3, 5, 6, 9];
const EXTRA = [
  { name: 'srv/', mode: 0o750, uid: 7, gid: 8 },
  { name: 'srv/page', content: 'hello', mode: 0o640, uid: 7, gid: 8 },
  { name: 'srv/link', type: 'symlink' as const, linkname: 'page' },
  { name: 'srv/out', type: 'symlink' as const, linkname: '../../../../../etc/passwd' },
  { name: 'srv/nowhere', type: 'symlink' as const, linkname: 'gone' },
];
type Place = { readonly containerId: string } | { readonly image: string };

describe.skipIf(missing !== undefined)('files of containers and images', () => {
  let daemon: Daemon;
  let slipway: CriClient['slipway'];
  let running: Place & { readonly containerId: string };
  let volume: string;

  beforeAll(async () => {
    daemon = await startDaemon();
    ({ slipway } = daemon.cri);
    const image = await busyboxImage(EXTRA);
    await slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
    volume = join(daemon.directory, 'volume');
    mkdirSync(volume);
    writeFileSync(join(volume, 'kept'), 'outside');
    const config = podConfig(daemon, 'files');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const mounts = [{ containerPath: '/vol', hostPath: volume }];
    const container = shellContainer('main', IMAGE, 'sleep 1000', { mounts });
    running = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await daemon.cri.runtime.StartContainer(running);
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });

  const at = (place: Place, path: string) => ({ ...place, path });
  const list = async (place: Place, path: string): Promise<FileInfo[]> => {
    const files: FileInfo[] = [];
    for await (const answer of slipway.ListDirectory({ place: at(place, path) })) files.push(...answer.files);
    return files;
  };
  const names = async (place: Place, path: string) => (await list(place, path)).map(({ name }) => name);
  const read = async (place: Place, path: string, range = {}): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const { chunk } of slipway.ReadFile({ place: at(place, path), ...range })) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  const write = (place: Place, path: string, text: string, options = {}) =>
    slipway.WriteFile(messages(at(place, path), text, options));
  const inside = async (command: string): Promise<string> =>
    Buffer.from(
      (await daemon.cri.runtime.ExecSync({ containerId: running.containerId, cmd: ['/bin/sh', '-c', command], timeout: 10 }))
        .stdout,
    ).toString();

  it('are listed by name, with owners, modes, links and what those lead to, as a running container sees them', async () => {
    expect(await list(running, '/srv')).toMatchObject([
      { name: 'link', kind: FileKind.FILE_KIND_SYMLINK, linkTarget: 'page', targetKind: FileKind.FILE_KIND_FILE },
      { name: 'nowhere', kind: FileKind.FILE_KIND_SYMLINK, linkTarget: 'gone', targetKind: FileKind.FILE_KIND_UNSPECIFIED },
      { name: 'out', kind: FileKind.FILE_KIND_SYMLINK, targetKind: FileKind.FILE_KIND_FILE },
      { name: 'page', kind: FileKind.FILE_KIND_FILE, sizeBytes: 5, mode: 0o640, uid: 7, gid: 8 },
    ]);
    expect(await names(running, '/vol')).toEqual(['kept']);
    expect((await list(running, '/dev')).find(({ name }) => name === 'null')?.kind).toBe(FileKind.FILE_KIND_CHARACTER_DEVICE);
    const { file, readOnly } = await slipway.StatFile({ place: at(running, '/srv/link'), follow: true });
    expect([file?.kind, file?.sizeBytes, readOnly]).toEqual([FileKind.FILE_KIND_FILE, 5, false]);
    expect((await slipway.StatFile({ place: at(running, '/') })).file).toMatchObject({
      name: '/',
      kind: FileKind.FILE_KIND_DIRECTORY,
    });
  });

  it('are read whole or in part, and no link leads out of the container', async () => {
    expect(await read(running, '/srv/link')).toBe('hello');
    expect(await read(running, '/srv/page', { offset: 1, limit: 3 })).toBe('ell');
    expect(await read(running, '/srv/page', { offset: 9 })).toBe('');
    expect(await read(running, '/srv/out')).toBe('root:x:0:0:root:/root:/bin/sh\n');
    expect(await read(running, '/../../../etc/passwd')).toBe('root:x:0:0:root:/root:/bin/sh\n');
    await inside('ln -sfn / /srv/root 2>/dev/null || busybox ln -sfn / /srv/root');
    expect(await read(running, '/srv/root/etc/passwd')).toBe('root:x:0:0:root:/root:/bin/sh\n');
  });

  it('are written whole: owner and mode stay, and a new one belongs to whom its directory belongs', async () => {
    const { file } = await write(running, '/srv/page', 'changed');
    expect(file).toMatchObject({ name: 'page', sizeBytes: 7, mode: 0o640, uid: 7, gid: 8 });
    expect(await inside('cat /srv/page')).toBe('changed');
    expect((await write(running, '/srv/new', 'x', { mode: 0o755 })).file).toMatchObject({ mode: 0o755, uid: 7, gid: 8 });
    await write(running, '/vol/kept', 'written');
    expect(readFileSync(join(volume, 'kept'), 'utf8')).toBe('written');
    expect(await failureOf(write(running, '/srv/new', 'y', { onlyNew: true }))).toMatchObject({ code: ALREADY_EXISTS });
    expect(await failureOf(write(running, '/srv/newer', 'y', { onlyExisting: true }))).toMatchObject({ code: NOT_FOUND });
    expect(await failureOf(write(running, '/srv', 'y'))).toMatchObject({ code: FAILED_PRECONDITION });
  });

  it('are replaced in their content where something holds on to that very file: a mount, a link', async () => {
    await write(running, '/etc/hosts', '127.0.0.1 changed\n');
    expect(await inside('cat /etc/hosts')).toBe('127.0.0.1 changed\n');
    await write(running, '/srv/link', 'by the link');
    expect(await inside('cat /srv/page; ls -l /srv/link')).toMatch(/^by the link.*link -> page\n$/);
  });

  it('stay as they were when a write is cut short, and nothing is left of it', async () => {
    const before = await names(running, '/srv');
    const call = slipway.WriteFile(halfOf(at(running, '/srv/page')));
    await expect(call).rejects.toThrow();
    expect(await names(running, '/srv')).toEqual(before);
    expect(await read(running, '/srv/page')).toBe('by the link');
  });

  it('are made, moved and removed, each only as it was asked', async () => {
    await slipway.MakeDirectory({ place: at(running, '/srv/a/b/c'), parents: true });
    await slipway.MakeDirectory({ place: at(running, '/srv/a/b/c'), parents: true });
    expect(await failureOf(slipway.MakeDirectory({ place: at(running, '/srv/a/b/c') }))).toMatchObject({ code: ALREADY_EXISTS });
    await write(running, '/srv/a/b/file', '1');
    await slipway.RenameFile({ place: at(running, '/srv/a/b/file'), newPath: '/srv/a/moved' });
    expect([await names(running, '/srv/a'), await names(running, '/srv/a/b')]).toEqual([['b', 'moved'], ['c']]);
    const onto = { place: at(running, '/srv/a/moved'), newPath: '/srv/page' };
    expect(await failureOf(slipway.RenameFile(onto))).toMatchObject({ code: ALREADY_EXISTS });
    await slipway.RenameFile({ ...onto, overwrite: true });
    expect(await read(running, '/srv/page')).toBe('1');
    expect(await failureOf(slipway.RemoveFile({ place: at(running, '/srv/a') }))).toMatchObject({
      code: FAILED_PRECONDITION,
      message: expect.stringContaining('/srv/a is a directory that is not empty') as string,
    });
    await slipway.RemoveFile({ place: at(running, '/srv/root') });
    await slipway.RemoveFile({ place: at(running, '/srv/a'), recursive: true });
    expect(await names(running, '/srv')).not.toContain('a');
    expect(existsSync('/etc/passwd')).toBe(true);
    expect(await failureOf(slipway.RemoveFile({ place: at(running, '/') }))).toMatchObject({ code: INVALID_ARGUMENT });
  });

  it('of a container that has ended are there, and can be changed', async () => {
    const { containerId } = await runContainer(daemon, { name: 'ended', image: IMAGE, script: 'echo left > /srv/left' });
    await untilExited(daemon, containerId);
    expect(await read({ containerId }, '/srv/left')).toBe('left\n');
    await write({ containerId }, '/srv/left', 'changed');
    expect(await read({ containerId }, '/srv/left')).toBe('changed');
  });

  it('of an image are all its layers together, and read-only; nothing stays mounted', async () => {
    const image = { image: IMAGE };
    expect(await names(image, '/')).toEqual(['bin', 'dev', 'etc', 'proc', 'srv', 'sys', 'tmp']);
    expect(await read(image, '/srv/page')).toBe('hello');
    expect((await slipway.StatFile({ place: at(image, '/srv/page') })).readOnly).toBe(true);
    expect(await failureOf(write(image, '/srv/page', 'x'))).toMatchObject({
      code: FAILED_PRECONDITION,
      message: expect.stringContaining('/srv/page is read-only: it is part of an image') as string,
    });
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(join(daemon.directory, 'run', 'views'));
  });

  it('are refused in words: what is absent, what is no file, and what nobody named', async () => {
    expect(await failureOf(read(running, '/srv/absent'))).toMatchObject({
      code: NOT_FOUND,
      message: expect.stringContaining('/srv/absent does not exist') as string,
    });
    expect(await failureOf(read(running, '/dev/null'))).toMatchObject({
      code: FAILED_PRECONDITION,
      message: expect.stringContaining('/dev/null is no file, but a character-device') as string,
    });
    expect(await failureOf(slipway.StatFile({ place: at({ containerId: '' }, '/') }))).toMatchObject({ code: INVALID_ARGUMENT });
    expect(await failureOf(slipway.StatFile({ place: at(running, 'etc') }))).toMatchObject({ code: INVALID_ARGUMENT });
    expect(await failureOf(slipway.StatFile({ place: at({ image: 'absent' }, '/') }))).toMatchObject({ code: NOT_FOUND });
  });
});

async function* messages(place: object, text: string, options: object) {
  yield { header: { place, ...options } };
  yield { chunk: Buffer.from(text), last: true };
}

/** Breaks off as a client does that goes away. */
async function* halfOf(place: object) {
  yield { header: { place } };
  yield { chunk: Buffer.from('half') };
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw new Error('the client goes away');
}
