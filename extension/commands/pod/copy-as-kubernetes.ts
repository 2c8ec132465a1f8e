import type { RuntimeClient } from '../../client/runtime-client.ts';
import type { Container } from '../../client/types.ts';
import type { ImageDefaults } from '../../convert/to-kubernetes.ts';
import { toKubernetes } from '../../convert/to-kubernetes.ts';
import { isObject, text, texts } from '../../convert/pod-plan.ts';
import { parsed } from '../../inspect/inspect-text.ts';
import { t } from '../../l10n.ts';
import type { SubjectOf } from '../../tree/tree-node.ts';
import type { CommandContext } from '../command.ts';

/** Copies a manifest for `kubectl apply -f -` that makes the same pod; what it cannot say stands in it as comments. */
export async function copyPodAsKubernetes(context: CommandContext, { pod }: SubjectOf<'pod'>): Promise<void> {
  const all = await context.session.client.listContainers();
  await copy(context, pod.id, newest(all.filter(({ podId }) => podId === pod.id)));
}

/** The same for a pod with only this container. */
export async function copyContainerAsKubernetes(context: CommandContext, { container }: SubjectOf<'container'>): Promise<void> {
  await copy(context, container.podId, [container]);
}

async function copy({ session, ui }: CommandContext, podId: string, containers: readonly Container[]): Promise<void> {
  const { client } = session;
  const pod = await client.podStatus(podId);
  const sources = await Promise.all(
    containers.map(async ({ id }) => {
      const details = await client.containerStatus(id);
      return { details, image: await defaultsOf(client, details.imageId) };
    }),
  );
  const { manifest, dropped } = toKubernetes(pod, sources);
  const { stringify } = await import('yaml');
  const comments = dropped.map(({ path, reason }) => `# ${path}: ${reason}\n`);
  await ui.copy(`${comments.join('')}${stringify(manifest)}`);
  ui.note(
    dropped.length === 0
      ? t('The manifest of {0} is in the clipboard', pod.name)
      : t('The manifest of {0} is in the clipboard; comments in it say what is left out', pod.name),
  );
}

/** Of each name the last attempt, in the order in which they were made. */
function newest(containers: readonly Container[]): readonly Container[] {
  const byName = new Map<string, Container>();
  for (const container of containers.toSorted((a, b) => a.createdAt - b.createdAt)) byName.set(container.name, container);
  return [...byName.values()].toSorted((a, b) => a.createdAt - b.createdAt);
}

/** The configuration of an image in its verbose info, in OCI's names. */
async function defaultsOf(client: RuntimeClient, image: string): Promise<ImageDefaults | undefined> {
  const details = await client.imageStatus(image);
  const config = Object.values(details?.info ?? {})
    .map((each) => parsed(each))
    .map((each) => (isObject(each) && isObject(each['imageSpec']) ? each['imageSpec']['config'] : undefined))
    .find((each) => isObject(each));
  if (config === undefined) return undefined;
  return {
    entrypoint: texts(config['Entrypoint']),
    cmd: texts(config['Cmd']),
    env: texts(config['Env']),
    workingDir: text(config['WorkingDir']) ?? '',
  };
}
