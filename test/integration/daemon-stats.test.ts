import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamespaceMode } from '../../proto/gen/cri.ts';
import type { ContainerStats } from '../../proto/gen/cri.ts';
import { daemonMissing, startDaemon, type Daemon } from '../support/daemon.ts';
import { busyboxImage, failureOf, podConfig, removeAllPods, runContainer, shellContainer, until } from '../support/daemon-lab.ts';
import { startRegistry, type Registry } from '../support/registry.ts';

const missing = daemonMissing();
if (missing !== undefined) console.warn(`skipped: ${missing}`);

const NOT_FOUND = 5;
const MIB = 1024 * 1024;
const SCRIPT = 'dd if=/dev/zero of=/big bs=1M count=3 2>/dev/null; echo ready; while :; do :; done';

describe.skipIf(missing !== undefined)('the statistics of a daemon', () => {
  let registry: Registry;
  let image = '';
  let daemon: Daemon;
  let busy: { podSandboxId: string; containerId: string; logFile: string };

  beforeAll(async () => {
    registry = await startRegistry({ storageParent: '/dev/shm' });
    const more = [{ name: 'bin/dd', type: 'symlink' as const, linkname: 'busybox' }];
    image = await registry.push('test/busybox', await busyboxImage(more));
    daemon = await startDaemon({ flags: ['--metrics-address', '127.0.0.1:0'] });
    await daemon.cri.images.PullImage({ image: { image } });
    busy = await runContainer(daemon, { name: 'busy', image, script: SCRIPT });
    await until('the files', () => (readFileSync(busy.logFile, 'utf8').includes('ready') ? true : undefined));
  });

  afterAll(async () => {
    await removeAllPods(daemon);
    await daemon.close();
    await registry.close();
  });

  const stats = async (): Promise<ContainerStats | undefined> =>
    (await daemon.cri.runtime.ContainerStats({ containerId: busy.containerId })).stats;

  it('say how much of a processor and of memory a container uses', async () => {
    const first = await stats();
    expect(first?.attributes).toMatchObject({ id: busy.containerId, metadata: { name: 'main' } });
    expect(first?.memory?.usageBytes?.value).toBeGreaterThan(0);
    expect(first?.memory?.workingSetBytes?.value).toBeLessThanOrEqual(first?.memory?.usageBytes?.value ?? 0);
    const later = await until('a second reading', async () => {
      const next = await stats();
      return next?.cpu?.timestamp === first?.cpu?.timestamp ? undefined : next;
    });
    expect(later.cpu?.usageCoreNanoSeconds?.value).toBeGreaterThan(first?.cpu?.usageCoreNanoSeconds?.value ?? 0);
    expect(later.cpu?.usageNanoCores?.value).toBeGreaterThan(10_000_000);
  });

  it('say how large a container’s own files are', async () => {
    const { writableLayer } = (await stats()) ?? {};
    expect(writableLayer?.usedBytes?.value).toBeGreaterThanOrEqual(3 * MIB);
    expect(writableLayer?.usedBytes?.value).toBeLessThan(4 * MIB);
    expect(writableLayer?.inodesUsed?.value).toBeGreaterThanOrEqual(2);
    expect(writableLayer?.fsId?.mountpoint).toContain(busy.containerId);
  });

  it('of a pod have its network, its processes and its running containers', async () => {
    const { stats: pod } = await daemon.cri.runtime.PodSandboxStats({ podSandboxId: busy.podSandboxId });
    expect(pod?.attributes?.metadata?.name).toBe('busy');
    expect(pod?.linux?.network?.defaultInterface?.name).toBe('eth0');
    expect(pod?.linux?.process?.processCount?.value).toBe(1);
    expect(pod?.linux?.containers).toMatchObject([{ attributes: { id: busy.containerId } }]);
    expect(pod?.linux?.cpu?.usageCoreNanoSeconds?.value).toBeGreaterThan(0);
  });

  it('count the bytes that a pod receives', async () => {
    const received = async (): Promise<number> => {
      const { stats: pod } = await daemon.cri.runtime.PodSandboxStats({ podSandboxId: busy.podSandboxId });
      return pod?.linux?.network?.defaultInterface?.rxBytes?.value ?? 0;
    };
    const before = await received();
    const { status } = await daemon.cri.runtime.PodSandboxStatus({ podSandboxId: busy.podSandboxId });
    await expect(fetch(`http://${status?.network?.ip ?? ''}:81/`)).rejects.toThrow();
    await expect.poll(received).toBeGreaterThan(before);
  });

  it('list what runs, filtered, in one answer and in pieces', async () => {
    const config = podConfig(daemon, 'idle', {
      linux: {
        cgroupParent: daemon.cgroupParent,
        securityContext: { namespaceOptions: { network: NamespaceMode.NODE, pid: NamespaceMode.POD } },
      },
    });
    const { podSandboxId } = await daemon.cri.runtime.RunPodSandbox({ config });
    const container = shellContainer('main', image, 'sleep 100', { labels: { kind: 'idle' } });
    const { containerId } = await daemon.cri.runtime.CreateContainer({ podSandboxId, config: container, sandboxConfig: config });
    const { runtime } = daemon.cri;
    const listed = async (): Promise<(string | undefined)[]> =>
      (await runtime.ListContainerStats({})).stats.map(({ attributes }) => attributes?.id);
    expect(await listed()).toEqual([busy.containerId]);
    await runtime.StartContainer({ containerId });
    expect((await listed()).sort()).toEqual([busy.containerId, containerId].sort());
    const filter = { labelSelector: { kind: 'idle' } };
    expect((await runtime.ListContainerStats({ filter })).stats.map(({ attributes }) => attributes?.id)).toEqual([containerId]);
    const pieces = [];
    for await (const { containerStats } of runtime.StreamContainerStats({ filter })) pieces.push(...containerStats);
    expect(pieces.map(({ attributes }) => attributes?.id)).toEqual([containerId]);
    const pods = (await runtime.ListPodSandboxStats({})).stats;
    expect(pods.map(({ attributes }) => attributes?.id).sort()).toEqual([busy.podSandboxId, podSandboxId].sort());
    const streamed = [];
    for await (const { podSandboxStats } of runtime.StreamPodSandboxStats({})) streamed.push(...podSandboxStats);
    expect(streamed.map(({ attributes }) => attributes?.id).sort()).toEqual([busy.podSandboxId, podSandboxId].sort());
    const idle = pods.find(({ attributes }) => attributes?.id === podSandboxId);
    expect(idle?.linux?.network, 'its own interfaces only').toBeUndefined();
    // The process that holds the PID namespace counts; threads of what has started the other one do at first, too.
    const processes = async (): Promise<number | undefined> =>
      (await runtime.PodSandboxStats({ podSandboxId })).stats?.linux?.process?.processCount?.value;
    await expect.poll(processes, { timeout: 10_000 }).toBe(2);
  });

  it('of unknown ids are not found', async () => {
    expect(await failureOf(daemon.cri.runtime.ContainerStats({ containerId: 'none' }))).toMatchObject({ code: NOT_FOUND });
    expect(await failureOf(daemon.cri.runtime.PodSandboxStats({ podSandboxId: 'none' }))).toMatchObject({ code: NOT_FOUND });
  });

  it('are served to Prometheus, every line in its format', async () => {
    const port = daemon.logs().find(({ message }) => message === 'ready')?.['metricsPort'];
    const lines = (await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()).trimEnd().split('\n');
    const form = /^(# (HELP|TYPE) \w+ .+|\w+\{(\w+="([^"\\\n]|\\.)*",?)+\} -?[\d.e+]+)$/;
    expect(lines.filter((line) => !form.test(line))).toEqual([]);
    const usage = lines.find((line) => line.startsWith(`container_cpu_usage_seconds_total{id="${busy.containerId}"`));
    expect(Number(usage?.split(' ').at(-1))).toBeGreaterThan(0);
  });

  it('are told as metrics, each as its descriptor says, the same in the stream', async () => {
    const { runtime } = daemon.cri;
    const { descriptors } = await runtime.ListMetricDescriptors({});
    const labelsOf = new Map(descriptors.map(({ name, labelKeys }) => [name, labelKeys]));
    const [pod] = (await runtime.ListPodSandboxMetrics({})).podMetrics.filter(
      ({ podSandboxId }) => podSandboxId === busy.podSandboxId,
    );
    const container = pod?.containerMetrics.find(({ containerId }) => containerId === busy.containerId);
    const metrics = [...(pod?.metrics ?? []), ...(container?.metrics ?? [])];
    for (const { name, labelValues } of metrics) expect([name, labelValues.length]).toEqual([name, labelsOf.get(name)?.length]);
    const valueOf = (name: string): number => metrics.find((metric) => metric.name === name)?.value?.value ?? -1;
    expect(valueOf('container_memory_working_set_bytes')).toBeGreaterThan(0);
    expect(valueOf('container_fs_usage_bytes')).toBeGreaterThanOrEqual(3 * MIB);
    expect(valueOf('container_fs_limit_bytes')).toBeGreaterThan(3 * MIB);
    expect(valueOf('container_processes')).toBe(1);
    expect(valueOf('container_threads')).toBe(1);
    expect(valueOf('container_file_descriptors')).toBeGreaterThanOrEqual(3);
    expect(valueOf('container_start_time_seconds')).toBeLessThanOrEqual(valueOf('container_last_seen'));
    expect(valueOf('container_network_transmit_packets_total')).toBeGreaterThanOrEqual(0);
    expect(container?.metrics.find(({ name }) => name === 'container_cpu_usage_seconds_total')?.labelValues).toEqual([
      busy.containerId,
      image,
      'test',
      'busy',
      'main',
      'total',
    ]);
    const streamed: string[] = [];
    for await (const { podSandboxMetrics } of runtime.StreamPodSandboxMetrics({}))
      for (const { podSandboxId, containerMetrics } of podSandboxMetrics)
        if (podSandboxId === busy.podSandboxId)
          streamed.push(...containerMetrics.flatMap((each) => each.metrics.map(({ name }) => name)));
    expect(streamed.toSorted()).toEqual(container?.metrics.map(({ name }) => name).toSorted());
  });
});
