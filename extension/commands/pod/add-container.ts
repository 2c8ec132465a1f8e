import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { RpcError, isRpcError, messageOf } from '../../client/rpc-error.ts';
import type { CriJson } from '../../client/read-cri-config.ts';
import type { PodDetails } from '../../client/types.ts';
import { dockerFlags } from '../../convert/docker-flags.ts';
import type { Dropped, Json, PodPlan } from '../../convert/pod-plan.ts';
import { given, isObject, text } from '../../convert/pod-plan.ts';
import { readManifests } from '../../convert/read-manifests.ts';
import { parsed } from '../../inspect/inspect-text.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { chooseImage } from '../image/choose-image.ts';
import { containerNameOf } from '../image/image-name.ts';
import { pullNamed } from '../image/pull-image.ts';
import { mayRunPods } from './kubelet-owns.ts';
import { confirmDropped, dockerWords, freeName, planOfWords } from './run-pod.ts';
import { beginContainer } from './run-plan.ts';

/** The container of a configuration file of CRI, in a pod to choose. */
export async function addContainerFile(context: CommandContext, file: SubjectOf<'file'>): Promise<void> {
  if (!(await mayRunPods(context))) return;
  const { session, ui } = context;
  const manifests = await readManifests(await readFile(file.path, 'utf8'), basename(file.path));
  const found = manifests.find(({ kind }) => kind === 'container-config');
  if (found === undefined)
    throw new RpcError('invalid-argument', t('{0} has no container', basename(file.path)), {
      hint: t('it takes a ContainerConfig of CRI'),
    });
  await session.pods.refresh();
  const ready = (session.pods.snapshot.value?.pods ?? []).filter(({ state }) => state === 'ready');
  if (ready.length === 0) throw new RpcError('failed-precondition', t('no pod is ready'), { hint: t('run one first') });
  const pod = await ui.pick({
    title: t('Create {0}', found.title),
    placeholder: t('In which pod?'),
    items: ready.map((each) => ({ label: each.name, description: each.namespace, icon: 'package', value: each })),
  });
  if (pod !== undefined) await begin(context, await session.client.podStatus(pod.id), found.document);
}

/** Flags of `docker run` that are about the pod, which is there already. */
const OF_THE_POD = [
  '--publish',
  '--hostname',
  '--network',
  '--dns',
  '--dns-search',
  '--dns-option',
  '--sysctl',
  '--pid',
  '--ipc',
];

/** One more container in a pod that is ready: an image, then a line of flags and a command. What fails leaves nothing. */
export async function addContainer(context: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  if (!(await mayRunPods(context))) return;
  const { session, ui } = context;
  const image = await chooseImage(context, { title: t('Add Container to {0}', pod.name), step: { at: 1, of: 2 } });
  if (image === undefined) return;
  const taken = new Set(
    (session.pods.snapshot.value?.containers ?? []).filter(({ podId }) => podId === pod.id).map(({ name }) => name),
  );
  const line = await ui.ask({
    title: t('Add Container to {0}', pod.name),
    prompt: t('Flags as of docker run (--name, -e, -v, --memory, --user …), the image, then a command'),
    value: `--name ${freeName(containerNameOf(image), taken)} ${image} `,
    step: { at: 2, of: 2 },
    check: (typed) => problemOf(typed, taken),
  });
  if (line === undefined) return;
  const plan = planOfWords(dockerWords(line), new Set());
  const dropped = [...plan.dropped, ...ofThePod(line)];
  if (!(await confirmDropped(ui, { name: plan.name, dropped }))) return;
  const details = await session.client.podStatus(pod.id);
  await begin(context, details, joined(plan, details));
}

/** Pulls the image when it is not there, makes the container and starts it; with progress, and a note at its end. */
async function begin(context: CommandContext, pod: PodDetails, container: CriJson): Promise<void> {
  const { session, ui } = context;
  const name = isObject(container['metadata']) ? (text(container['metadata']['name']) ?? '') : '';
  const wanted = imageIn(container);
  if (wanted !== '' && (await session.client.imageStatus(wanted)) === undefined) await pullNamed(context, wanted);
  const title = t('Adding {0} to {1}', name, pod.name);
  await ui.progress({ title, cancellable: true }, async (_report, signal) => {
    const task = session.activity.beginTask(title);
    try {
      const both = AbortSignal.any([signal, task.signal]);
      await beginContainer(session.client, { podId: pod.id, pod: podConfigOf(pod), container }, both);
      task.end('done', '');
    } catch (error) {
      task.end(isRpcError(error, 'cancelled') ? 'cancelled' : 'failed', messageOf(error));
      throw error;
    }
  });
  await session.pods.refresh();
  ui.note(t('{0} is running', name));
}

function problemOf(line: string, taken: ReadonlySet<string>): string | undefined {
  try {
    const words = dockerWords(line);
    planOfWords(words, new Set());
    const name = dockerFlags(words).flags.one('--name');
    if (name !== undefined && taken.has(name)) return t('The pod has a container {0} already', name);
    return undefined;
  } catch (error) {
    if (!isRpcError(error, 'invalid-argument')) throw error;
    return messageOf(error);
  }
}

function ofThePod(line: string): readonly Dropped[] {
  const { flags } = dockerFlags(dockerWords(line));
  return OF_THE_POD.flatMap((flag) =>
    flags
      .all(flag)
      .map((value) => ({ path: `${flag} ${value}`, reason: t('that is for the whole pod, which is there already') })),
  );
}

/** The container as the line says, in the namespaces that the pod has. */
function joined({ containers: [container = {}] }: PodPlan, { namespaces }: PodDetails): CriJson {
  const linux = isObject(container['linux']) ? container['linux'] : {};
  const security = isObject(linux['security_context']) ? linux['security_context'] : {};
  const options = given({
    network: namespaces['network'] ?? 'POD',
    ipc: namespaces['ipc'] ?? 'POD',
    pid: namespaces['pid'] ?? 'CONTAINER',
  });
  return { ...container, linux: { ...linux, security_context: { ...security, namespace_options: options } } };
}

function imageIn(container: CriJson): string {
  return isObject(container['image']) ? (text(container['image']['image']) ?? '') : '';
}

/** What the runtime was given for the pod, as far as it tells; its log directory is where logs of its containers belong. */
function podConfigOf({ name, namespace, uid, attempt, labels, annotations, info }: PodDetails): Json {
  const config = Object.values(info)
    .map((each) => parsed(each))
    .map((each) => (isObject(each) && isObject(each['config']) ? each['config'] : {}))
    .find((each) => each['logDirectory'] !== undefined || each['log_directory'] !== undefined);
  return given({
    metadata: { name, namespace, uid, attempt },
    labels,
    annotations,
    log_directory: text(config?.['logDirectory']) ?? text(config?.['log_directory']),
  });
}
