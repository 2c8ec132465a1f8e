import type { StreamPodSandboxesRequest, StreamPodSandboxesResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { inPieces } from './in-pieces.ts';
import type { RuntimeParts } from './runtime-parts.ts';
import { matchesPodSandboxFilter, toPodSandbox } from './to-pod-sandbox.ts';

/** The list in pieces; no message for an empty one. */
export async function* streamPodSandboxes(
  { pods }: RuntimeParts,
  { filter }: StreamPodSandboxesRequest,
): AsyncGenerator<Input<StreamPodSandboxesResponse>, void, undefined> {
  const records = pods.list().filter((record) => matchesPodSandboxFilter(record, filter));
  for (const piece of inPieces(records)) yield { podSandboxes: piece.map(toPodSandbox) };
}
