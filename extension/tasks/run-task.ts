import type { Credential } from '../client/image-calls.ts';
import type { CriJson } from '../client/read-cri-config.ts';
import { RpcError } from '../client/rpc-error.ts';
import type { CommandSession } from '../client/streams/command-session.ts';
import { createPullMeter } from '../commands/image/pull-meter.ts';
import { isKubelets, kubeletWarning } from '../commands/pod/kubelet-owns.ts';
import { runOnce } from '../commands/image/run-once.ts';
import { containerNamed } from '../find-named.ts';
import { t } from '../l10n.ts';
import { containerLog } from '../logs/container-log.ts';
import type { Session } from '../target/session.ts';
import type { SlipwayTask } from './task-definition.ts';

export interface TaskParts {
  readonly session: Session;
  readonly stopTimeoutSeconds: number;
  readonly credentialOf: (image: string) => Promise<Credential | undefined>;
  /** The text of a file that the task names. */
  readonly readFile: (path: string) => Promise<string>;
  readonly write: (text: string) => void;
  /** The streams of a command that runs: input goes there. */
  readonly onSession: (session: CommandSession) => void;
  readonly signal: AbortSignal;
}

/** Runs one task to its end and answers its exit code. Rejects with an RpcError when it could not run. */
export async function runTask(task: SlipwayTask, parts: TaskParts): Promise<number> {
  try {
    return await perform(task, parts);
  } finally {
    if (task.act !== 'exec') await parts.session.refresh();
  }
}

function perform(task: SlipwayTask, parts: TaskParts): Promise<number> {
  switch (task.act) {
    case 'pull':
      return pull(task.image, parts);
    case 'runImage':
      return runImage(task, parts);
    case 'runPod':
      return runPod(task, parts);
    case 'exec':
      return exec(task, parts);
  }
}

type TaskOf<Act extends SlipwayTask['act']> = Extract<SlipwayTask, { readonly act: Act }>;

async function pull(image: string, { session, credentialOf, write, signal }: TaskParts): Promise<number> {
  let said = '';
  const onProgress = createPullMeter(({ message }) => {
    // A line for each whole layer, not for each piece of one.
    const line = message.split(',')[0] ?? '';
    if (line !== said) write(`${message}\n`);
    said = line;
  });
  const id = await session.client.pullImage(image, { signal, credential: await credentialOf(image), onProgress });
  write(`${image} ${id}\n`);
  return 0;
}

/** With `wait` the log is shown and the exit code is the container's; who cancels the task stops the container. */
async function runImage(task: TaskOf<'runImage'>, parts: TaskParts): Promise<number> {
  const { session, credentialOf, write, signal, stopTimeoutSeconds } = parts;
  const { client } = session;
  await warnOfKubelet(parts);
  const credential = await credentialOf(task.image);
  const id = await runOnce(client, task, {
    signal,
    credential,
    report: (step) => {
      write(`${step}\n`);
    },
  });
  write(`${t('container {0}', id)}\n`);
  if (!task.wait) return 0;
  try {
    await showLog(client, id, parts);
    return await exitCodeOf(client, id, signal);
  } catch (error) {
    if (signal.aborted) await client.stopContainer(id, { timeoutSeconds: stopTimeoutSeconds });
    throw error;
  }
}

async function showLog(client: Session['client'], id: string, { write, signal }: TaskParts): Promise<void> {
  for await (const entries of containerLog(client, id, { query: { follow: true, tailLines: 0 }, signal }))
    write(entries.map(({ text, partial }) => (partial ? text : `${text}\n`)).join(''));
}

/** The log may end a little before the container is known to have ended. */
async function exitCodeOf(client: Session['client'], id: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const { state, exitCode } = await client.containerStatus(id, { signal, background: true });
    if (state === 'exited') return exitCode;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, LOOK_AGAIN_MS);
    });
    signal.throwIfAborted();
  }
}

const LOOK_AGAIN_MS = 100;

/** RunPodSandbox, then each container; when one fails, all of it is taken back. */
async function runPod({ config, containers }: TaskOf<'runPod'>, parts: TaskParts): Promise<number> {
  const { session, readFile, write, signal } = parts;
  const { client } = session;
  const read = async (path: string): Promise<CriJson> => parsed(await readFile(path), path);
  const pod = await read(config);
  const specs = await Promise.all(containers.map(read));
  await warnOfKubelet(parts);
  const podId = await client.runPodConfig(pod, { handler: '', signal });
  write(`${t('pod {0}', podId)}\n`);
  try {
    for (const container of specs) {
      const id = await client.createContainerConfig(podId, { container, pod }, { signal });
      await client.startContainer(id, { signal });
      write(`${t('container {0}', id)}\n`);
    }
    return 0;
  } catch (error) {
    // Under no signal: what was made is removed also after a cancel.
    await client.stopPod(podId);
    await client.removePod(podId);
    throw error;
  }
}

/** A task asks nobody: it says so, and goes on. */
async function warnOfKubelet({ session, write }: TaskParts): Promise<void> {
  await session.pods.refresh();
  if (isKubelets(session)) write(`${kubeletWarning(session)}\n`);
}

function parsed(text: string, path: string): CriJson {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as CriJson;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new RpcError('invalid-argument', t('{0} is not JSON: {1}', path, error.message), { cause: error });
  }
  throw new RpcError('invalid-argument', t('{0} is not JSON: {1}', path, t('it has no object')));
}

async function exec({ container, command }: TaskOf<'exec'>, parts: TaskParts): Promise<number> {
  const { session, write, onSession, signal } = parts;
  const { id } = await containerNamed(session, container);
  const running = await session.client.exec(id, { argv: command, tty: true, stdin: true }, { signal });
  const leave = (): void => {
    running.close();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    const decoder = new TextDecoder();
    running.onOutput((data) => {
      write(decoder.decode(data, { stream: true }));
    });
    onSession(running);
    return await running.ended;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
