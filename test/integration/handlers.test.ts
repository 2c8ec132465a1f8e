import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { status as Code } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ContainerState, NamespaceMode, PodSandboxState } from '../../proto/gen/cri.ts';
import type { PodSandboxConfig } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { ownCgroupParent } from '../../runtime/oci/pod-cgroup.ts';
import { CGROUP_DRIVER } from '../support/cgroup-driver.ts';
import { controlGroups } from '../support/clear-machine.ts';
import { startDaemon, daemonMissing, type Daemon } from '../support/daemon.ts';
import {
  busyboxImage,
  expectNoPodsLeft,
  failureOf,
  podConfig,
  readCriLog,
  removeAllPods,
  shellContainer,
  untilExited,
} from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';
import { endOf } from '../support/streaming/stream-lab.ts';
import { connectCommand, type WebSocketCommand } from '../support/streaming/websocket-command.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`handlers: skipped, ${missing}`);
const pathOf = (name: string): string | undefined =>
  ['/usr/sbin', '/usr/bin'].map((directory) => join(directory, name)).find((path) => existsSync(path));
const absent = ['runc', 'crun', 'runsc'].filter((name) => pathOf(name) === undefined);
if (absent.length > 0) console.warn(`handlers: skipped for ${absent.join(', ')}, not installed here`);

/** Nothing beside these programs and the system's own is found. */
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
const USERS = { hostId: 400_000, containerId: 0, length: 65_536 };

interface Running {
  readonly podSandboxId: string;
  readonly containerId: string;
}

describe.skipIf(missing !== undefined)('runtime handlers', { timeout: 60_000 }, () => {
  let daemon: Daemon;
  let registry: Registry;
  let image = '';
  /** First in the daemon's PATH. */
  let late = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    image = await registry.push('test/busybox', await busyboxImage(), 'v1');
    late = join('/dev/shm', `slipway-late-${String(process.pid)}`);
    mkdirSync(late);
    daemon = await startDaemon({
      path: `${late}:${PATH}`,
      flags: ['--runtime', 'runc', '--runtime', 'crun', '--runtime', 'runsc', '--runtime', 'late'],
    });
    chmodSync(daemon.directory, 0o711);
    await daemon.cri.images.PullImage({ image: { image } });
  });
  afterEach(async () => {
    await removeAllPods(daemon);
    await expectNoPodsLeft(daemon);
  });
  afterAll(async () => {
    await daemon.close();
    await registry.close();
    rmSync(late, { recursive: true });
  });

  const run = async (config: Input<PodSandboxConfig>, runtimeHandler: string, script: string): Promise<Running> => {
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config, runtimeHandler });
    const container = shellContainer('main', image, script, {
      linux: { securityContext: { namespaceOptions: config.linux?.securityContext?.namespaceOptions } },
    });
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    await daemon.cri.runtime.StartContainer({ containerId });
    return { podSandboxId, containerId };
  };

  const features = async (name: string): Promise<{ userNamespaces: boolean; recursiveReadOnlyMounts: boolean } | undefined> =>
    (await daemon.cri.runtime.Status()).runtimeHandlers.find((handler) => handler.name === name)?.features;

  it.skipIf(absent.includes('runsc'))('runsc gives a container another kernel, with the address of its pod', async () => {
    const config = podConfig(daemon, 'gvisor');
    const { podSandboxId, containerId } = await run(
      config,
      'runsc',
      // No timers that end: Debian's runsc of 2024 panics on them.
      'cat /proc/version; trap "exit 3" TERM; sleep 1000 & wait',
    );
    const log = join(config.logDirectory ?? '', 'main.log');
    await expect.poll(() => readCriLog(log).map(({ text }) => text)).toEqual([expect.stringMatching(/^Linux version 4\.4\.0/)]);
    expect(readCriLog(log)[0]?.text).not.toContain(release());
    const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['cat', '/proc/sys/kernel/hostname'], timeout: 10 });
    expect(Buffer.from(stdout).toString()).toBe('gvisor\n');
    const pod = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId });
    expect(pod.status?.runtimeHandler).toBe('runsc');
    const address = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['ip', 'addr', 'show'], timeout: 10 });
    expect(Buffer.from(address.stdout).toString()).toContain(pod.status?.network?.ip);
    await daemon.cri.runtime.StopContainer({ containerId, timeout: 20 });
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
    expect(status).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 3 });
    expect(await features('runsc')).toEqual({ userNamespaces: false, recursiveReadOnlyMounts: false });
  });

  it.each(['runc', 'crun'].filter((name) => !absent.includes(name)))('%s runs commands for clients of streams', async (name) => {
    const { containerId } = await run(podConfig(daemon, `${name}-streams`), name, 'sleep 1000');
    const exec = async (script: string, tty: boolean): Promise<WebSocketCommand> => {
      const streams = { stdin: true, stdout: true, stderr: !tty, tty };
      const { url } = await daemon.cri.runtime.Exec({ containerId, cmd: ['sh', '-c', script], ...streams });
      return connectCommand(url);
    };
    const plain = await exec('read line; echo $line; echo err >&2; exit 7', false);
    const [result] = await Promise.all([plain.result(), plain.stdin('out\n')]);
    expect(result).toMatchObject({ stdout: Buffer.from('out\n'), stderr: Buffer.from('err\n') });
    expect(endOf(result)).toBe(7);
    const terminal = await exec('read go; tty; stty size; exit 8', true);
    await terminal.resize(100, 40);
    const [shown] = await Promise.all([terminal.result(), terminal.stdin('go\n')]);
    expect(shown.stdout.toString()).toMatch(/^go\r\n\/dev\/pts\/\d+\r\n40 100\r\n$/);
    expect(endOf(shown)).toBe(8);
    const failed = await exec('true', false);
    expect(endOf(await failed.result())).toBe(0);
  });

  it.skipIf(absent.includes('runsc'))('runsc lets clients attach, and says that it has no streams of commands', async () => {
    const { containerId } = await run(podConfig(daemon, 'gvisor-streams'), 'runsc', 'sleep 1; echo late');
    const { url } = await daemon.cri.runtime.Attach({ containerId, stdout: true, stderr: true });
    expect((await (await connectCommand(url)).result()).stdout.toString()).toBe('late\n');
    const other = await run(podConfig(daemon, 'gvisor-exec'), 'runsc', 'sleep 1000');
    const exec = await daemon.cri.runtime.Exec({ containerId: other.containerId, cmd: ['true'], stdout: true });
    expect(endOf(await (await connectCommand(exec.url)).result())).toMatch(/not implemented for runtime handler runsc/);
  });

  it.each(['runc', 'crun', 'runsc'].filter((name) => !absent.includes(name)))(
    '%s runs a container to its exit code',
    async (name) => {
      const config = podConfig(daemon, name);
      const { containerId } = await run(config, name, 'echo out; echo err >&2; exit 7');
      await untilExited(daemon, containerId);
      expect((await daemon.cri.runtime.ContainerStatus({ containerId })).status).toMatchObject({ exitCode: 7, reason: 'Error' });
      expect(
        readCriLog(join(config.logDirectory ?? '', 'main.log'))
          .map(({ stream, text }) => `${stream} ${text}`)
          .sort(),
      ).toEqual(['stderr err', 'stdout out']);
    },
  );

  it.each(['runc', 'crun'].filter((name) => !absent.includes(name)))(
    '%s gives a user namespace exactly when Status says so',
    async (name) => {
      const config = podConfig(daemon, `users-${name}`);
      const usernsOptions = { mode: NamespaceMode.POD, uids: [USERS], gids: [USERS] };
      const namespaceOptions = { ...config.linux?.securityContext?.namespaceOptions, usernsOptions };
      const users = { ...config, linux: { ...config.linux, securityContext: { namespaceOptions } } };
      if ((await features(name))?.userNamespaces !== true) {
        const failure = await failureOf(daemon.cri.runtime.RunPodSandbox({ config: users, runtimeHandler: name }));
        expect(failure).toMatchObject({
          code: Code.UNIMPLEMENTED,
          message: expect.stringContaining('no user namespace') as string,
        });
        return;
      }
      const { podSandboxId, containerId } = await run(users, name, 'exec sleep 1000');
      const { stdout } = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['cat', '/proc/self/uid_map'], timeout: 10 });
      expect(Buffer.from(stdout).toString()).toMatch(/^\s*0\s+400000\s+65536\n$/);
      const { status } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId });
      expect(status?.linux?.namespaces?.options?.usernsOptions).toEqual(usernsOptions);
      // It is as it was after the daemon has died.
      await daemon.kill9();
      await daemon.start();
      const again = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId });
      expect(again.status?.state).toBe(PodSandboxState.SANDBOX_READY);
      const root = await daemon.cri.runtime.ExecSync({ containerId, cmd: ['id', '-u'], timeout: 10 });
      expect(Buffer.from(root.stdout).toString()).toBe('0\n');
    },
  );

  it('holds a container to the limit of its pod, in a control group that goes with the pod', async () => {
    const limit = 24 * 1024 * 1024;
    const base = podConfig(daemon, 'limited');
    const config = { ...base, linux: { ...base.linux, cgroupParent: '', resources: { memoryLimitInBytes: limit } } };
    const { podSandboxId, containerId } = await run(config, '', 'head -c 64m /dev/zero | tail');
    await untilExited(daemon, containerId);
    const { status } = await daemon.cri.runtime.ContainerStatus({ containerId });
    expect(status).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
    const groups = (): string[] => controlGroups({ cgroupParent: ownCgroupParent(CGROUP_DRIVER, podSandboxId) });
    expect(groups()).not.toEqual([]);
    await daemon.cri.runtime.RemovePodSandbox({ podSandboxId });
    expect(groups()).toEqual([]);
  });

  it('refuses a handler that is not configured, and one that is not installed, which works as soon as it is', async () => {
    const config = podConfig(daemon, 'late');
    const unknown = await failureOf(daemon.cri.runtime.RunPodSandbox({ config, runtimeHandler: 'kata' }));
    expect(unknown).toMatchObject({
      code: Code.INVALID_ARGUMENT,
      message: expect.stringMatching(/^runtime handler kata is not configured/) as string,
    });
    const notYet = await failureOf(daemon.cri.runtime.RunPodSandbox({ config, runtimeHandler: 'late' }));
    expect(notYet).toMatchObject({
      code: Code.FAILED_PRECONDITION,
      message: expect.stringMatching(/^late is not installed/) as string,
    });
    expect(await features('late')).toBeUndefined();
    symlinkSync(pathOf('runc') ?? '', join(late, 'late'));
    expect(await features('late')).toEqual(await features('runc'));
    await run(config, 'late', 'exec sleep 1000');
  });
});
