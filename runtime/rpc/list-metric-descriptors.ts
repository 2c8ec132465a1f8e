import type { ListMetricDescriptorsResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { METRICS } from '../stats/metrics/metric-table.ts';
import { toMetricDescriptor } from './to-metrics.ts';

/** The same for the life of the daemon. */
export function listMetricDescriptors(): Input<ListMetricDescriptorsResponse> {
  return { descriptors: METRICS.map(toMetricDescriptor) };
}
