import { BASE_LABELS, METRICS, type MetricDescriptor } from '../../stats/metrics/metric-table.ts';
import type { PodMetrics } from '../../pod/metrics.ts';
import { labelledSamples, type LabelledSample } from '../labelled-samples.ts';

/**
 * The metrics of all pods in Prometheus' text format 0.0.4, grouped by metric. Unlike in CRI, seconds have fractions. Metrics without a
 * sample are left out.
 */
export function metricsText(pods: readonly PodMetrics[]): string {
  const byName = Map.groupBy(
    pods.flatMap((pod) => labelledSamples(pod).flatMap(({ samples }) => samples)),
    ({ name }) => name,
  );
  return METRICS.map((metric) => familyText(metric, byName.get(metric.name) ?? [])).join('');
}

function familyText({ name, type, help, labels }: MetricDescriptor, samples: readonly LabelledSample[]): string {
  if (samples.length === 0) return '';
  const keys = [...BASE_LABELS, ...labels];
  const lines = samples.map(({ value, labelValues }) => {
    const pairs = keys.map((key, at) => `${key}="${escaped(labelValues[at] ?? '')}"`);
    return `${name}{${pairs.join(',')}} ${String(value)}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/** Names of images and pods come from elsewhere: none of them ends a label, or a line. */
function escaped(value: string): string {
  return value.replaceAll(/["\\\n]/g, (character) => ESCAPES[character] ?? character);
}
