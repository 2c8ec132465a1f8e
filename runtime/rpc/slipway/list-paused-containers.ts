import type { ListPausedContainersResponse } from '../../../proto/gen/slipway.ts';
import type { Input } from '../../../proto/wire.ts';
import type { RuntimeParts } from '../runtime-parts.ts';

export function listPausedContainers({ containers }: Pick<RuntimeParts, 'containers'>): Input<ListPausedContainersResponse> {
  const paused = containers.list({ state: 'running' }).filter((record) => containers.isPaused(record));
  return { containerIds: paused.map(({ id }) => id) };
}
