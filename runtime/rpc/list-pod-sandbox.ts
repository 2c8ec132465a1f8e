import type { ListPodSandboxRequest, ListPodSandboxResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inOneAnswer } from './listed.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesPodSandboxFilter, toListedPodSandbox } from './to-pod-sandbox.ts';

/** All pods that fit every condition of the filter. Throws resource-exhausted when they do not fit into one answer. */
export function listPodSandbox({ pods }: RuntimeParts, { filter }: ListPodSandboxRequest): Input<ListPodSandboxResponse> {
  const records = pods.list().filter((record) => matchesPodSandboxFilter(record, filter));
  return { items: inOneAnswer(records.map(toListedPodSandbox), 'StreamPodSandboxes') };
}
