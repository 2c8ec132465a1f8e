import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState } from '../../proto/gen/cri.ts';
import type { ContainerConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  failureOf,
  podConfig,
  removeAllPods,
  runContainer,
  shellContainer,
  until,
} from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);
const criu = spawnSync('criu', ['check'], { encoding: 'utf8' });
const noCriu = criu.status === 0 ? undefined : 'criu cannot work on this machine: criu check fails';
if (missing === undefined && noCriu !== undefined) console.warn(`checkpoints that succeed are skipped: ${noCriu}`);

const IMAGE = 'localhost/busybox:1';
const [INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION] = [3, 5, 9];
/** Counts in memory and remembers in a file; who restores it sees both go on. */
const COUNTING =
  'echo mine > /etc/changed; rm -f /etc/gone; i=0; while :; do i=$((i+1)); echo $i; echo $i > /tmp/count; usleep 50000; done';

describe.skipIf(missing !== undefined)('checkpoints', () => {
  let daemon: Daemon;
  let serial = 0;
  beforeAll(async () => {
    daemon = await startDaemon();
    const layer = [
      { name: 'etc/changed', content: 'old' },
      { name: 'etc/gone', content: 'old' },
      { name: 'bin/rm', type: 'symlink' as const, linkname: 'busybox' },
    ];
    await daemon.cri.slipway.ImportImage(
      archiveMessages(await ociArchive([{ image: await busyboxImage(layer), names: [IMAGE] }])),
    );
  });
  afterEach(() => removeAllPods(daemon));
  afterAll(() => daemon.close());

  const place = (): string => {
    const directory = join(daemon.directory, `checkpoint-${String(++serial)}`);
    mkdirSync(directory);
    return directory;
  };
  const run = (name: string, script = COUNTING) => runContainer(daemon, { name, image: IMAGE, script });
  const lastCount = (file: string): number =>
    Number(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)?.split(' ').at(-1) ?? 0);
  const counted = (file: string, more: number): Promise<true> =>
    until('more output', () => (existsSync(file) && lastCount(file) > more ? true : undefined));
  const config = (name: string): Input<ContainerConfig> => shellContainer(name, IMAGE, COUNTING);

  describe.runIf(noCriu !== undefined)('where criu cannot work', () => {
    it('are refused with the check that fails and what helps, and nothing is left', async () => {
      const { containerId, podSandboxId, logFile } = await run('refused');
      await counted(logFile, 2);
      const directory = place();
      const refused = {
        code: FAILED_PRECONDITION,
        message: expect.stringMatching(/criu check fails on this machine: \w|criu is not installed/) as string,
        hint: expect.stringContaining('criu') as string,
      };
      const { runtime } = daemon.cri;
      expect(await failureOf(runtime.CheckpointContainer({ containerId, location: join(directory, 'c.tar') }))).toMatchObject(
        refused,
      );
      const request = { podSandboxId, outputPath: directory, containerIds: [containerId] };
      expect(await failureOf(runtime.CheckpointPod(request))).toMatchObject(refused);
      expect(readdirSync(directory)).toEqual([]);
      await counted(logFile, lastCount(logFile));
    });
  });

  describe.runIf(noCriu === undefined)('where criu works', () => {
    it('of a container are a private archive in the usual layout, and the container goes on', async () => {
      const { containerId, logFile } = await run('saved');
      await counted(logFile, 3);
      const location = join(place(), 'saved.tar');
      await daemon.cri.runtime.CheckpointContainer({ containerId, location, timeout: 60 });
      expect(statSync(location).mode & 0o777).toBe(0o600);
      const names = spawnSync('tar', ['-tf', location], { encoding: 'utf8' }).stdout.split('\n');
      expect(names).toEqual(
        expect.arrayContaining([
          'config.dump',
          'spec.dump',
          'rootfs-diff.tar',
          'deleted.files',
          'dump.log',
          'checkpoint/pstree.img',
        ]),
      );
      expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.state).toBe(ContainerState.CONTAINER_RUNNING);
      await counted(logFile, lastCount(logFile));
      expect(readdirSync(join(location, '..'))).toEqual(['saved.tar']);
    });

    it('of a pod come back as containers that are created, and go on in memory and files when they are started', async () => {
      const { podSandboxId, containerId, logFile } = await run('first');
      await counted(logFile, 3);
      const directory = place();
      const { runtime } = daemon.cri;
      await runtime.CheckpointPod({ podSandboxId, outputPath: directory, containerIds: [containerId] });
      expect(readdirSync(directory).sort()).toEqual(['main.tar', 'pod.json']);
      const saved = lastCount(logFile);
      await removeAllPods(daemon);
      const { podSandboxId: restored, restoredContainers } = await runtime.RestorePod({
        checkpointPath: directory,
        config: podConfig(daemon, 'second'),
        containerConfigs: [config('main')],
      });
      const [container] = restoredContainers;
      expect(restoredContainers.map(({ name }) => name)).toEqual(['main']);
      const id = container?.containerId ?? '';
      expect((await runtime.ContainerStatus({ containerId: id })).status?.state).toBe(ContainerState.CONTAINER_CREATED);
      await daemon.kill9();
      await daemon.start();
      await daemon.cri.runtime.StartContainer({ containerId: id });
      const secondLog = join(daemon.directory, 'logs/second/main.log');
      await counted(secondLog, saved);
      // It has gone on, not begun again.
      expect(readFileSync(secondLog, 'utf8')).not.toMatch(/ F 1$/m);
      const look = await daemon.cri.runtime.ExecSync({
        containerId: id,
        cmd: ['sh', '-c', 'cat /etc/changed; ls /etc'],
        timeout: 10,
      });
      expect(Buffer.from(look.stdout).toString()).toMatch(/^mine\n/);
      expect(Buffer.from(look.stdout).toString()).not.toContain('gone');
      await daemon.cri.runtime.StopContainer({ containerId: id, timeout: 0 });
      expect((await daemon.cri.runtime.ContainerStatus({ containerId: id })).status).toMatchObject({ exitCode: 137 });
      await daemon.cri.runtime.RemovePodSandbox({ podSandboxId: restored });
    });

    it('of a pod come back by one call as they were saved, under another name, and run', async () => {
      const { podSandboxId, containerId, logFile } = await run('source');
      await counted(logFile, 3);
      const directory = place();
      await daemon.cri.runtime.CheckpointPod({ podSandboxId, outputPath: directory, containerIds: [containerId] });
      const { podSandboxId: copy, containerIds } = await daemon.cri.slipway.RestoreCheckpoint({ path: directory, name: 'copy' });
      const { status } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId: copy });
      expect(status?.metadata?.name).toBe('copy');
      const [id = ''] = containerIds;
      const container = (await daemon.cri.runtime.ContainerStatus({ containerId: id })).status;
      expect(container).toMatchObject({ state: ContainerState.CONTAINER_RUNNING, metadata: { name: 'main' } });
      await counted(container?.logPath ?? '', 3);
    });

    it('that were restored and never started go with their pod', async () => {
      const { podSandboxId, containerId, logFile } = await run('kept');
      await counted(logFile, 3);
      const directory = place();
      const { runtime } = daemon.cri;
      await runtime.CheckpointPod({ podSandboxId, outputPath: directory, containerIds: [containerId] });
      const restored = await runtime.RestorePod({
        checkpointPath: directory,
        config: podConfig(daemon, 'other'),
        containerConfigs: [config('main')],
      });
      await runtime.StopPodSandbox({ podSandboxId: restored.podSandboxId });
      const [container] = restored.restoredContainers;
      const { status } = await runtime.ContainerStatus({ containerId: container?.containerId ?? '' });
      expect(status?.state).toBe(ContainerState.CONTAINER_EXITED);
    });
  });

  it('of a pod need an empty directory, running containers of its own, and no options', async () => {
    const { podSandboxId, containerId } = await run('strict');
    const other = await run('strict-other');
    const directory = place();
    const { runtime } = daemon.cri;
    const fails = async (change: object): Promise<unknown> => {
      const request = { podSandboxId, outputPath: directory, containerIds: [containerId], ...change };
      return (await failureOf(runtime.CheckpointPod(request))).code;
    };
    expect(await fails({ containerIds: [] })).toBe(INVALID_ARGUMENT);
    expect(await fails({ containerIds: [containerId, containerId] })).toBe(INVALID_ARGUMENT);
    expect(await fails({ containerIds: [other.containerId] })).toBe(NOT_FOUND);
    expect(await fails({ options: { compress: 'yes' } })).toBe(INVALID_ARGUMENT);
    expect(await fails({ outputPath: join(directory, 'none') })).toBe(FAILED_PRECONDITION);
    writeFileSync(join(directory, 'x'), '');
    expect(await fails({})).toBe(FAILED_PRECONDITION);
    await runtime.StopContainer({ containerId, timeout: 0 });
    expect(await failureOf(runtime.CheckpointContainer({ containerId, location: join(directory, 'c.tar') }))).toMatchObject({
      code: FAILED_PRECONDITION,
    });
  });

  it('are not restored from what is none, or with other names', async () => {
    const { runtime, slipway } = daemon.cri;
    const directory = place();
    const restore = (names: readonly string[]) =>
      failureOf(
        runtime.RestorePod({ checkpointPath: directory, config: podConfig(daemon, 'none'), containerConfigs: names.map(config) }),
      );
    expect(await restore(['main'])).toMatchObject({ code: NOT_FOUND });
    expect(await failureOf(slipway.RestoreCheckpoint({ path: directory, name: '' }))).toMatchObject({ code: NOT_FOUND });
    writeFileSync(join(directory, 'pod.json'), JSON.stringify({ version: 1, containers: [{ name: 'a' }, { name: 'b' }] }));
    expect(await restore(['a'])).toMatchObject({ code: INVALID_ARGUMENT, message: expect.stringContaining('b') as string });
    expect(await restore(['a', 'b', 'c'])).toMatchObject({ code: INVALID_ARGUMENT });
    // The names fit, but there is no archive: the pod that was made for it is gone again.
    expect((await restore(['a', 'b'])).code).not.toBe(0);
    expect((await runtime.ListPodSandbox({})).items).toEqual([]);
  });
});
