import type { RuntimeClient } from '../client/runtime-client.ts';
import { runOnce } from '../commands/image/run-once.ts';
import type { RunInput } from '../commands/image/run-once.ts';

/** Runs an image as a model asked for it, and says what became of it. */
export async function runForTool(client: RuntimeClient, input: RunInput, signal: AbortSignal): Promise<string> {
  const id = await runOnce(client, input, { signal });
  const { name, state } = await client.containerStatus(id, { signal });
  return `The container ${name} (id ${id.slice(0, 13)}) of ${input.image} is ${state}.`;
}
