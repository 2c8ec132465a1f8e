import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceMode } from '../../proto/gen/cri.ts';
import type { LinuxContainerResources, UpdatePodSandboxResourcesRequest } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, failureOf, podConfig, removeAllPods, shellContainer } from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const MIB = 1024 * 1024;
const V2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
const [FAILED_PRECONDITION, NOT_FOUND, INVALID_ARGUMENT] = [9, 5, 3];

describe.skipIf(missing !== undefined)('limits of a running', () => {
  let registry: Registry;
  let daemon: Daemon;
  let containerId = '';

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    const image = await registry.push('test/busybox', await busyboxImage());
    daemon = await startDaemon();
    await daemon.cri.images.PullImage({ image: { image } });
    const config = podConfig(daemon, 'limits');
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const container = shellContainer('main', image, 'sleep 1000', {
      linux: {
        securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER } },
        resources: { memoryLimitInBytes: 64 * MIB, cpuQuota: 50_000, cpuPeriod: 100_000, cpuShares: 512 },
      },
    });
    ({ containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config }));
    await daemon.cri.runtime.StartContainer({ containerId });
  });

  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
    await registry.close();
  });

  const update = (linux: Input<LinuxContainerResources>) => daemon.cri.runtime.UpdateContainerResources({ containerId, linux });

  const kernel = (v1: string, v2: string): string => {
    const group = join(daemon.cgroupParent, containerId);
    return readFileSync(
      V2 ? join('/sys/fs/cgroup', group, v2) : join('/sys/fs/cgroup', v1.split('.')[0] ?? '', group, v1),
      'utf8',
    ).trim();
  };
  const memory = (): number => Number(kernel('memory.limit_in_bytes', 'memory.max'));

  const status = async (): Promise<LinuxContainerResources | undefined> =>
    (await daemon.cri.runtime.ContainerStatus({ containerId })).status?.resources?.linux;

  it('container are changed where they are named, and stay where they are not', async () => {
    await update({ memoryLimitInBytes: 128 * MIB });
    expect(memory()).toBe(128 * MIB);
    expect(await status()).toMatchObject({ memoryLimitInBytes: 128 * MIB, cpuQuota: 50_000, cpuPeriod: 100_000 });
    await update({ cpuQuota: 25_000 });
    expect(kernel('cpu.cfs_quota_us', 'cpu.max')).toMatch(/^25000/);
    expect(await status()).toMatchObject({ memoryLimitInBytes: 128 * MIB, cpuQuota: 25_000 });
  });

  it('container are changed all or none: one that the kernel refuses takes back those before it', async () => {
    const before = await status();
    const failure = await failureOf(update({ memoryLimitInBytes: 96 * MIB, cpuQuota: 10 }));
    expect(failure.code).toBe(FAILED_PRECONDITION);
    expect(failure.message).toContain('runc update');
    expect(await status()).toEqual(before);
    expect(kernel('cpu.cfs_quota_us', 'cpu.max')).toMatch(/^25000/);
    expect(memory()).toBe(128 * MIB);
  });

  it('container are those of the kernel in the status, whoever has set them, and are known after a restart of the daemon', async () => {
    await update({ memoryLimitInBytes: 80 * MIB });
    await daemon.restart();
    expect(await status()).toMatchObject({ memoryLimitInBytes: 80 * MIB, cpuQuota: 25_000, cpuShares: 512 });
    await update({ cpuShares: 256 });
    expect(await status()).toMatchObject({ memoryLimitInBytes: 80 * MIB, cpuQuota: 25_000, cpuShares: 256 });
  });

  it('container cannot be changed when it is not there, without limits, or with what this machine has not', async () => {
    const unknown = daemon.cri.runtime.UpdateContainerResources({ containerId: 'none', linux: { cpuQuota: 1000 } });
    expect(await failureOf(unknown)).toMatchObject({ code: NOT_FOUND });
    expect(await failureOf(daemon.cri.runtime.UpdateContainerResources({ containerId }))).toMatchObject({
      code: INVALID_ARGUMENT,
      message: expect.stringContaining('linux is missing') as string,
    });
    expect(await failureOf(update({ hugepageLimits: [{ pageSize: '3MB', limit: 1 }] }))).toMatchObject({
      code: INVALID_ARGUMENT,
    });
  });

  it('pod are changed in its own control group, all or none, and known after a restart', async () => {
    const config = podConfig(daemon, 'whole', { linux: { resources: { memoryLimitInBytes: 64 * MIB } } });
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const ofPod = (controller: string, v1: string, v2: string): string =>
      readFileSync(join('/sys/fs/cgroup', V2 ? '' : controller, 'slipway', `pod-${podSandboxId}`, V2 ? v2 : v1), 'utf8').trim();
    const limit = (): string => ofPod('memory', 'memory.limit_in_bytes', 'memory.max');
    const update = (change: Input<UpdatePodSandboxResourcesRequest>) =>
      daemon.cri.runtime.UpdatePodSandboxResources({ podSandboxId, ...change });
    await update({ resources: { memoryLimitInBytes: 96 * MIB } });
    expect(Number(limit())).toBe(96 * MIB);
    await update({ resources: { cpuShares: 600 } });
    const shares = ofPod('cpu', 'cpu.shares', 'cpu.weight');
    const refused = update({ resources: { cpuShares: 300, memoryLimitInBytes: 128 * MIB, cpuQuota: 10 } });
    expect(await failureOf(refused)).toMatchObject({ code: INVALID_ARGUMENT });
    expect(ofPod('cpu', 'cpu.shares', 'cpu.weight')).toBe(shares);
    expect(Number(limit())).toBe(96 * MIB);
    await daemon.restart();
    await update({ overhead: { memoryLimitInBytes: 4 * MIB } });
    expect(Number(limit())).toBe(100 * MIB);
    const unknown = update({ podSandboxId: 'none' });
    expect(await failureOf(unknown)).toMatchObject({ code: NOT_FOUND });
  });
});
