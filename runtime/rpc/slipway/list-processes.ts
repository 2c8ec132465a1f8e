import type { ListProcessesRequest, ListProcessesResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import { containerOrThrow } from '../find-or-throw.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export async function listProcesses(
  parts: Pick<RuntimeParts, 'containers'>,
  { containerId }: ListProcessesRequest,
): Promise<Input<ListProcessesResponse>> {
  return { processes: await parts.containers.processes(containerOrThrow(parts, containerId).id) };
}
