import type { ExecSyncRequest, ExecSyncResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import type { Call } from './call.ts';
import { invalidField, text } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** A command that ends with another code than 0 is no error of the call; one that is not over in time is deadline-exceeded. */
export async function execSync(
  { containers }: RuntimeParts,
  request: ExecSyncRequest,
  call: Call,
): Promise<Input<ExecSyncResponse>> {
  if (request.cmd.length === 0) throw invalidField('cmd', 'is empty');
  if (request.timeout < 0) throw invalidField('timeout', `is ${String(request.timeout)}`, 'give seconds, or 0 for no limit');
  return containers.execSync({
    id: request.containerId,
    argv: request.cmd.map((word, index) => text(word, `cmd[${String(index)}]`)),
    timeoutSeconds: request.timeout,
    signal: call.signal,
  });
}
