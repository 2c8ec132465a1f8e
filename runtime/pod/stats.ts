import type { ContainerRecord } from '../base/container.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { containerStats, writableFiles, type ContainerStats, type Meters } from '../container/container-stats.ts';
import type { Containers } from '../container/containers.ts';
import type { Host } from '../host/host.ts';
import { cgroupDirectory, parentDirectory } from '../oci/cgroups-path.ts';
import type { Measured } from '../stats/cgroup/group-meter.ts';
import type { GroupLimits } from '../stats/cgroup/read-limits.ts';
import { sumOfGroups } from '../stats/cgroup/sum-of-groups.ts';
import { parseNetDev, type InterfaceUsage } from '../stats/network-usage.ts';
import { createPodMetrics, type PodMetrics } from './metrics.ts';

/** What pods and containers use. */
export interface Stats {
  container(record: ContainerRecord): Promise<ContainerStats>;
  /** The limits that the kernel holds it to; undefined when it does not run. */
  limits(record: ContainerRecord): GroupLimits | undefined;
  /** A turn of the event loop now and then, so that a list of hundreds holds up nobody. */
  containers(records: readonly ContainerRecord[]): Promise<readonly ContainerStats[]>;
  pod(record: SandboxRecord): Promise<PodStats>;
  pods(records: readonly SandboxRecord[]): Promise<readonly PodStats[]>;
  metrics(records: readonly SandboxRecord[]): Promise<readonly PodMetrics[]>;
}

export interface PodStats {
  readonly record: SandboxRecord;
  readonly atNs: number;
  /** Of the pod's own control group, else the sum of its containers. */
  readonly group: Measured;
  /** Without loopback; empty with the host's network. */
  readonly interfaces: readonly InterfaceUsage[];
  readonly processes: number;
  /** Those that run. */
  readonly containers: readonly ContainerStats[];
}

export interface StatsOptions extends Meters {
  readonly host: Pick<Host, 'sys' | 'files' | 'clock'>;
  readonly running: Pick<Containers, 'bySandbox' | 'onChange'>;
}

const AT_ONCE = 25;

export function createStats(options: StatsOptions): Stats {
  const { groups, layers, paths, running } = options;
  running.onChange((record) => {
    if (record.state !== 'removing') return;
    layers.forget(writableFiles(paths, record.id));
    groups.forgetOld();
  });
  const container = (record: ContainerRecord): Promise<ContainerStats> => containerStats(options, record);
  const metrics = createPodMetrics({ ...options, interfaces: (record) => interfacesOf(options, record) });
  const pod = (record: SandboxRecord): Promise<PodStats> => podStats(options, record);
  return {
    container,
    limits: ({ state, cgroupsPath }) => (state === 'running' ? groups.limits(cgroupDirectory(cgroupsPath)) : undefined),
    containers: (records) => inTurns(records, container),
    pod,
    pods: (records) => inTurns(records, pod),
    metrics: (records) => inTurns(records, metrics),
  };
}

async function podStats(options: StatsOptions, record: SandboxRecord): Promise<PodStats> {
  const { groups, host, running } = options;
  const records = running.bySandbox(record.id).filter(({ state }) => state === 'running');
  const containers = await Promise.all(records.map((each) => containerStats(options, each)));
  const atNs = host.clock.nowNs();
  // The parent is the pod's own, from a kubelet or made by us; pods that an earlier version made may have none.
  const own = record.cgroupParent === '' ? undefined : groups.measure(parentDirectory(record.cgroupParent), record.createdAtNs);
  const group =
    own ??
    sumOfGroups(
      containers.flatMap((each) => each.group ?? []),
      atNs,
    );
  const tasks = records.map((each) => groups.tasks(cgroupDirectory(each.cgroupsPath)) ?? 0);
  const processes = tasks.reduce((sum, count) => sum + count, record.pidHolder === undefined ? 0 : 1);
  return { record, atNs, group, interfaces: interfacesOf(options, record), processes, containers };
}

/** Read inside the pod's namespace, entered for the moment by this thread. */
function interfacesOf({ host }: StatsOptions, { namespaces }: SandboxRecord): readonly InterfaceUsage[] {
  const { net } = namespaces;
  if (net === undefined) return [];
  return parseNetDev(host.sys.inNetworkNamespace(net, () => host.files.readNow('/proc/thread-self/net/dev') ?? ''));
}

async function inTurns<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve));
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(act))));
  }
  return results;
}
