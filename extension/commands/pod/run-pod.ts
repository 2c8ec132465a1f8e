import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { RpcError, isRpcError, messageOf } from '../../client/rpc-error.ts';
import { fromCriConfigs } from '../../convert/cri-files.ts';
import { fromDockerRun } from '../../convert/docker-run.ts';
import { dockerFlags } from '../../convert/docker-flags.ts';
import { fromKubernetes } from '../../convert/kubernetes-pod.ts';
import { readManifests, type Manifest } from '../../convert/read-manifests.ts';
import type { Identity, PodPlan } from '../../convert/pod-plan.ts';
import { isObject, text } from '../../convert/pod-plan.ts';
import { t } from '../../l10n.ts';
import { logDirectoryOf } from '../../logs/pod-logs.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';
import { containerNameOf } from '../image/image-name.ts';
import { pullNamed } from '../image/pull-image.ts';
import { splitWords } from '../image/run-request.ts';
import type { Ui } from '../../ui/ui.ts';
import { mayRunPods } from './kubelet-owns.ts';
import { imagesOf, runPlan } from './run-plan.ts';

/** From a file of Kubernetes or CRI, or a line for `docker run`, to a pod that runs; what does not come along is told before. */
export async function runPod(context: CommandContext, file?: SubjectOf<'file'>): Promise<void> {
  if (!(await mayRunPods(context))) return;
  const plan = await planFrom(context, file);
  if (plan === undefined || !(await confirmDropped(context.ui, plan))) return;
  await pullAndRun(context, plan);
}

/** Pulls what is not there, and runs it; with progress, and a note at its end. */
export async function pullAndRun(context: CommandContext, plan: PodPlan): Promise<void> {
  const { client } = context.session;
  for (const image of imagesOf(plan)) if ((await client.imageStatus(image)) === undefined) await pullNamed(context, image);
  const title = t('Running pod {0}', plan.name);
  await context.ui.progress({ title, cancellable: true }, async (report, signal) => {
    const task = context.session.activity.beginTask(title);
    try {
      const step = (message: string): void => {
        report({ message });
      };
      await runPlan(client, plan, { report: step, signal: AbortSignal.any([signal, task.signal]) });
      task.end('done', '');
    } catch (error) {
      task.end(isRpcError(error, 'cancelled') ? 'cancelled' : 'failed', messageOf(error));
      throw error;
    }
  });
  context.ui.note(t('{0} is running', plan.name));
}

async function planFrom(context: CommandContext, file: SubjectOf<'file'> | undefined): Promise<PodPlan | undefined> {
  if (file !== undefined) return planOfFile(context, file.path);
  const { ui } = context;
  const source = await ui.pick<'file' | 'line'>({
    title: t('Run Pod'),
    placeholder: t('What is the pod made from?'),
    items: [
      {
        label: t('A file'),
        description: t('Kubernetes YAML (Pod, Deployment, Job …) or a configuration of CRI'),
        icon: 'file-code',
        value: 'file',
      },
      { label: t('A line for docker run'), description: 'docker run -p 8080:80 nginx', icon: 'terminal', value: 'line' },
    ],
  });
  if (source === undefined) return undefined;
  if (source === 'line') return planOfLine(context);
  const path = await ui.chooseSource({ title: t('Run Pod'), action: t('Run'), kind: 'file' });
  return path === undefined ? undefined : planOfFile(context, path);
}

async function planOfFile({ ui }: CommandContext, path: string): Promise<PodPlan | undefined> {
  const manifests = await readManifests(await readFile(path, 'utf8'), basename(path));
  const pods = manifests.filter(({ kind }) => kind !== 'container-config');
  const [first] = pods;
  if (first === undefined) {
    throw new RpcError('invalid-argument', t('{0} has no pod', basename(path)), {
      hint: t('it takes a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob of Kubernetes, or a PodSandboxConfig of CRI'),
    });
  }
  const items = pods.map((manifest) => ({ label: manifest.title, value: manifest }));
  const chosen =
    pods.length === 1
      ? first
      : await ui.pick({ title: t('Run Pod'), placeholder: t('Which one of {0}?', basename(path)), items });
  return chosen === undefined ? undefined : planOf(chosen, manifests);
}

/** What runs of one manifest; container configurations of the same files belong to a pod configuration. */
export function planOf({ kind, document }: Manifest, all: readonly Manifest[]): PodPlan {
  const identity = identityOf(textIn(document, 'name') ?? 'pod', textIn(document, 'namespace'));
  if (kind === 'kubernetes') return fromKubernetes(document, identity);
  return fromCriConfigs(
    document,
    all.flatMap((each) => (each.kind === 'container-config' ? [each.document] : [])),
    identity,
  );
}

function textIn({ metadata }: Manifest['document'], key: 'name' | 'namespace'): string | undefined {
  return isObject(metadata) ? text(metadata[key]) : undefined;
}

function identityOf(name: string, namespace = 'default'): Identity {
  const uid = randomUUID();
  return { uid, logDirectory: logDirectoryOf({ name, namespace, uid }) };
}

async function planOfLine({ ui, session }: CommandContext): Promise<PodPlan | undefined> {
  const taken = new Set((session.pods.snapshot.value?.pods ?? []).map((pod) => pod.name));
  const read = (line: string): PodPlan => planOfWords(dockerWords(line), taken);
  const line = await ui.ask({
    title: t('Run Pod'),
    prompt: t('A line for docker run or podman run, with or without these words'),
    placeholder: EXAMPLE,
    check: (typed) => {
      try {
        read(typed);
        return undefined;
      } catch (error) {
        if (!isRpcError(error, 'invalid-argument')) throw error;
        return messageOf(error);
      }
    },
  });
  return line === undefined ? undefined : read(line);
}

const DOCKER_RUN = /^(sudo\s+)?(docker|podman|nerdctl)\s+(container\s+)?run\s+/;

/** Whether a text is a line for docker and its like, and says so. */
export function isDockerLine(text: string): boolean {
  return DOCKER_RUN.test(text.trim());
}

/** The words behind "run". Throws invalid-argument. */
export function dockerWords(line: string): readonly string[] {
  const words = splitWords(line.trim().replace(/\\\n/g, ' ').replace(DOCKER_RUN, ''));
  if (words === undefined) throw new RpcError('invalid-argument', t('a quote stays open'));
  return words;
}

/** What `docker run` would do with these words, under a name that is free. Throws invalid-argument. */
export function planOfWords(words: readonly string[], taken: ReadonlySet<string>): PodPlan {
  const { flags, image = '' } = dockerFlags(words);
  const name = freeName(flags.one('--name') ?? containerNameOf(image), taken);
  return fromDockerRun(words, { ...identityOf(name), name });
}

/** The name, with a number behind it where it is taken. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}-${String(n)}`;
  return name;
}

const SHOWN = 12;
const EXAMPLE = 'docker run -d --name web -p 8080:80 -e KEY=value nginx';

/** Asks whether it may run without what does not come along; nothing is asked where all does. */
export async function confirmDropped(
  ui: Pick<Ui, 'confirm'>,
  { name, dropped }: Pick<PodPlan, 'name' | 'dropped'>,
): Promise<boolean> {
  if (dropped.length === 0) return true;
  const lines = dropped.slice(0, SHOWN).map(({ path, reason }) => `${path}: ${reason}`);
  const more = dropped.length > SHOWN ? [t('… and {0} more', dropped.length - SHOWN)] : [];
  return ui.confirm({
    question: t('Run {0} without these?', name),
    detail: [...lines, ...more].join('\n'),
    action: t('Run'),
  });
}
