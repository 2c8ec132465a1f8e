import { RpcError } from '../../client/rpc-error.ts';
import type { RuntimeClient } from '../../client/runtime-client.ts';
import { containerNameOf, imageNameProblem } from './image-name.ts';
import { makeAndStart } from './run-image.ts';
import { parseRunLine } from './run-request.ts';
import type { Credential } from '../../client/image-calls.ts';

export interface RunInput {
  readonly image: string;
  /** '' for one made of the image's. */
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** HOST:CONTAINER each. */
  readonly ports: readonly string[];
}

interface RunMore {
  readonly signal: AbortSignal;
  readonly credential?: Credential | undefined;
  readonly report?: (step: string) => void;
}

/** Pulls the image when it is not there and runs it in a pod of its own; takes back what it made when it fails. Answers the container's id. */
export async function runOnce(
  client: RuntimeClient,
  input: RunInput,
  { signal, credential, report = () => undefined }: RunMore,
): Promise<string> {
  const { image } = input;
  const problem = imageNameProblem(image);
  if (problem !== undefined) throw new RpcError('invalid-argument', problem);
  const name = input.name === '' ? await freeName(client, containerNameOf(image)) : input.name;
  const words = ['--name', name, ...input.ports.flatMap((port) => ['-p', port]), '--'];
  const parsed = parseRunLine(words.map((word) => JSON.stringify(word)).join(' '), image);
  if ('problem' in parsed) throw new RpcError('invalid-argument', parsed.problem);
  if ((await client.imageStatus(image, { signal })) === undefined) {
    report(`pull ${image}`);
    await client.pullImage(image, { signal, credential, onProgress: () => undefined });
  }
  const request = { ...parsed.request, env: input.env, command: input.command };
  return makeAndStart(client, { image, request, report, signal });
}

async function freeName(client: RuntimeClient, wanted: string): Promise<string> {
  const taken = new Set((await client.listPods()).map(({ name }) => name));
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${String(n)}`;
  return name;
}
