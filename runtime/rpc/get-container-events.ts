import type { ContainerEventResponse, GetEventsRequest } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** What happens to pods and containers from now on, without an end. */
export function getContainerEvents(
  { events }: RuntimeParts,
  _request: GetEventsRequest,
  { signal }: Call,
): AsyncIterable<Input<ContainerEventResponse>> {
  return events.subscribe(signal);
}
