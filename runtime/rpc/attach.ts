import type { AttachRequest, AttachResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { commandStreams } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The URL at which one client is joined to a container's first process. The container has to run now, and again when the URL is fetched. */
export async function attach({ containers, streams }: RuntimeParts, request: AttachRequest): Promise<Input<AttachResponse>> {
  const wanted = commandStreams(request);
  const id = containers.requireRunning('attach', request.containerId);
  const run = containers.attach;
  return { url: await streams.offer({ kind: 'attach', ...wanted, run: (io) => run({ id, io }).then(() => 0) }) };
}
