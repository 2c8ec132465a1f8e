import { MetricType } from '../../proto/gen/cri.ts';
import type { Metric, MetricDescriptor as CriDescriptor, PodSandboxMetrics } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { PodMetrics } from '../pod/metrics.ts';
import { BASE_LABELS, METRICS, type MetricDescriptor } from '../stats/metrics/metric-table.ts';
import { labelledSamples, type LabelledSample } from './labelled-samples.ts';

const BY_NAME = new Map(METRICS.map((metric) => [metric.name, metric]));
const TYPES = { counter: MetricType.COUNTER, gauge: MetricType.GAUGE };

export function toMetricDescriptor({ name, help, labels }: MetricDescriptor): Input<CriDescriptor> {
  return { name, help, labelKeys: [...BASE_LABELS, ...labels] };
}

/** CRI has whole numbers only: seconds are rounded down. */
export function toPodSandboxMetrics(pod: PodMetrics): Input<PodSandboxMetrics> {
  const [own, ...containers] = labelledSamples(pod);
  return {
    podSandboxId: pod.record.id,
    metrics: own?.samples.map((sample) => toMetric(sample, pod.atNs)) ?? [],
    containerMetrics: containers.map(({ containerId = '', samples }) => ({
      containerId,
      metrics: samples.map((sample) => toMetric(sample, pod.atNs)),
    })),
  };
}

function toMetric({ name, value, labelValues }: LabelledSample, timestamp: number): Input<Metric> {
  const metricType = TYPES[BY_NAME.get(name)?.type ?? 'gauge'];
  return { name, timestamp, metricType, labelValues: [...labelValues], value: { value: Math.floor(value) } };
}
