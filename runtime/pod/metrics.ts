import type { ContainerRecord } from '../base/container.ts';
import type { SandboxRecord } from '../base/pod-sandbox.ts';
import { containerMetrics, type MetricsOptions } from '../container/container-metrics.ts';
import type { Containers } from '../container/containers.ts';
import type { Sample } from '../stats/metrics/metric-table.ts';
import type { InterfaceCounters, InterfaceUsage } from '../stats/network-usage.ts';

/** All metrics of a pod: those of its network, and those of its running containers. */
export interface PodMetrics {
  readonly record: SandboxRecord;
  readonly atNs: number;
  readonly samples: readonly Sample[];
  readonly containers: readonly { readonly record: ContainerRecord; readonly samples: readonly Sample[] }[];
}

export interface PodMetricsOptions extends MetricsOptions {
  readonly running: Pick<Containers, 'bySandbox'>;
  readonly interfaces: (record: SandboxRecord) => readonly InterfaceUsage[];
}

const FRESH_MS = 1000;

/** Reads them, at most once a second for each pod, whoever asks. */
export function createPodMetrics(options: PodMetricsOptions): (record: SandboxRecord) => Promise<PodMetrics> {
  const known = new WeakMap<SandboxRecord, { readonly atMs: number; readonly metrics: Promise<PodMetrics> }>();
  const { clock } = options.host;
  return (record) => {
    const before = known.get(record);
    const atMs = clock.monotonicMs();
    if (before !== undefined && atMs - before.atMs < FRESH_MS) return before.metrics;
    const metrics = readMetrics(options, record);
    known.set(record, { atMs, metrics });
    return metrics;
  };
}

async function readMetrics(options: PodMetricsOptions, record: SandboxRecord): Promise<PodMetrics> {
  const running = options.running.bySandbox(record.id).filter(({ state }) => state === 'running');
  const containers = await Promise.all(
    running.map(async (each) => ({ record: each, samples: await containerMetrics(options, each) })),
  );
  const samples = networkSamples(options.interfaces(record));
  return { record, atNs: options.host.clock.nowNs(), samples, containers };
}

/** All interfaces of a pod together; none with the host's network. */
function networkSamples(interfaces: readonly InterfaceUsage[]): Sample[] {
  if (interfaces.length === 0) return [];
  return (['receive', 'transmit'] as const).flatMap((direction) => {
    const total = (of: (counters: InterfaceCounters) => number): number =>
      interfaces.reduce((sum, each) => sum + of(each[direction]), 0);
    const sample = (what: string, value: number): Sample => ({
      name: `container_network_${direction}_${what}_total`,
      value,
      labels: [],
    });
    return [
      sample(
        'bytes',
        total(({ bytes }) => bytes),
      ),
      sample(
        'packets',
        total(({ packets }) => packets),
      ),
      sample(
        'errors',
        total(({ errors }) => errors),
      ),
      sample(
        'packets_dropped',
        total(({ dropped }) => dropped),
      ),
    ];
  });
}
