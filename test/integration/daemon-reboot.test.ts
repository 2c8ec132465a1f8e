import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { ContainerState, NamespaceMode, PodSandboxState } from '../../proto/gen/cri.ts';
import { clearMachine, controlGroups } from '../support/clear-machine.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, expectNoPodsLeft, podConfig, runContainer, shellContainer, until } from '../support/daemon-lab.ts';
import { expectTrueState } from '../support/death/expect-true-state.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

describe.skipIf(missing !== undefined)('a daemon that finds the machine other than it left it', () => {
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

  /** All that a reboot takes: processes, mounts, devices, rules, /run; and the kernel calls this boot another. */
  const reboot = async (daemon: Daemon): Promise<void> => {
    await daemon.kill9();
    await clearMachine(daemon);
    rmSync(daemon.run, { recursive: true });
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const earlier = bootId.replace(/^.{8}/, 'eeeeeeee');
    const database = new DatabaseSync(join(daemon.root, 'state.db'));
    database.prepare('UPDATE records SET payload = replace(payload, ?, ?)').run(bootId, earlier);
    database.close();
    const marks = join(daemon.root, 'images/unsynced');
    for (const name of readdirSync(marks)) writeFileSync(join(marks, name), earlier);
  };

  it('after a reboot: pods are not ready, containers exited, addresses free; all can be removed, and new ones run', async () => {
    const daemon = await daemonWithImage();
    const lost = await Promise.all(['one', 'two'].map((name) => runContainer(daemon, { name, image, script: 'sleep 1000' })));
    const done = await runContainer(daemon, { name: 'done', image, script: 'exit 4' });
    const statusOf = async (containerId: string): Promise<unknown> =>
      (await daemon.cri.runtime.ContainerStatus({ containerId })).status;
    await until('its end', async () =>
      ((await statusOf(done.containerId)) as { exitCode: number }).exitCode === 4 ? true : undefined,
    );
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId: done.containerId });
    await reboot(daemon);
    await daemon.start();
    const { items } = await daemon.cri.runtime.ListPodSandbox();
    expect(items.map(({ state }) => state)).toEqual(items.map(() => PodSandboxState.SANDBOX_NOTREADY));
    expect(items).toHaveLength(3);
    expect(await statusOf(done.containerId)).toEqual(status);
    for (const { containerId } of lost) {
      expect(await statusOf(containerId)).toMatchObject({
        state: ContainerState.CONTAINER_EXITED,
        reason: 'ContainerStatusUnknown',
        message: 'the machine was restarted while the container ran',
        exitCode: 255,
      });
    }
    const again = await runContainer(daemon, { name: 'again', image, script: 'sleep 1000' });
    const { stdout } = await daemon.cri.runtime.ExecSync({ containerId: again.containerId, cmd: ['ip', 'addr'] });
    const { status: pod } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId: again.podSandboxId });
    expect(Buffer.from(stdout).toString()).toContain(`inet ${pod?.network?.ip ?? ''}/`);
    for (const { podSandboxId } of [...lost, done, again]) await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('with processes left of a container whose first one ended while it was away', async () => {
    const daemon = await daemonWithImage();
    const namespaceOptions = { network: NamespaceMode.POD, pid: NamespaceMode.POD, ipc: NamespaceMode.POD };
    const linux = { cgroupParent: daemon.cgroupParent, securityContext: { namespaceOptions } };
    const sandboxConfig = podConfig(daemon, 'sharing', { linux });
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config: sandboxConfig });
    const script = 'sleep 1000 >/dev/null 2>&1 & until [ -e /dev/shm/go ]; do usleep 5000; done; exit 4';
    const config = shellContainer('main', image, script, { linux: { securityContext: { namespaceOptions } } });
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config, sandboxConfig });
    await daemon.cri.runtime.StartContainer({ containerId });
    await daemon.kill9();
    writeFileSync(join(daemon.run, 'pods', podSandboxId, 'shm', 'go'), '');
    await until('its end', () => (readdirSync(join(daemon.run, 'exits')).length === 1 ? true : undefined));
    await daemon.start();
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
    expect(status).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 4 });
    await expectTrueState(daemon);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('with a namespace unpinned, a stale mount, a process and a control group of nobody, and files cut short', async () => {
    const daemon = await daemonWithImage();
    const kept = await runContainer(daemon, { name: 'kept', image, script: 'sleep 1000' });
    const broken = await runContainer(daemon, { name: 'broken', image, script: 'sleep 1000' });
    await daemon.kill9();
    await run('umount', join(daemon.run, 'pods', broken.podSandboxId, 'netns'));
    const nobody = 'ab'.repeat(32);
    const rootfs = join(daemon.run, 'containers', nobody, 'rootfs');
    mkdirSync(rootfs, { recursive: true });
    await run('mount', '-t', 'tmpfs', 'stale', rootfs);
    for (const cut of ['cni/default-network.json', `cni/attachments/${nobody}.json`])
      writeFileSync(join(daemon.root, cut), '{"id"');
    writeFileSync(join(daemon.run, 'exits', nobody), '');
    await daemon.start();
    const pods = (await daemon.cri.runtime.ListPodSandbox()).items;
    expect(new Map(pods.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [kept.podSandboxId, PodSandboxState.SANDBOX_READY],
        [broken.podSandboxId, PodSandboxState.SANDBOX_NOTREADY],
      ]),
    );
    await expectTrueState(daemon);
    const again = await runContainer(daemon, { name: 'again', image, script: 'sleep 1000' });
    for (const { podSandboxId } of [kept, broken, again]) await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    await expectNoPodsLeft(daemon);
  });

  it('with a control group, and a process in it, of a container that is recorded as ended', async () => {
    const daemon = await daemonWithImage();
    const { podSandboxId, containerId } = await runContainer(daemon, { name: 'ended', image, script: 'exit 0' });
    await until('its end', async () => {
      const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
      return status?.state === ContainerState.CONTAINER_EXITED ? true : undefined;
    });
    await daemon.kill9();
    const [group = ''] = controlGroups(daemon).filter(
      (path) => path.includes('/devices/') || path === `/sys/fs/cgroup${daemon.cgroupParent}`,
    );
    mkdirSync(join(group, containerId), { recursive: true });
    const stray = spawn('sleep', ['1000'], { stdio: 'ignore' });
    writeFileSync(join(group, containerId, 'cgroup.procs'), String(stray.pid));
    await daemon.start();
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    expect(stray.signalCode ?? stray.exitCode).toBe('SIGKILL');
    await expectNoPodsLeft(daemon);
  });
});

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
}
