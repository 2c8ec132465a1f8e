import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { ContainerState, PodSandboxState } from '../../proto/gen/cri.ts';
import { daemonMissing, runToEnd, startDaemon, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  expectNoPodsLeft,
  podConfig,
  readCriLog,
  runContainer,
  shellContainer,
  until,
  untilExited,
} from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('a daemon that ends and comes again', () => {
  let registry: Registry;
  let image = '';
  const daemons: Daemon[] = [];

  const daemonWithImage = async (): Promise<Daemon> => {
    const daemon = await startDaemon();
    daemons.push(daemon);
    await daemon.cri.images.PullImage({ image: { image } });
    return daemon;
  };

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage());
  });

  afterEach(async () => {
    for (const daemon of daemons.splice(0)) await daemon.close();
  });

  afterAll(() => registry.close());

  const ids = async ({ cri }: Daemon): Promise<unknown[]> => [
    (await cri.runtime.ListPodSandbox()).items.map(({ id, state, createdAt }) => [id, state, createdAt]).sort(),
    (await cri.runtime.ListContainers()).containers.map(({ id, state, createdAt }) => [id, state, createdAt]).sort(),
    (await cri.images.ListImages()).images,
  ];

  it('is killed under running containers, and none of them notices: same ids, whole logs, exec, stop and remove', async () => {
    const daemon = await daemonWithImage();
    const script = 'n=0; trap "exit 3" TERM; while :; do n=$((n+1)); echo "line $n"; usleep 20000; done';
    const pods = await Promise.all(['one', 'two', 'three'].map((name) => runContainer(daemon, { name, image, script })));
    const before = await ids(daemon);
    const statuses = async (): Promise<unknown[]> =>
      Promise.all(pods.map(async ({ podSandboxId }) => (await daemon.cri.runtime.PodSandboxStatus({ podSandboxId })).status));
    const podsBefore = await statuses();
    const init = async (containerId: string): Promise<unknown> =>
      Buffer.from((await daemon.cri.runtime.ExecSync({ containerId, cmd: ['cat', '/proc/1/stat'] })).stdout)
        .toString()
        .split(' ')[21];
    const startedAt = await Promise.all(pods.map(({ containerId }) => init(containerId)));

    await daemon.kill9();
    const linesAtDeath = pods.map(({ logFile }) => readCriLog(logFile).length);
    await until('lines while nobody is there', () =>
      pods.every(({ logFile }, at) => readCriLog(logFile).length > (linesAtDeath[at] ?? 0) + 10) ? true : undefined,
    );
    await daemon.start();

    expect(await ids(daemon)).toEqual(before);
    expect(await statuses()).toEqual(podsBefore);
    expect(await Promise.all(pods.map(({ containerId }) => init(containerId)))).toEqual(startedAt);
    for (const { containerId, podSandboxId } of pods) {
      await daemon.cri.runtime.StopContainer({ containerId, timeout: 10 });
      const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
      expect(status).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 3, reason: 'Error' });
      await daemon.cri.runtime.StopPodSandbox({ podSandboxId });
    }
    for (const { logFile } of pods) {
      const texts = readCriLog(logFile).map(({ text }) => text);
      expect(texts).toEqual(texts.map((_, index) => `line ${index + 1}`));
    }
    await Promise.all(pods.map(({ podSandboxId }) => daemon.cri.runtime.RemovePodSandbox({ podSandboxId })));
    await expectNoPodsLeft(daemon);
  });

  it('tells the true exit code and time of a container that ended while it was away', async () => {
    const daemon = await daemonWithImage();
    const ended = [0, 42].map((code) => `until [ -e /dev/shm/go ]; do usleep 5000; done; date +%s%N; exit ${code}`);
    const pods = await Promise.all(ended.map((script, n) => runContainer(daemon, { name: `end-${n}`, image, script })));
    const killed = await runContainer(daemon, { name: 'killed', image, script: 'sleep 1000' });
    await daemon.kill9();
    for (const { podSandboxId } of pods) writeFileSync(join(daemon.run, 'pods', podSandboxId, 'shm', 'go'), '');
    const exits = join(daemon.run, 'exits');
    await until('both exit files', () => (readdirSync(exits).length === 2 ? true : undefined));
    await sleep(300);
    await daemon.start();
    for (const [at, { containerId, logFile }] of pods.entries()) {
      const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
      expect(status).toMatchObject({
        state: ContainerState.CONTAINER_EXITED,
        exitCode: [0, 42][at],
        reason: ['Completed', 'Error'][at],
      });
      const writtenMs = Date.parse(readCriLog(logFile).at(-1)?.time ?? '');
      expect(Math.abs((status?.finishedAt ?? 0) / 1e6 - writtenMs)).toBeLessThan(200);
    }
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId: killed.containerId });
    expect(status?.state).toBe(ContainerState.CONTAINER_RUNNING);
  });

  it('ends the commands whose callers went with it, and nothing else in the container', async () => {
    const daemon = await daemonWithImage();
    const { containerId } = await runContainer(daemon, { name: 'commanded', image, script: 'sleep 1000 & sleep 1001' });
    const commands = async (): Promise<string[]> => {
      const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['ps', '-o', 'args'] });
      return Buffer.from(stdout)
        .toString()
        .split('\n')
        .filter((line) => line.startsWith('sleep'))
        .sort();
    };
    const script = 'sleep 2000 & sleep 2001';
    daemon.cri.runtime.ExecSync({ containerId, cmd: ['sh', '-c', script] }).catch(() => undefined);
    await until('the command', async () => ((await commands()).length === 4 ? true : undefined));
    await daemon.kill9();
    await daemon.start();
    expect(await commands()).toEqual(['sleep 1000', 'sleep 1001']);
    const files = (): string[] => readdirSync(join(daemon.run, 'containers', containerId));
    await expect.poll(() => files().filter((name) => name.startsWith('exec-'))).toEqual([]);
  });

  it('sees the end of a container that was there before it, and streams its log to that end', async () => {
    const daemon = await daemonWithImage();
    const script = 'n=0; while [ ! -e /dev/shm/go ]; do n=$((n+1)); echo "line $n"; usleep 10000; done; exit 9';
    const { podSandboxId, containerId } = await runContainer(daemon, { name: 'adopted', image, script });
    await daemon.kill9();
    await daemon.start();
    const lines: string[] = [];
    for await (const { records } of daemon.cri.slipway.ContainerLogs({ containerId, follow: true })) {
      lines.push(...records.map(({ text }) => Buffer.from(text).toString()));
      writeFileSync(join(daemon.run, 'pods', podSandboxId, 'shm', 'go'), '');
    }
    expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
    await untilExited(daemon, containerId);
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.exitCode).toBe(9);
  });

  it('ends by SIGTERM with code 0, takes its socket away, and leaves its containers running', async () => {
    const daemon = await daemonWithImage();
    const { containerId } = await runContainer(daemon, { name: 'stays', image, script: 'sleep 1000' });
    const following = (async () => {
      for await (const _batch of daemon.cri.slipway.ContainerLogs({ containerId, follow: true })) expect(_batch).toBeDefined();
    })();
    following.catch(() => undefined);
    const begin = performance.now();
    expect(await daemon.terminate()).toBe(0);
    expect(performance.now() - begin).toBeLessThan(3000);
    await expect(following).rejects.toThrow();
    expect(existsSync(daemon.socket)).toBe(false);
    expect(daemon.logs().filter(({ level }) => level === 'error' || level === 'text')).toEqual([]);
    await daemon.start();
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.state).toBe(ContainerState.CONTAINER_RUNNING);
  });

  it('is alone on its root directory, and on its socket', async () => {
    const daemon = await daemonWithImage();
    const elsewhere = join(daemon.directory, 'elsewhere');
    const base = ['--run', join(elsewhere, 'run'), '--cni-conf-dir', elsewhere, '--default-bridge', daemon.bridge];
    const sameRoot = await runToEnd([...base, '--socket', join(elsewhere, 'own/s.sock'), '--root', daemon.root]);
    expect(sameRoot).toMatchObject({
      code: 1,
      said: [
        {
          code: 'already-exists',
          message: `another daemon uses the root directory ${daemon.root}`,
          hint: expect.stringContaining('another --root') as string,
        },
      ],
    });
    const sameSocket = await runToEnd([...base, '--socket', daemon.socket, '--root', join(elsewhere, 'root')]);
    expect(sameSocket).toMatchObject({
      code: 1,
      said: [
        {
          code: 'already-exists',
          message: `socket ${daemon.socket} is in use by a running daemon`,
          hint: expect.stringContaining('another --socket') as string,
        },
      ],
    });
    expect(existsSync(join(elsewhere, 'root'))).toBe(false);
    expect((await daemon.cri.runtime.Version()).runtimeName).toBe('slipway');
  });

  it('takes a stale socket away, but not a file that is no socket', async () => {
    const daemon = await daemonWithImage();
    await daemon.kill9();
    expect(existsSync(daemon.socket)).toBe(true);
    await daemon.start();
    await daemon.kill9();
    rmSync(daemon.socket);
    writeFileSync(daemon.socket, 'precious');
    const refused = daemon.start();
    await expect(refused).rejects.toThrow(/exists and is no socket/);
    expect(existsSync(daemon.socket)).toBe(true);
    rmSync(daemon.socket);
    await daemon.start();
    expect((await daemon.cri.images.ListImages()).images).toHaveLength(1);
  });

  it('sets a record aside that it cannot read, with what belongs to it, and keeps the others', async () => {
    const daemon = await daemonWithImage();
    const bad = await runContainer(daemon, { name: 'bad', image, script: 'sleep 1000' });
    const good = await runContainer(daemon, { name: 'good', image, script: 'sleep 1000' });
    await daemon.kill9();
    const database = new DatabaseSync(join(daemon.root, 'state.db'));
    database.prepare('UPDATE records SET payload = \'{"id": 1\' WHERE id IN (?, ?)').run(bad.podSandboxId, bad.containerId);
    database.close();
    await daemon.start();
    expect((await daemon.cri.runtime.ListPodSandbox()).items.map(({ id }) => id)).toEqual([good.podSandboxId]);
    expect((await daemon.cri.runtime.ListContainers()).containers.map(({ id }) => id)).toEqual([good.containerId]);
    const aside = daemon.logs().filter(({ level, message }) => level === 'error' && message.includes('it was set aside'));
    expect(aside.map(({ message }) => message).join('\n')).toContain(bad.podSandboxId);
    expect(aside).toHaveLength(2);
    const again = await runContainer(daemon, { name: 'bad', image, script: 'sleep 1000' });
    for (const { podSandboxId } of [good, again]) await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('starts without records when the database is no database, keeps that file, and clears what ran', async () => {
    const daemon = await daemonWithImage();
    await runContainer(daemon, { name: 'lost', image, script: 'sleep 1000' });
    await daemon.kill9();
    for (const suffix of ['-wal', '-shm']) rmSync(join(daemon.root, `state.db${suffix}`), { force: true });
    writeFileSync(join(daemon.root, 'state.db'), 'this was a database once. '.repeat(1000));
    await daemon.start();
    expect(readdirSync(daemon.root).filter((name) => name.startsWith('state.db.damaged-'))).toHaveLength(1);
    expect((await daemon.cri.runtime.ListPodSandbox()).items).toEqual([]);
    await expectNoPodsLeft(daemon);
    await daemon.cri.images.PullImage({ image: { image } });
    const { podSandboxId } = await runContainer(daemon, { name: 'lost', image, script: 'sleep 1000' });
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('is killed while it stops and removes, and the same calls finish the work', async () => {
    const daemon = await daemonWithImage();
    for (const delayMs of [1, 5, 15, 40]) {
      const { podSandboxId } = await runContainer(daemon, {
        name: `removed-${delayMs}`,
        image,
        script: 'trap "" TERM; sleep 1000',
      });
      const removal = daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
      removal.catch(() => undefined);
      await sleep(delayMs);
      await daemon.kill9();
      await daemon.start();
      await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
      await expectNoPodsLeft(daemon);
    }
  });

  it('comes up again after a kill while a created container waits for its start', async () => {
    const daemon = await daemonWithImage();
    const config = podConfig(daemon, 'waiting');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const container = shellContainer('main', image, 'echo started; exit 5');
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await daemon.kill9();
    await daemon.start();
    const { status: pod } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId });
    expect(pod?.state).toBe(PodSandboxState.SANDBOX_READY);
    const { status: created } = await daemon.cri.runtime.ContainerStatus({ containerId });
    expect(created?.state).toBe(ContainerState.CONTAINER_CREATED);
    await daemon.cri.runtime.StartContainer({ containerId });
    await untilExited(daemon, containerId);
    expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status?.exitCode).toBe(5);
  });
});
