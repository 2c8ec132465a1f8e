import type { Credential } from '../client/image-calls.ts';
import { RpcError } from '../client/rpc-error.ts';
import type { CommandSession } from '../client/streams/command-session.ts';
import { createPullMeter } from '../commands/image/pull-meter.ts';
import { isKubelets, kubeletWarning } from '../commands/pod/kubelet-owns.ts';
import { runOnce } from '../commands/image/run-once.ts';
import { planOf } from '../commands/pod/run-pod.ts';
import { imagesOf, runPlan } from '../commands/pod/run-plan.ts';
import { readManifests } from '../convert/read-manifests.ts';
import type { Manifest } from '../convert/read-manifests.ts';
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

/** A pod of Kubernetes or of CRI's configurations; when one of its containers does not start, all of it is taken back. */
async function runPod({ config, containers }: TaskOf<'runPod'>, parts: TaskParts): Promise<number> {
  const { session, readFile, write, signal, credentialOf } = parts;
  const { client } = session;
  const read = async (path: string): Promise<readonly Manifest[]> => readManifests(await readFile(path), path);
  const manifests = (await Promise.all([config, ...containers].map(read))).flat();
  const [pod, ...more] = manifests.filter(({ kind }) => kind !== 'container-config');
  if (pod === undefined) throw new RpcError('invalid-argument', t('{0} has no pod', config));
  if (more.length > 0) throw new RpcError('invalid-argument', t('{0} has several pods, and a task runs one', config));
  const plan = planOf(pod, manifests);
  await warnOfKubelet(parts);
  for (const { path, reason } of plan.dropped) write(`${path}: ${reason}\n`);
  for (const image of imagesOf(plan)) {
    if ((await client.imageStatus(image, { signal })) !== undefined) continue;
    write(`${t('Pulling {0}', image)}\n`);
    await client.pullImage(image, { signal, credential: await credentialOf(image), onProgress: () => undefined });
  }
  const report = (step: string): void => {
    write(`${step}\n`);
  };
  const podId = await runPlan(client, plan, { report, signal });
  write(`${t('pod {0}', podId)}\n`);
  return 0;
}

/** A task asks nobody: it says so, and goes on. */
async function warnOfKubelet({ session, write }: TaskParts): Promise<void> {
  await session.pods.refresh();
  if (isKubelets(session)) write(`${kubeletWarning(session)}\n`);
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
