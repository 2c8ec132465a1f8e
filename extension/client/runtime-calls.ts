import { CgroupDriver, ContainerEventType, RuntimeService } from '../../proto/gen/cri.ts';
import type { ContainerStats, LinuxContainerResources, LinuxPodSandboxStats } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Channel, ChannelCall } from './channel.ts';
import { listed } from './listed.ts';
import { containerConfigFrom, podConfigFrom } from './read-cri-config.ts';
import type { CriJson } from './read-cri-config.ts';
import type { CallOptions } from './runtime-client.ts';

/** What one container has used, as counters. */
export interface MeasuredContainer {
  readonly id: string;
  /** Of late; undefined where the runtime does not say it. */
  readonly nanoCores: number | undefined;
  readonly cpuTimeNs: number | undefined;
  readonly measuredAtNs: number;
  readonly memoryBytes: number;
}

/** What a container or a pod has used, as counters; undefined where the runtime does not say it. */
export interface MeasuredUsage extends Omit<MeasuredContainer, 'id'> {
  /** Of all its network interfaces. */
  readonly network: { readonly atNs: number; readonly received: number; readonly sent: number } | undefined;
  readonly processes: number | undefined;
}

export interface ContainerEvent {
  /** The pod's own id for an event of the pod. */
  readonly containerId: string;
  readonly type: 'created' | 'started' | 'stopped' | 'deleted';
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Limits of a container that runs; what is undefined stays as it is, and 0 or -1 means what the kernel says. */
export interface ResourceChange {
  /** Microseconds of processor time in each period; -1 for no limit. */
  readonly cpuQuota?: number | undefined;
  /** Microseconds. */
  readonly cpuPeriod?: number | undefined;
  readonly cpuShares?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
}

/** One value of a metric, with its labels by name. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface NamedMetric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** Calls of CRI beside those that make, list and end things. */
export interface RuntimeCalls {
  /** Of all containers that run. */
  listContainerStats(options?: CallOptions): Promise<readonly MeasuredContainer[]>;
  /** Of one that runs; without its network and processes, which are the pod's. */
  containerUsage(id: string, options?: CallOptions): Promise<MeasuredUsage | undefined>;
  podUsage(id: string, options?: CallOptions): Promise<MeasuredUsage | undefined>;
  /** Ends at once, or rejects with unimplemented, where it is not offered. */
  containerEvents(options?: CallOptions): AsyncIterable<ContainerEvent>;
  /** For whoever has moved the log file away: the runtime goes on in a new one. */
  reopenContainerLog(id: string, options?: CallOptions): Promise<void>;
  containerResources(id: string, options?: CallOptions): Promise<ResourceChange>;
  updateContainerResources(id: string, change: ResourceChange, options?: CallOptions): Promise<void>;
  /** Of all containers of a pod together. */
  updatePodResources(id: string, change: ResourceChange, options?: CallOptions): Promise<void>;
  /** Of all pods and their containers, by name. */
  metrics(options?: CallOptions): Promise<readonly NamedMetric[]>;
  /** The networks of new pods: one, or one of each family. */
  updatePodCidr(podCidr: string, options?: CallOptions): Promise<void>;
  /** Saves memory and files of a running container into an archive on the runtime's machine; it goes on. */
  checkpointContainer(id: string, location: string, options?: CallOptions): Promise<void>;
  /** Saves running containers of a pod, of one moment, into an empty directory. */
  checkpointPod(
    podId: string,
    directory: string,
    options: CallOptions & { readonly containers: readonly string[] },
  ): Promise<void>;
  runtimeConfig(options?: CallOptions): Promise<{ readonly cgroupDriver: string }>;
  /** `config` is JSON of a PodSandboxConfig in CRI's names. Answers the pod's id. */
  runPodConfig(config: CriJson, options: CallOptions & { readonly handler: string }): Promise<string>;
  /** The same with a ContainerConfig. Answers the container's id. */
  createContainerConfig(
    podId: string,
    configs: { readonly container: CriJson; readonly pod: CriJson },
    options?: CallOptions,
  ): Promise<string>;
}

const ASK_MS = 10_000;
const ACT_MS = 120_000;
const NS_PER_MS = 1e6;

const ask = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ASK_MS });
const act = (options: CallOptions = {}): ChannelCall => ({ ...options, deadlineMs: ACT_MS });

const EVENT_TYPES: Readonly<Record<ContainerEventType, ContainerEvent['type']>> = {
  [ContainerEventType.CONTAINER_CREATED_EVENT]: 'created',
  [ContainerEventType.CONTAINER_STARTED_EVENT]: 'started',
  [ContainerEventType.CONTAINER_STOPPED_EVENT]: 'stopped',
  [ContainerEventType.CONTAINER_DELETED_EVENT]: 'deleted',
};

export function runtimeCalls(channel: Channel): RuntimeCalls {
  return {
    listContainerStats: async (options) => {
      const stats = await listed(
        async () => (await channel.unary(RuntimeService.ListContainerStats, {}, ask(options))).stats,
        async function* () {
          for await (const { containerStats } of channel.stream(RuntimeService.StreamContainerStats, {}, ask(options)))
            yield containerStats;
        },
      );
      return stats.map((each) => ({ id: each.attributes?.id ?? '', ...measured(each) }));
    },
    containerUsage: async (containerId, options) => {
      const { stats } = await channel.unary(RuntimeService.ContainerStats, { containerId }, ask(options));
      return stats === undefined ? undefined : { ...measured(stats), network: undefined, processes: undefined };
    },
    podUsage: async (podSandboxId, options) => {
      const { stats } = await channel.unary(RuntimeService.PodSandboxStats, { podSandboxId }, ask(options));
      return stats?.linux === undefined ? undefined : usageOfPod(stats.linux);
    },
    containerEvents: async function* (options = {}) {
      for await (const event of channel.stream(RuntimeService.GetContainerEvents, {}, { ...options, deadlineMs: 0 })) {
        const { containerId, containerEventType, createdAt } = event;
        yield { containerId, type: EVENT_TYPES[containerEventType], at: createdAt / NS_PER_MS };
      }
    },
    reopenContainerLog: async (id, options) => {
      await channel.unary(RuntimeService.ReopenContainerLog, { containerId: id }, act(options));
    },
    containerResources: async (id, options) => {
      const { status } = await channel.unary(RuntimeService.ContainerStatus, { containerId: id }, ask(options));
      const linux = status?.resources?.linux;
      return {
        cpuQuota: given(linux?.cpuQuota),
        cpuPeriod: given(linux?.cpuPeriod),
        cpuShares: given(linux?.cpuShares),
        memoryLimitBytes: given(linux?.memoryLimitInBytes),
      };
    },
    updateContainerResources: async (id, change, options) => {
      await channel.unary(RuntimeService.UpdateContainerResources, { containerId: id, linux: linuxOf(change) }, act(options));
    },
    updatePodResources: async (id, change, options) => {
      await channel.unary(
        RuntimeService.UpdatePodSandboxResources,
        { podSandboxId: id, resources: linuxOf(change) },
        act(options),
      );
    },
    metrics: (options) => askMetrics(channel, options),
    checkpointContainer: async (containerId, location, options) => {
      await channel.unary(RuntimeService.CheckpointContainer, { containerId, location }, { ...options, deadlineMs: 0 });
    },
    checkpointPod: async (podSandboxId, outputPath, { containers, ...options }) => {
      const request = { podSandboxId, outputPath, containerIds: containers };
      await channel.unary(RuntimeService.CheckpointPod, request, { ...options, deadlineMs: 0 });
    },
    updatePodCidr: async (podCidr, options) => {
      const request = { runtimeConfig: { networkConfig: { podCidr } } };
      await channel.unary(RuntimeService.UpdateRuntimeConfig, request, act(options));
    },
    runtimeConfig: async (options) => {
      const { linux } = await channel.unary(RuntimeService.RuntimeConfig, {}, ask(options));
      return { cgroupDriver: linux?.cgroupDriver === CgroupDriver.CGROUPFS ? 'cgroupfs' : 'systemd' };
    },
    runPodConfig: async (config, { handler, ...options }) => {
      const request = { config: podConfigFrom(config), runtimeHandler: handler };
      return (await channel.unary(RuntimeService.RunPodSandbox, request, act(options))).podSandboxId;
    },
    createContainerConfig: async (podId, { container, pod }, options) => {
      const request = { podSandboxId: podId, config: containerConfigFrom(container), sandboxConfig: podConfigFrom(pod) };
      return (await channel.unary(RuntimeService.CreateContainer, request, act(options))).containerId;
    },
  };
}

function measured({ cpu, memory }: Pick<ContainerStats, 'cpu' | 'memory'>): Omit<MeasuredContainer, 'id'> {
  return {
    nanoCores: cpu?.usageNanoCores?.value,
    cpuTimeNs: cpu?.usageCoreNanoSeconds?.value,
    measuredAtNs: cpu?.timestamp ?? 0,
    memoryBytes: memory?.workingSetBytes?.value ?? 0,
  };
}

function usageOfPod({ cpu, memory, network, process }: LinuxPodSandboxStats): MeasuredUsage {
  const links =
    network === undefined ? [] : [network.defaultInterface, ...network.interfaces].filter((link) => link !== undefined);
  // Some runtimes name the default one among the others, too.
  const each = [...new Map(links.map((link) => [link.name, link])).values()];
  const sum = (counter: 'rxBytes' | 'txBytes'): number => each.reduce((all, link) => all + (link[counter]?.value ?? 0), 0);
  return {
    ...measured({ cpu, memory }),
    network:
      network === undefined || each.length === 0
        ? undefined
        : { atNs: network.timestamp, received: sum('rxBytes'), sent: sum('txBytes') },
    processes: process?.processCount?.value,
  };
}

function linuxOf({ cpuQuota, cpuPeriod, cpuShares, memoryLimitBytes }: ResourceChange): Input<LinuxContainerResources> {
  return { cpuQuota, cpuPeriod, cpuShares, memoryLimitInBytes: memoryLimitBytes };
}

async function askMetrics(channel: Channel, options: CallOptions | undefined): Promise<readonly NamedMetric[]> {
  const { descriptors } = await channel.unary(RuntimeService.ListMetricDescriptors, {}, ask(options));
  const { podMetrics } = await channel.unary(RuntimeService.ListPodSandboxMetrics, {}, ask(options));
  const all = podMetrics.flatMap(({ metrics, containerMetrics }) => [
    ...metrics,
    ...containerMetrics.flatMap((each) => each.metrics),
  ]);
  const byName = Map.groupBy(all, ({ name }) => name);
  return descriptors.map(({ name, help, labelKeys }) => ({
    name,
    help,
    samples: (byName.get(name) ?? []).map(({ labelValues, value }) => ({
      labels: Object.fromEntries(labelKeys.map((key, at) => [key, labelValues[at] ?? ''])),
      value: value?.value ?? 0,
    })),
  }));
}

/** proto3 says 0 for what was never set. */
function given(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}
