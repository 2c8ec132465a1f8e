import { randomUUID } from 'node:crypto';
import { RpcError, isRpcError, messageOf } from '../../client/rpc-error.ts';
import type { RuntimeClient } from '../../client/runtime-client.ts';
import type { PodSpec } from '../../client/types.ts';
import { removePodLogs } from '../../logs/pod-logs.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { chooseImage } from './choose-image.ts';
import { containerNameOf } from './image-name.ts';
import { mayRunPods } from '../pod/kubelet-owns.ts';
import { freeName } from '../pod/run-pod.ts';
import { pullNamed } from './pull-image.ts';
import { openContainerInBrowser } from '../forward/open-in-browser.ts';
import { offeredPorts } from './offered-ports.ts';
import { parseRunLine, specsOf } from './run-request.ts';
import type { RunRequest } from './run-request.ts';
import { t } from '../../l10n.ts';

/** From an image to a running container in two steps; pulls it when it is not there, and takes back what it made when it fails. */
export async function runImage(context: CommandContext, subject?: SubjectOf<'image'>): Promise<void> {
  if (!(await mayRunPods(context))) return;
  const image = subject?.name ?? (await chooseImage(context, { title: t('Run Image'), step: { at: 1, of: 2 } }));
  if (image === undefined) return;
  const request = await askHow(context, image);
  if (request === undefined) return;
  const { client } = context.session;
  if ((await client.imageStatus(image)) === undefined) await pullNamed(context, image);
  const containerId = await context.ui.progress({ title: t('Running {0}', image), cancellable: true }, (report, signal) =>
    runAsTask(context, {
      image,
      request,
      report: (message) => {
        report({ message });
      },
      signal,
    }),
  );
  await context.session.refresh();
  const container = context.session.pods.snapshot.value?.containers.find((each) => each.id === containerId);
  if (container !== undefined) {
    context.ui.tell(t('{0} is running.', request.name), [
      { title: t('Show Logs'), run: () => context.documents.showLogs(container) },
      request.ports.some(({ protocol }) => protocol === 'tcp')
        ? { title: t('Open in Browser'), run: () => openContainerInBrowser(context, { kind: 'container', container }) }
        : { title: t('Open'), run: () => context.documents.openPanel('container', container) },
    ]);
  }
}

async function askHow(context: CommandContext, image: string): Promise<RunRequest | undefined> {
  const pods = context.session.pods.snapshot.value?.pods ?? [];
  const names = new Set(pods.map((pod) => pod.name));
  const ports = await offeredPorts(await context.session.client.imageStatus(image), pods);
  const line = await context.ui.ask({
    title: t('Run {0}', image),
    prompt: t('--name, -p host:container, -e KEY=value, then a command (empty: what the image says)'),
    value: `--name ${freeName(containerNameOf(image), names)} ${ports.map((port) => `-p ${port} `).join('')}`,
    check: (text) => {
      const parsed = parseRunLine(text, image);
      return 'problem' in parsed ? parsed.problem : undefined;
    },
    step: { at: 2, of: 2 },
  });
  if (line === undefined) return undefined;
  const parsed = parseRunLine(line, image);
  if ('problem' in parsed) throw new RpcError('invalid-argument', parsed.problem);
  return parsed.request;
}

interface Run {
  readonly image: string;
  readonly request: RunRequest;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

async function runAsTask(context: CommandContext, run: Run): Promise<string> {
  const task = context.session.activity.beginTask(t('Run {0}', run.request.name));
  try {
    const id = await makeAndStart(context.session.client, { ...run, signal: AbortSignal.any([run.signal, task.signal]) });
    task.end('done', '');
    return id;
  } catch (error) {
    task.end(isRpcError(error, 'cancelled') ? 'cancelled' : 'failed', messageOf(error));
    throw error;
  }
}

/** RunPodSandbox, CreateContainer, StartContainer; when one fails, RemovePodSandbox takes back all of it. */
export async function makeAndStart(client: RuntimeClient, run: Run): Promise<string> {
  const { signal } = run;
  const specs = specsOf(run.request, run.image, randomUUID());
  run.report('pod sandbox');
  const podId = await client.runPod(specs.pod, { signal });
  try {
    run.report('container');
    const containerId = await client.createContainer(podId, specs, { signal });
    run.report('start');
    await client.startContainer(containerId, { signal });
    return containerId;
  } catch (error) {
    await takeBack(client, { ...specs.pod, id: podId }, error);
    throw error;
  }
}

/** Under no signal: what was made is removed also after a cancel. */
async function takeBack(client: RuntimeClient, pod: PodSpec & { readonly id: string }, cause: unknown): Promise<void> {
  try {
    await client.stopPod(pod.id);
    await client.removePod(pod.id);
    await removePodLogs(pod);
  } catch (error) {
    throw new RpcError(
      'internal',
      t('{0}; and the pod that was made for it could not be removed: {1}', messageOf(cause), messageOf(error)),
      { cause },
    );
  }
}
