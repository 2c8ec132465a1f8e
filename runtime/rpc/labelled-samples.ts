import type { PodMetrics } from '../pod/metrics.ts';
import type { Sample } from '../stats/metrics/metric-table.ts';

export interface LabelledSample {
  readonly name: string;
  readonly value: number;
  /** In the order of the descriptor's keys, those that every metric has first. */
  readonly labelValues: readonly string[];
}

/** The samples of a pod itself, which have no `containerId`, and those of each of its containers. */
export function labelledSamples({
  record,
  samples,
  containers,
}: PodMetrics): readonly { readonly containerId: string | undefined; readonly samples: readonly LabelledSample[] }[] {
  const { name: pod, namespace } = record.config.metadata;
  return [
    { containerId: undefined, samples: labelled(samples, [record.id, '', namespace, pod, '']) },
    ...containers.map(({ record: { id, config }, samples: own }) => {
      const { image, userSpecifiedImage } = config.image;
      const base = [id, userSpecifiedImage === '' ? image : userSpecifiedImage, namespace, pod, config.metadata.name];
      return { containerId: id, samples: labelled(own, base) };
    }),
  ];
}

function labelled(samples: readonly Sample[], base: readonly string[]): readonly LabelledSample[] {
  return samples.map(({ name, value, labels }) => ({ name, value, labelValues: [...base, ...labels] }));
}
