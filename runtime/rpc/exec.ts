import type { ExecRequest, ExecResponse } from '../../proto/gen/cri.ts';
import type { Input } from '../../proto/wire.ts';
import { commandStreams, invalidField, text } from './fields.ts';
import type { RuntimeParts } from './runtime-parts.ts';

/** The URL at which the command is run, once. The container has to run now, and again when the URL is fetched. */
export async function exec({ containers, streams }: RuntimeParts, request: ExecRequest): Promise<Input<ExecResponse>> {
  if (request.cmd.length === 0) throw invalidField('cmd', 'is empty');
  const wanted = commandStreams(request);
  const argv = request.cmd.map((word, index) => text(word, `cmd[${String(index)}]`));
  const id = containers.requireRunning('exec', request.containerId);
  const run = containers.exec;
  return { url: await streams.offer({ kind: 'exec', ...wanted, run: (io) => run({ id, argv, tty: wanted.tty, io }) }) };
}
