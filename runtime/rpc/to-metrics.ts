import { MetricType } from '../../proto/gen/cri.ts';
import type { Metric, MetricDescriptor as CriDescriptor, PodSandboxMetrics } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { PodMetrics } from '../pod/metrics.ts';
import { BASE_LABELS, METRICS, type MetricDescriptor, type Sample } from '../stats/metrics/metric-table.ts';

const BY_NAME = new Map(METRICS.map((metric) => [metric.name, metric]));
const TYPES = { counter: MetricType.COUNTER, gauge: MetricType.GAUGE };

export function toMetricDescriptor({ name, help, labels }: MetricDescriptor): Input<CriDescriptor> {
  return { name, help, labelKeys: [...BASE_LABELS, ...labels] };
}

/** The values of labels stand in the order of the descriptor's keys. CRI has whole numbers only: seconds are rounded down. */
export function toPodSandboxMetrics({ record, atNs, samples, containers }: PodMetrics): Input<PodSandboxMetrics> {
  const { name: pod, namespace } = record.config.metadata;
  return {
    podSandboxId: record.id,
    metrics: samples.map((sample) => toMetric(sample, atNs, [record.id, '', namespace, pod, ''])),
    containerMetrics: containers.map(({ record: { id, config }, samples: own }) => {
      const { image, userSpecifiedImage } = config.image;
      const base = [id, userSpecifiedImage === '' ? image : userSpecifiedImage, namespace, pod, config.metadata.name];
      return { containerId: id, metrics: own.map((sample) => toMetric(sample, atNs, base)) };
    }),
  };
}

function toMetric({ name, value, labels }: Sample, timestamp: number, base: readonly string[]): Input<Metric> {
  return {
    name,
    timestamp,
    metricType: TYPES[BY_NAME.get(name)?.type ?? 'gauge'],
    labelValues: [...base, ...labels],
    value: { value: Math.floor(value) },
  };
}
