import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState } from '../../proto/gen/cri.ts';
import { CheckState, FileChangeKind } from '../../proto/gen/slipway.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  archiveMessages,
  busyboxImage,
  failureOf,
  removeAllPods,
  runContainer,
  until,
  untilExited,
} from '../support/daemon-lab.ts';
import { ociArchive } from '../support/image-builder.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const IMAGE = 'localhost/busybox:1';
const TICKING = 'trap "exit 0" TERM; i=0; while :; do i=$((i+1)); echo $i; usleep 20000; done';
const FAILED_PRECONDITION = 9;
const EXTRA = [
  { name: 'etc/kept', content: 'as it was' },
  { name: 'etc/changed', content: 'old' },
  { name: 'etc/gone', content: 'old' },
  { name: 'srv/' },
  { name: 'srv/inside', content: 'old' },
];

describe.skipIf(missing !== undefined)('the verbs of slipway.v1 for containers', () => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await startDaemon();
    const image = await busyboxImage(EXTRA);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image, names: [IMAGE] }])));
  });
  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
  });

  const run = (name: string, script: string) => runContainer(daemon, { name, image: IMAGE, script });
  const ticks = (logFile: string): number => readFileSync(logFile, 'utf8').split('\n').length;

  it('processes are those of the container, by both of their ids, with command and times', async () => {
    const { containerId } = await run('processes', 'sleep 1000 & wait');
    const { processes } = await until('both processes', async () => {
      const answer = await daemon.cri.slipway.ListProcesses({ containerId: containerId.slice(0, 12) });
      return answer.processes[1]?.state === 'S' ? answer : undefined;
    });
    const [shell, sleep] = processes;
    expect(shell).toMatchObject({ pid: 1, uid: 0, threads: 1 });
    expect(shell?.command.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    expect(sleep).toMatchObject({ command: ['sleep', '1000'], parentHostPid: shell?.hostPid, state: 'S' });
    expect(readFileSync(`/proc/${String(sleep?.hostPid)}/cmdline`, 'utf8')).toBe('sleep\u00001000\u0000');
    expect(Math.abs((sleep?.startedAtNs ?? 0) / 1e6 - Date.now())).toBeLessThan(60_000);
    expect(sleep?.rssBytes).toBeGreaterThan(0);
    await daemon.cri.runtime.StopContainer({ containerId, timeout: 0 });
    expect(await failureOf(daemon.cri.slipway.ListProcesses({ containerId }))).toMatchObject({ code: FAILED_PRECONDITION });
  });

  it('a paused container stands still, also while the daemon is killed, and goes on when it is resumed', async () => {
    const { containerId, logFile } = await run('paused', TICKING);
    await until('some output', () => (existsSync(logFile) && ticks(logFile) > 2 ? true : undefined));
    const paused = async (): Promise<readonly string[]> => (await daemon.cri.slipway.ListPausedContainers({})).containerIds;
    await daemon.cri.slipway.PauseContainer({ containerId });
    await daemon.cri.slipway.PauseContainer({ containerId });
    expect(await paused()).toEqual([containerId]);
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.state).toBe(ContainerState.CONTAINER_RUNNING);
    await daemon.kill9();
    await daemon.start();
    expect(await paused()).toEqual([containerId]);
    const before = ticks(logFile);
    expect(ticks(logFile)).toBe(before);
    await daemon.cri.slipway.ResumeContainer({ containerId });
    await until('more output', () => (ticks(logFile) > before ? true : undefined));
    expect(await paused()).toEqual([]);
    await daemon.cri.slipway.ResumeContainer({ containerId });
  });

  it('a paused container that is stopped ends by itself', async () => {
    const { containerId, logFile } = await run('stopped-paused', TICKING);
    await until('some output', () => (existsSync(logFile) && ticks(logFile) > 2 ? true : undefined));
    await daemon.cri.slipway.PauseContainer({ containerId });
    await daemon.cri.runtime.StopContainer({ containerId, timeout: 20 });
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status).toMatchObject({
      exitCode: 0,
      reason: 'Completed',
    });
    const again = await run('removed-paused', 'sleep 1000');
    await daemon.cri.slipway.PauseContainer({ containerId: again.containerId });
    await daemon.cri.runtime.RemoveContainer({ containerId: again.containerId });
  });

  it('a restart is the next attempt in the same pod, and the one before is gone, or kept when that is asked for', async () => {
    const { containerId, podSandboxId } = await run('restarted', `echo mine > /etc/changed; ${TICKING}`);
    const { containerId: second } = await daemon.cri.slipway.RestartContainer({ containerId, timeout: 5 });
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId: second });
    expect(status).toMatchObject({ metadata: { attempt: 1 }, state: ContainerState.CONTAINER_RUNNING, image: { image: IMAGE } });
    const ids = async (): Promise<string[]> =>
      (await daemon.cri.runtime.ListContainers({ filter: { podSandboxId } })).containers.map(({ id }) => id).sort();
    expect(await ids()).toEqual([second]);
    const { containerId: third } = await daemon.cri.slipway.RestartContainer({ containerId: second, timeout: 0, keep: true });
    expect(await ids()).toEqual([second, third].sort());
  });

  it('a container that has ended is started again by a restart', async () => {
    const { containerId } = await run('ended', 'exit 3');
    await untilExited(daemon, containerId);
    const { containerId: next } = await daemon.cri.slipway.RestartContainer({ containerId, timeout: 0 });
    await untilExited(daemon, next);
    expect((await daemon.cri.runtime.ContainerStatus({ containerId: next })).status).toMatchObject({
      exitCode: 3,
      metadata: { attempt: 1 },
    });
  });

  it('a restart that cannot be made leaves the container as it was', async () => {
    const { containerId, podSandboxId } = await run('left', TICKING);
    const other = await busyboxImage([{ name: 'etc/other', content: 'x' }]);
    await daemon.cri.slipway.ImportImage(archiveMessages(await ociArchive([{ image: other, names: ['localhost/other:1'] }])));
    await daemon.cri.runtime.StopPodSandbox({ podSandboxId });
    expect(await failureOf(daemon.cri.slipway.RestartContainer({ containerId, timeout: 0 }))).toMatchObject({
      code: FAILED_PRECONDITION,
    });
    const { containers } = await daemon.cri.runtime.ListContainers({ filter: { podSandboxId } });
    expect(containers.map(({ id }) => id)).toEqual([containerId]);
  });

  it('changes are what was added, changed and deleted, and no directory that only holds them', async () => {
    const script =
      'echo new > /etc/changed; rm /etc/gone; mkdir /new; echo x > /new/file; rm -r /srv; mkdir /srv; echo done; sleep 1000';
    const { containerId, logFile } = await run('changes', script.replaceAll(/\b(rm|mkdir)\b/g, 'busybox $1'));
    await until('the changes', () => (existsSync(logFile) && readFileSync(logFile, 'utf8').includes('done') ? true : undefined));
    const found = new Map<string, FileChangeKind>();
    for await (const { changes } of daemon.cri.slipway.ContainerChanges({ containerId }))
      for (const { path, kind } of changes) found.set(path, kind);
    expect(Object.fromEntries(found)).toEqual({
      'etc/changed': FileChangeKind.FILE_CHANGE_KIND_MODIFIED,
      'etc/gone': FileChangeKind.FILE_CHANGE_KIND_DELETED,
      new: FileChangeKind.FILE_CHANGE_KIND_ADDED,
      'new/file': FileChangeKind.FILE_CHANGE_KIND_ADDED,
      srv: FileChangeKind.FILE_CHANGE_KIND_MODIFIED,
    });
    const { containers } = await until('a look at its size', async () => {
      const usage = await daemon.cri.slipway.ContainerDiskUsage({});
      return usage.containers.some((each) => each.containerId === containerId) ? usage : undefined;
    });
    expect(containers.find((each) => each.containerId === containerId)?.inodesUsed).toBeGreaterThan(3);
  });

  it('the machine is told with what it has and lacks', async () => {
    const info = await daemon.cri.slipway.SystemInfo({});
    expect(info.kernel).toBe(readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim());
    expect(info.processors).toBeGreaterThan(0);
    const named = new Map(info.checks.map((check) => [check.name, check]));
    for (const name of ['control groups', 'overlayfs', 'runc', 'conmon', 'pod network'])
      expect(named.get(name), name).toMatchObject({ state: CheckState.CHECK_STATE_OK, fix: '' });
    expect(named.get('runc')?.detail).toMatch(/^runc version \d/);
  });
});
