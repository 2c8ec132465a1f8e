import { isRpcError } from '../../client/rpc-error.ts';
import type { RuntimeClient } from '../../client/runtime-client.ts';
import { parsed } from '../../inspect/inspect-text.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** A terminal on the container's own process: its output from now on, and its input where it takes any. */
export async function attach({ session, ui }: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  const { client } = session;
  const { info } = await client.containerStatus(container.id);
  const streams = streamsOf(info);
  ui.openStream({
    name: `${container.name} (attached)`,
    icon: 'debug-disconnect',
    greeting: `Attached to ${container.name}${streams.stdin ? '' : ', which takes no input'}. Closing this terminal leaves it running.`,
    start: (signal) => client.attach(container.id, streams, { signal }),
    ...streams,
    what: container.name,
    closesWhenDone: false,
    exitCode: () => exitCodeOf(client, container.id),
  });
}

/** How the container was made: runtimes say it in their verbose status, each in its own words. */
function streamsOf(info: Readonly<Record<string, string>>): { readonly tty: boolean; readonly stdin: boolean } {
  const values = Object.values(info).map(parsed);
  const tty = values.some(
    (value) => at(value, 'runtimeSpec', 'process', 'terminal') === true || at(value, 'config', 'tty') === true,
  );
  return { tty, stdin: values.some((value) => at(value, 'config', 'stdin') === true) };
}

/** The stream ends with the process, without its exit code. */
async function exitCodeOf(client: RuntimeClient, id: string): Promise<number | undefined> {
  try {
    const { state, exitCode } = await client.containerStatus(id);
    return state === 'exited' ? exitCode : undefined;
  } catch (error) {
    if (isRpcError(error, 'not-found')) return undefined;
    throw error;
  }
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
  return found;
}
