import type { StreamPodSandboxesRequest, StreamPodSandboxesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inMessages } from './listed.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesPodSandboxFilter, toListedPodSandbox } from './to-pod-sandbox.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamPodSandboxes(
  { pods }: RuntimeParts,
  { filter }: StreamPodSandboxesRequest,
): AsyncGenerator<Input<StreamPodSandboxesResponse>, void, undefined> {
  const records = pods.list().filter((record) => matchesPodSandboxFilter(record, filter));
  for (const piece of inMessages(records.map(toListedPodSandbox))) yield { podSandboxes: piece };
}
