import type { ListPodSandboxRequest, ListPodSandboxResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesPodSandboxFilter, toPodSandbox } from './to-pod-sandbox.ts';

/** All pods that fit every condition of the filter. */
export function listPodSandbox({ pods }: RuntimeParts, { filter }: ListPodSandboxRequest): Input<ListPodSandboxResponse> {
  return {
    items: pods
      .list()
      .filter((record) => matchesPodSandboxFilter(record, filter))
      .map(toPodSandbox),
  };
}
